"""What an account shows has its mark, listeners see nothing of it, and another account's is not let in."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UserError
from bot.slack.blocks import kit, limits
from bot.slack.mark import NAME, NO_MARK, Mark, marks
from bot.slack.web import Client

CLINIC, DENTAL = Mark("clinic", "Harbour <Clinic>"), Mark("dental", "Dental")


def modal() -> dict[str, Any]:
    button = kit.button("Cancel", "outbox.cancel", value="7", ask=kit.confirm("Sure?", "Really?", "Yes"))
    field = {"type": "plain_text_input", "action_id": "text.words"}
    blocks = [
        kit.section("Hello"),
        kit.actions([button]),
        {"type": "input", "block_id": "text", "label": kit.plain("Text", 24), "element": field},
    ]
    return dict(kit.modal(callback_id="sms.form", title="Send a text", blocks=blocks, submit="Review"))


def submitted(view: dict[str, Any]) -> dict[str, Any]:
    """A view as Slack sends it back: what was typed stands under the ids of its fields."""
    element = next(each["element"] for each in view["blocks"] if each["type"] == "input")
    state = {"values": {"text": {element["action_id"]: {"type": "plain_text_input", "value": "hi@clinic"}}}}
    return {"type": "view_submission", "user": {"id": "U0MAYA"}, "view": {**view, "state": state}}


def test_a_view_names_its_account_and_comes_back_as_it_was() -> None:
    shown = CLINIC.put(modal())

    first, *_rest = shown["blocks"]
    assert first["block_id"] == NAME
    assert "Harbour &lt;Clinic&gt;" in first["elements"][0]["text"]
    arrived = submitted(shown)
    assert marks(arrived) == {"clinic"}
    taken = CLINIC.take(arrived)
    assert taken == submitted(modal())
    assert taken["view"]["state"]["values"]["text"]["text.words"]["value"] == "hi@clinic"  # what was typed


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": [{"action_id": "outbox.cancel@dental"}]},
        {"type": "block_suggestion", "action_id": "sms.contact@dental"},
        {"type": "view_submission", "view": {"callback_id": "sms.form@dental"}},
        {"type": "view_closed", "view": {"callback_id": "sms.form@dental"}},
        {"type": "block_actions", "actions": [{"action_id": "a@clinic"}, {"action_id": "b@dental"}]},
    ],
)
def test_what_another_account_showed_is_not_let_in(payload: dict[str, Any]) -> None:
    with pytest.raises(UserError):
        CLINIC.take(payload)


def test_what_begins_something_has_no_mark() -> None:
    assert marks({"command": "/sms", "text": "x"}) is None
    assert marks({"type": "shortcut", "callback_id": "send_text"}) is None
    assert marks({"type": "block_actions", "actions": [{"action_id": "outbox.cancel"}]}) == {""}
    assert marks({"type": "view_submission"}) == {""}


def test_a_bot_of_one_account_marks_nothing() -> None:
    assert NO_MARK.put(modal()) == modal()
    foreign = {"type": "view_submission", "view": {"callback_id": "sms.form@dental"}}
    assert NO_MARK.take(foreign) == foreign


def test_a_home_tab_that_is_full_still_names_its_account() -> None:
    shown = CLINIC.put({"type": "home", "blocks": [kit.section("a")] * limits.VIEW_BLOCKS})

    assert len(shown["blocks"]) == limits.VIEW_BLOCKS
    assert shown["blocks"][0]["block_id"] == NAME
    assert shown["callback_id"] == "@clinic"


def test_a_form_that_is_full_loses_nothing() -> None:
    full = {**modal(), "blocks": [kit.section("a")] * limits.VIEW_BLOCKS}
    assert CLINIC.put(full)["blocks"] == full["blocks"]
    assert CLINIC.put(full)["callback_id"] == "sms.form@clinic"


def test_the_client_puts_it_on_whatever_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, Any]] = []

    class Answer:
        data: dict[str, Any] = {}  # noqa: RUF012 - never written to

    def keep(_self: object, _method: str, **named: Any) -> Answer:  # noqa: ANN401 - the SDK's own
        sent.append(named["json"])
        return Answer()

    monkeypatch.setattr("slack_sdk.WebClient.api_call", keep)
    client = Client("xoxb-1")
    client.mark = CLINIC
    message = [kit.actions([kit.button("Cancel", "outbox.cancel")])]
    client.views_open(trigger_id="1", view=modal())
    client.views_push(trigger_id="1", view=modal())
    client.views_update(view_id="V1", view=modal())
    client.views_publish(user_id="U0MAYA", view={"type": "home", "blocks": message})
    client.chat_postMessage(channel="C0FRONT", text="a", blocks=message)
    client.chat_postEphemeral(channel="C0FRONT", user="U0MAYA", text="a", blocks=message)
    client.chat_update(channel="C0FRONT", ts="1.2", text="a", blocks=message)

    assert all("outbox.cancel@clinic" in str(each) for each in sent)
    assert len(sent) == 7


ids = st.from_regex(r"[a-z_.]{1,20}", fullmatch=True)
elements = st.builds(lambda action_id: {"type": "button", "action_id": action_id}, ids)
blocks = st.lists(
    st.builds(lambda held: {"type": "actions", "elements": held}, st.lists(elements)), max_size=5
)


@settings(max_examples=25)
@given(blocks, ids, st.sampled_from((CLINIC, DENTAL)))
def test_what_is_put_on_is_taken_off_and_the_other_account_lets_none_of_it_in(
    shown: list[dict[str, Any]], callback_id: str, mark: Mark
) -> None:
    view = {"type": "modal", "callback_id": callback_id, "blocks": shown}
    arrived = {"type": "view_submission", "view": mark.put(view)}

    assert mark.take(arrived)["view"] == view
    other = DENTAL if mark is CLINIC else CLINIC
    with pytest.raises(UserError):
        other.take(arrived)
