"""Contacts as an assistant finds them: with the roles of its person, and numbers as that person sees them."""

import pytest

from bot.mcp_server.contacts import OVER
from bot.mcp_server.principal import UNKNOWN
from bot.sandbox.smsit.faults import Fault
from bot.slack.seals import HOLDS
from tests.mcp_server.conftest import ADA, MAYA, TOM, AssistantHarness


def test_numbers_are_masked_for_who_does_not_see_them(assistant: AssistantHarness) -> None:
    found = assistant.answer("search_contacts", query="Lovelace")

    assert found["total"] == 1
    assert not found["more"]
    (ada,) = found["contacts"]
    assert (ada["name"], ada["number"], ada["can_be_texted"]) == ("Ada Lovelace", "•••0100", True)
    assert set(ada["groups"]) == {"VIP", "Tuesday clinic", "Newsletter"}
    assert ADA[1:] not in str(found)
    assert "415-555" not in str(found)


def test_who_sees_numbers_in_full_gets_them(assistant: AssistantHarness) -> None:
    (ada,) = assistant.answer("search_contacts", TOM, query="Lovelace")["contacts"]
    assert ada["number"] == "+1 415-555-0100"


def test_parts_of_numbers_are_not_looked_for_by_who_does_not_see_them(assistant: AssistantHarness) -> None:
    assert "Enter the whole number" in assistant.refused("search_contacts", query="number:5550100")
    assert assistant.answer("search_contacts", TOM, query="number:5550100")["contacts"]


def test_pages_follow_each_other_and_are_bounded(assistant: AssistantHarness) -> None:
    first, second = assistant.answer("search_contacts"), assistant.answer("search_contacts", page=2)
    assert first["more"]
    assert len(first["contacts"]) == len(second["contacts"]) == 10
    assert {each["name"] for each in first["contacts"]} != {each["name"] for each in second["contacts"]}
    last = assistant.answer("search_contacts", page=1000)
    assert last["contacts"]
    assert not last["more"]
    assert assistant.refused("search_contacts", page=0)
    assert assistant.refused("search_contacts", query="x" * 301)


def test_who_opted_out_is_said_to_have(assistant: AssistantHarness) -> None:
    (nora,) = assistant.answer("search_contacts", query="Nora Quiet")["contacts"]
    assert nora["can_be_texted"] is False


def test_a_silent_smsit_is_told_in_its_words(assistant: AssistantHarness) -> None:
    assistant.sandbox.smsit.faults.add("getcontacts", Fault.HTTP500, times=10)
    assert "SMS-iT" in assistant.refused("search_contacts", query="Lovelace")


def test_who_may_not_look_is_told_which_role_it_takes(assistant: AssistantHarness) -> None:
    for who in ("U0GIA", "U0ZED", "U0BOT", "U0NOBODY"):
        said = assistant.refused("search_contacts", who, query="Lovelace")
        assert "needs the viewer role to look up contacts" in said


def test_nobody_has_a_role_while_slack_says_nothing(
    assistant: AssistantHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.outgoing.users.Users.meet", lambda *_: None)
    assert UNKNOWN in assistant.refused("search_contacts", query="Lovelace")


def test_what_stands_for_a_contact_is_one_persons_and_ends(assistant: AssistantHarness) -> None:
    contact = assistant.contact("Lovelace")
    assert ADA not in contact
    assert OVER in assistant.refused("draft_text", "U0PRIYA", to=contact, message="Hello")
    assistant.clock.advance(hours=HOLDS.total_seconds() / 3600 + 1)
    assert OVER in assistant.refused("draft_text", MAYA, to=contact, message="Hello")
