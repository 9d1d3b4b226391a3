"""Templates, the balance, and what a text takes."""

import pytest

from bot.features.assistant.service import MARKS
from bot.mcp_server.lookups import MOST_TEMPLATES
from bot.sandbox.smsit.faults import Fault
from bot.store import sends, templates
from bot.store.states import SendState
from bot.store.templates import NewTemplate
from tests.mcp_server.conftest import LENA, AssistantHarness
from tests.store.samples import new_send


def template(
    assistant: AssistantHarness, name: str, *, channel: str = "", body: str = "See you %%Date%%."
) -> None:
    new = NewTemplate(key=f"{name}{channel}", channel=channel, language="en", name=name, body=body)
    with assistant.database.write() as conn:
        assert templates.insert(conn, new, "U0TOM", now=assistant.clock())


def test_templates_for_everywhere_are_found_by_their_name(assistant: AssistantHarness) -> None:
    template(assistant, "Reminder")
    template(assistant, "Other")
    template(assistant, "Reminder of one channel", channel="C0HELP")

    found = assistant.answer("read_templates", query="remind")

    assert found == {
        "templates": [
            {"name": "Reminder", "language": "en", "text": "See you %%Date%%.", "placeholders": ["Date"]}
        ],
        "more": False,
    }


def test_no_more_templates_than_anybody_reads(assistant: AssistantHarness) -> None:
    for nth in range(MOST_TEMPLATES + 1):
        template(assistant, f"No. {nth}")
    found = assistant.answer("read_templates")
    assert len(found["templates"]) == MOST_TEMPLATES
    assert found["more"]


def test_the_balance_comes_with_what_is_reserved(assistant: AssistantHarness) -> None:
    with assistant.database.write() as conn:
        draft = sends.insert_draft(conn, new_send(), now=assistant.clock())
        sends.move(conn, draft.id, SendState.QUEUED, now=assistant.clock())
    assert assistant.answer("see_balance", LENA) == {
        "credits": assistant.sandbox.smsit.credits,
        "reserved": 2,
    }
    assistant.sandbox.smsit.faults.add("getcreditbalance", Fault.HTTP500, times=10)
    assert "SMS-iT" in assistant.refused("see_balance")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello", {"characters": 5, "segments": 1, "credits": 1, "unicode": False, "problem": ""}),
        ("日本", {"characters": 2, "segments": 1, "unicode": True, "problem": ""}),
        ("x" * 161, {"segments": 2, "credits": 2, "credits_at_most": 2}),
        ("", {"segments": 0, "problem": "Write a message."}),
        ("x" * 1601, {"problem": "1 character over the limit. Shorten the text."}),
        ("a\x00", {"problem": MARKS}),
    ],
)
def test_a_text_is_counted_and_what_is_wrong_is_said(
    assistant: AssistantHarness, text: str, expected: dict[str, object]
) -> None:
    found = assistant.answer("count_text", message=text)
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("text", ["123", "null", '["a"]', '{"a": 1}', '"quoted"'])
def test_words_that_look_like_something_else_are_words(assistant: AssistantHarness, text: str) -> None:
    assert assistant.answer("count_text", message=text)["characters"] == len(text)


def test_what_would_arrive_as_it_is_written_is_warned_of(assistant: AssistantHarness) -> None:
    assert assistant.answer("count_text", message="Dear %%Name%%, see you.")["warnings"]


def test_arguments_that_are_not_taken_are_told_in_words_and_not_repeated(assistant: AssistantHarness) -> None:
    told = assistant.refused("search_contacts", query="HUSH" * 100, page=0)
    assert told == (
        "Correct these arguments. query: String should have at most 300 characters; "
        "page: Input should be greater than or equal to 1."
    )
    assert assistant.refused("count_text") == "Correct these arguments. message: Field required."
    many = [{"values": {"Code": "HUSH"}}] * 8
    told = assistant.refused("draft_list", message="Hello", recipients=many)
    assert told.startswith("Correct these arguments. recipients.0.to: Field required; ")
    assert told.endswith("; and 3 more.")
    assert "HUSH" not in told
