"""The record as an assistant reads it: what its person may see, and nothing more."""

import pytest

from bot.mcp_server.record import NO_DAY
from bot.store.states import SendState
from tests.mcp_server.conftest import ADA, LENA, MAYA, TOM, AssistantHarness
from tests.store.samples import a_send_in


def put(assistant: AssistantHarness) -> None:
    now = assistant.clock()
    a_send_in(assistant.database, SendState.DELIVERED, now=now, body="Your table is ready")
    a_send_in(assistant.database, SendState.UNKNOWN, now=now, user_id="U0PRIYA", body="Priya's words")
    assistant.clock.advance(seconds=1)
    group = {"kind": "group", "to_number": "", "to_phone": "", "to_name": "VIP +1 415 555 0100", "people": 33}
    a_send_in(assistant.database, SendState.ACCEPTED, now=assistant.clock(), **group)


def test_a_person_sees_their_own_and_numbers_are_masked(assistant: AssistantHarness) -> None:
    put(assistant)

    found = assistant.answer("search_history")

    assert [each["kind"] for each in found["items"]] == ["broadcast", "text"]
    group, text = found["items"]
    assert group["to"] == "VIP •••0100 (33 recipients)"
    assert text["to"] == "Ada Lovelace (•••0100)"
    assert (text["state"], text["text"], text["credits"]) == ("Delivered", "Your table is ready", 1)
    assert text["at"] == assistant.clock().replace(second=0).isoformat(timespec="seconds")
    assert found["older"] == ""
    assert "Priya" not in str(found)


def test_an_approver_sees_that_others_sent_and_not_their_words(assistant: AssistantHarness) -> None:
    put(assistant)
    found = assistant.answer("search_history", LENA)["items"]
    assert len(found) == 3
    assert {each["text"] for each in found} == {""}
    assert "415-555" not in str(found)


def test_who_may_decide_about_everything_reads_everything(assistant: AssistantHarness) -> None:
    put(assistant)
    found = assistant.answer("search_history", TOM, text="priya's")["items"]
    assert [(each["text"], each["to"]) for each in found] == [
        ("Priya's words", "Ada Lovelace (+1 415-555-0100)")
    ]


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ({"kind": "text"}, 1),
        ({"kind": "list"}, 0),
        ({"state": "delivered"}, 1),
        ({"state": "failed"}, 0),
        ({"to": f"+{ADA}"}, 1),
        ({"to": "+14155550199"}, 0),
        ({"text": "TABLE is"}, 2),
        ({"since": "2099-01-01"}, 0),
        ({"until": "2000-01-01"}, 0),
    ],
    ids=str,
)
def test_what_is_looked_for_is_what_is_found(
    assistant: AssistantHarness, arguments: dict[str, str], count: int
) -> None:
    put(assistant)
    assert len(assistant.answer("search_history", **arguments)["items"]) == count


def test_a_contact_that_was_found_can_be_looked_for(assistant: AssistantHarness) -> None:
    put(assistant)
    contact = assistant.contact("Lovelace")
    assert len(assistant.answer("search_history", to=contact)["items"]) == 1


def test_the_next_page_begins_where_the_last_one_ended(assistant: AssistantHarness) -> None:
    for _ in range(21):
        a_send_in(assistant.database, SendState.DELIVERED, now=assistant.clock())
        assistant.clock.advance(seconds=1)
    first = assistant.answer("search_history")
    assert len(first["items"]) == 20
    second = assistant.answer("search_history", before=first["older"])
    assert len(second["items"]) == 1
    assert second["older"] == ""


def test_one_whose_recipient_is_forgotten_is_there_without_them(assistant: AssistantHarness) -> None:
    gone = {"to_number": "", "to_phone": "", "to_name": None, "body": None}
    a_send_in(assistant.database, SendState.DELIVERED, now=assistant.clock(), **gone)
    (found,) = assistant.answer("search_history", MAYA)["items"]
    assert (found["to"], found["text"]) == ("", "")


def test_what_is_no_day_or_no_number_is_told(assistant: AssistantHarness) -> None:
    assert NO_DAY in assistant.refused("search_history", since="yesterday")
    assert assistant.refused("search_history", to="Ada")
    assert assistant.refused("search_history", kind="everything")
