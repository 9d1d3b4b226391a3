"""Drafting a text: looked at as far as it can be, written down once, and shown by the bot alone."""

import json

import pytest
from hypothesis import given, strategies
from sqlalchemy import select

from bot.access import Who
from bot.errors import UserError
from bot.features.assistant import listed as listing
from bot.features.do_not_text.service import DoNotText
from bot.mcp_server.drafts import NEXT, NO_GROUP
from bot.store.tables import assistant_draft, contact_group, message
from tests.clock import START
from tests.mcp_server import conftest
from tests.mcp_server.conftest import ADA, LENA, MAYA, SAM, TOM, AssistantHarness

HELLO = "See you at ten."


def rows(assistant: AssistantHarness) -> list[tuple[object, ...]]:
    table = assistant_draft.c
    with assistant.database.read() as conn:
        return [
            tuple(row)
            for row in conn.execute(
                select(table.user_id, table.number, table.name, table.body, table.is_typed, table.state)
            )
        ]


def test_a_draft_to_a_contact_waits_for_its_person(assistant: AssistantHarness) -> None:
    made = assistant.answer("draft_text", to=assistant.contact("Lovelace"), message=f" {HELLO}\n")

    assert rows(assistant) == [("U0MAYA", ADA, "Ada Lovelace", HELLO, False, "waiting")]
    assert made["to"] == "Ada Lovelace (•••0100)"
    assert made["next"] == NEXT
    assert made["count"]["segments"] == 1
    assert ADA not in str(made)
    with assistant.database.read() as conn:
        shown = conn.execute(select(message.c.purpose, message.c.version, message.c.shown_version)).all()
    assert shown == [("drafted", 1, 0)]


def test_a_draft_to_a_whole_number_says_that_it_was_typed(assistant: AssistantHarness) -> None:
    assistant.answer("draft_text", to="+1 (415) 555-0100", message=HELLO)
    assistant.answer("draft_text", to="415 555 0999", message=HELLO)
    assert rows(assistant) == [
        ("U0MAYA", ADA, "Ada Lovelace", HELLO, True, "waiting"),
        ("U0MAYA", "14155550999", None, HELLO, True, "waiting"),
    ]


def test_a_call_that_is_repeated_drafts_once(assistant: AssistantHarness) -> None:
    first = assistant.answer("draft_text", to=f"+{ADA}", message=HELLO)
    assert assistant.answer("draft_text", to=f"+{ADA}", message=HELLO)["draft"] == first["draft"]
    assert len(rows(assistant)) == 1


def test_who_must_not_be_texted_is_not_drafted_to(assistant: AssistantHarness) -> None:
    listed = DoNotText(assistant.database, assistant.clock, "US")
    listed.add("14155550101", "asked", Who("U0TOM", "T0HARBOUR"))
    assert "do-not-text list" in assistant.refused("draft_text", to="+14155550101", message=HELLO)
    said = assistant.refused("draft_text", to="+14155550120", message=HELLO)
    assert "opted out" in said
    assert "Nora" not in said
    assert rows(assistant) == []


def test_what_cannot_be_sent_is_not_drafted(assistant: AssistantHarness) -> None:
    assert "over the limit" in assistant.refused("draft_text", to=f"+{ADA}", message="x" * 1601)
    assert assistant.refused("draft_text", to=f"+{ADA}", message="x" * 5001)
    assert "Write a message." in assistant.refused("draft_text", to=f"+{ADA}", message=" ")
    assert assistant.refused("draft_text", to="Ada", message=HELLO)
    assert rows(assistant) == []


def test_who_may_not_send_has_nothing_drafted(assistant: AssistantHarness) -> None:
    for who in (SAM, LENA, "U0GIA", "U0ZED"):
        said = assistant.refused("draft_text", who, to=f"+{ADA}", message=HELLO)
        assert "needs the sender role to have a text drafted" in said
    assert rows(assistant) == []
    assert assistant.answer("draft_text", TOM, to=f"+{ADA}", message=HELLO)


class TestBroadcasts:
    @pytest.fixture(autouse=True)
    def _groups(self, assistant: AssistantHarness) -> None:
        with assistant.database.write() as conn:
            for name in ("VIP", "VIP 2", "vip", "Physio"):
                conn.execute(contact_group.insert().values(name=name, first_seen=START, seen_at=START))

    def test_a_draft_to_a_group_waits_for_its_person(self, assistant: AssistantHarness) -> None:
        made = assistant.answer("draft_broadcast", TOM, group=" physio ", message="Hello %%Name%%.")
        again = assistant.answer("draft_broadcast", TOM, group="Physio", message="Hello %%Name%%.")

        assert rows(assistant) == [("U0TOM", "", "Physio", "Hello %%Name%%.", False, "waiting")]
        assert (made["to"], made["next"]) == ("Physio", NEXT)
        assert made["draft"] == again["draft"]

    def test_a_group_that_is_not_certain_is_asked_about(self, assistant: AssistantHarness) -> None:
        assert assistant.answer("draft_broadcast", TOM, group="VIP", message=HELLO)["to"] == "VIP"
        said = assistant.refused("draft_broadcast", TOM, group="Vip", message=HELLO)
        assert "such as VIP" in said
        assert NO_GROUP in assistant.refused("draft_broadcast", TOM, group="Nowhere", message=HELLO)
        assert NO_GROUP in assistant.refused("draft_broadcast", TOM, group=" ", message=HELLO)
        assert len(rows(assistant)) == 1

    def test_who_may_not_broadcast_has_none_drafted(self, assistant: AssistantHarness) -> None:
        for who in (MAYA, SAM, LENA):
            said = assistant.refused("draft_broadcast", who, group="VIP", message=HELLO)
            assert "needs the broadcaster role to have a broadcast drafted" in said
        assert "over the limit" in assistant.refused("draft_broadcast", TOM, group="VIP", message="x" * 1601)
        assert rows(assistant) == []


