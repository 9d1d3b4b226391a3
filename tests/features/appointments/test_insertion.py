"""Templates put into the texts about a change: of a move, a cancellation, a day off and a free time."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from bot.errors import UserError
from bot.features.appointments.form import day_off, notice, offer
from bot.features.appointments.form.day_off import What
from bot.features.appointments.views import cancel, move
from bot.features.appointments.views import day_off as day_off_view
from bot.features.appointments.views import offer as offer_view
from bot.policy.model import Appointments
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import limits
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors, Values
from tests.features.appointments.form_harness import at, chosen
from tests.features.appointments.harness import ACCOUNT, DAY, NEXT_DAY, START
from tests.features.appointments.samples import TICKED
from tests.features.slack_harness import typed

BODY = "Hi %%Name%%, not on %%Date%%. %%Why|Sorry%%! Call %%Phone%%."
SAID = "Hi %%Name%%, not on %%Date%%. Sorry! Call us."
TODAY = START.date()


def values(view: Block, **given: Mapping[str, Any]) -> Values:
    """What Slack has of a view as it was drawn, and what was filled in since."""
    inputs = [each for each in view["blocks"] if each["type"] == "input"]
    drawn = {each["block_id"]: typed(each["element"].get("initial_value", "")) for each in inputs}
    state = {block: {"element": element} for block, element in {**drawn, **given}.items()}
    return Values.of({**view, "state": {"values": state}})


def moved(view: Block, **given: Mapping[str, Any]) -> move.MoveForm:
    return move.read(
        values(view, tell=TICKED, at=at(NEXT_DAY), **given),
        metadata.load(move.MoveState, view["private_metadata"]),
        "Hello.",
    )


def cancelled(view: Block, **given: Mapping[str, Any]) -> cancel.CancelForm:
    state = metadata.load(cancel.CancelState, view["private_metadata"])
    return cancel.CancelForm(state, notice.read(values(view, tell=TICKED, **given), "Hello.", state.edition))


def taken_off(view: Block, **given: Mapping[str, Any]) -> day_off.Form:
    state = metadata.load(day_off.FormState, view["private_metadata"])
    picked = {"type": "datepicker", "selected_date": TODAY.isoformat()}
    what = chosen("week")
    suggested = Appointments(moved="Hello.", cancelled="Bye.")
    return day_off.read(values(view, tell=TICKED, day=picked, what=what, **given), state, suggested)


def offered(view: Block, **given: Mapping[str, Any]) -> offer.Form:
    state = metadata.load(offer.OfferState, view["private_metadata"])
    return offer.read(values(view, **given), state)


FORMS: dict[str, tuple[Any, Callable[..., Block], Callable[..., Any], Callable[..., Any]]] = {
    "a move": (
        move.MoveForm(
            move.MoveState("a", "c", 0, int(DAY.timestamp()), "UTC", "Ada"),
            NEXT_DAY,
            "",
            notice.suggested("Hello.", tells=True),
        ),
        lambda form: move.move(form, ACCOUNT),
        moved,
        lambda form: move.validate(form, ACCOUNT, START).notice,
    ),
    "a cancellation": (
        cancel.CancelForm(
            cancel.CancelState("a", "c", 0, "UTC", "said"), notice.suggested("Hello.", tells=True)
        ),
        cancel.cancel,
        cancelled,
        lambda form: settled(form.notice),
    ),
    "a day off": (
        day_off.Form(
            day_off.FormState(), TODAY, What.WEEK, notice.suggested("Hello.", What.WEEK, tells=True)
        ),
        lambda form: day_off_view.form(form, TODAY),
        taken_off,
        lambda form: day_off.validate(form, TODAY).notice,
    ),
    "a free time": (
        offer.empty(offer.OfferState("a", "UTC", "said"), "Hello."),
        offer_view.form,
        offered,
        lambda form: offer.validate(form, "Waiting").body,
    ),
}


def settled(told: notice.Notice) -> str | None:
    errors: dict[str, str] = {}
    text = notice.settled(told, errors)
    if errors:
        raise FieldErrors(errors)
    return text


def insert(form: object, body: str) -> object:
    put = offer.inserted if isinstance(form, offer.Form) else notice.inserted
    return put(form, body)  # type: ignore[type-var] # one of those above


@pytest.mark.parametrize("name", FORMS)
def test_a_template_follows_the_words_and_asks_for_its_values(name: str) -> None:
    form, draw, read, validate = FORMS[name]
    assert validate(read(draw(form))) == "Hello."

    view = draw(insert(form, BODY))
    assert problems_in_view(view) == []
    with pytest.raises(FieldErrors) as missing:
        validate(read(view))
    [(block, sentence)] = missing.value.by_block.items()
    assert sentence == "Fill this in, or take %%Phone%% out of the text."

    again = draw(read(view, **{block: typed("us")}))
    assert problems_in_view(again) == []
    assert validate(read(again)) == f"Hello.\n{SAID}"
    twice = draw(insert(read(again), "Bye."))
    assert validate(read(twice)) == f"Hello.\n{SAID}\nBye."


@pytest.mark.parametrize("name", FORMS)
def test_a_template_that_is_chosen_and_not_yet_in_the_text_is_asked_about(name: str) -> None:
    form, draw, read, validate = FORMS[name]
    view = draw(form)
    block = next(
        each["block_id"] for each in view["blocks"] if str(each.get("block_id")).startswith("template.")
    )

    with pytest.raises(FieldErrors) as pending:
        validate(read(view, **{block: chosen("v1")}))

    assert list(pending.value.by_block) == [block]


@pytest.mark.parametrize("name", FORMS)
def test_there_is_room_for_it_or_it_is_said(name: str) -> None:
    form = FORMS[name][0]
    with pytest.raises(UserError, match="Shorten the text first"):
        insert(form, "x" * limits.INPUT_TEXT)