class TestLists:
    """A list: rows with values, or people a search finds; the rest is looked at when it is reviewed."""

    BODY = "Hello %%Name%%, your code is %%Code%%."

    def listed(self, assistant: AssistantHarness) -> list[object]:
        with assistant.database.read() as conn:
            table = assistant_draft.c
            return list(conn.execute(select(table.listed).where(table.kind == "list")).scalars())

    def test_rows_wait_with_their_values_for_their_person_once(self, assistant: AssistantHarness) -> None:
        ada = assistant.contact("Lovelace", TOM)
        given = [
            {"to": ada, "values": {"Name": "Ada", "Code": "A1"}},
            {"to": "+1 415 555 0101", "values": {"Name": "Grace", "Code": "B2"}},
        ]
        made = assistant.answer("draft_list", TOM, message=self.BODY, recipients=given)
        assert (
            assistant.answer("draft_list", TOM, message=self.BODY, recipients=given)["draft"] == made["draft"]
        )

        assert made["to"] == "2 recipients"
        rows = [[ADA, "Ada", "A1"], ["14155550101", "Grace", "B2"]]
        assert self.listed(assistant) == [{"columns": ["Name", "Code"], "rows": rows}]
        assert (
            assistant.answer("draft_list", TOM, message=self.BODY, recipients=given[:1])["draft"]
            != made["draft"]
        )

    def test_people_a_search_finds_wait_as_that_search(self, assistant: AssistantHarness) -> None:
        made = assistant.answer("draft_list", TOM, message="Hello %%Name%%.", query="Lovelace")
        assert made["to"] == "people found in contacts"
        ((found,),) = [each.values() for each in self.listed(assistant) if isinstance(each, dict)]
        assert found["name"] == "Lovelace"

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({}, listing.NOBODY),
            ({"query": "Lovelace", "recipients": [{"to": f"+{ADA}"}]}, listing.NOBODY),
            ({"query": "Nobodyofthisname"}, "no contact fits that"),
            ({"recipients": [{"to": f"+{ADA}"}, {"to": "12"}]}, "Recipient 2:"),
            (
                {"recipients": [{"to": f"+{ADA}"}], "message": "Your code is %%Code%%."},
                "a value for %%Code%%",
            ),
            ({"recipients": [{"to": f"+{ADA}", "values": {"Name": "A\nB"}}]}, listing.COLUMNS),
            ({"recipients": [{"to": f"+{ADA}", "values": {"Name": "x" * 201}}]}, listing.COLUMNS),
            ({"recipients": [{"to": f"+{ADA}", "values": {" ": "x"}}]}, listing.COLUMNS),
            ({"recipients": [{"to": f"+{ADA}"}] * 201}, "at most 200"),
        ],
    )
    def test_what_is_no_list_is_not_drafted(
        self, assistant: AssistantHarness, given: dict[str, object], says: str
    ) -> None:
        assert says in assistant.refused("draft_list", TOM, **({"message": "Hello"} | given))
        assert self.listed(assistant) == []

    def test_who_does_not_see_numbers_has_none_filled_in(
        self, assistant: AssistantHarness, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(conftest, "POLICY", conftest.POLICY.replace("approver", "broadcaster"))
        given: list[dict[str, object]] = [{"recipients": [{"to": assistant.contact("Lovelace", LENA)}]}]
        for each in (*given, {"query": "Lovelace"}):
            for field in ("Number", "number|x"):
                said = assistant.refused("draft_list", LENA, message=f"Is %%{field}%% yours?", **each)
                assert "only people who see full numbers can use it" in said
            assert assistant.answer("draft_list", TOM, message="Is %%Number%% yours?", query="Lovelace")
        assert "can use it" in assistant.refused(
            "draft_list", LENA, message="Is %%Email%%?", query="Lovelace"
        )
        mine = [{"to": f"+{ADA}", "values": {"Number": "12"}}]
        assert assistant.answer("draft_list", LENA, message="Your table is %%Number%%.", recipients=mine)

    def test_who_may_not_text_many_has_none_drafted(self, assistant: AssistantHarness) -> None:
        said = assistant.refused("draft_list", MAYA, message="Hello", recipients=[{"to": f"+{ADA}"}])
        assert "needs the broadcaster role to have a list drafted" in said
        assert self.listed(assistant) == []


NAMES = strategies.text(strategies.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
ROWS = strategies.lists(
    strategies.tuples(
        strategies.from_regex("[1-9][0-9]{7,14}", fullmatch=True),
        strategies.dictionaries(NAMES, NAMES, max_size=4),
    ),
    min_size=1,
    max_size=5,
)


@given(ROWS)
def test_what_is_stored_of_a_list_is_the_list(rows: list[tuple[str, dict[str, str]]]) -> None:
    try:
        made = listing.of_rows(rows)
    except UserError:
        assert len({name for _number, values in rows for name in values}) > listing.MOST_COLUMNS
        return
    back = listing.load(json.loads(json.dumps(listing.dump(made))))
    assert back == made
    for (number, values), (kept, cells) in zip(rows, back.rows, strict=True):
        assert kept == number
        assert {name: cell for name, cell in zip(back.columns, cells, strict=True) if cell} == values
