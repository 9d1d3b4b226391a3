"""What an approver reads before they approve: the words, and all that the approval holds for."""

import re
from dataclasses import replace
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.approvals.excerpt import Excerpt
from bot.features.approvals.service import Review, SeenByOwner
from bot.features.approvals.views import review as review_view
from bot.features.approvals.views.request import ApprovalRef
from bot.features.budgets.service import Left
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.blocks.moments import moment
from bot.slack.incoming import metadata
from bot.store.approvals import ApprovalRequest
from bot.store.sends import Send, SendKind
from bot.texting import phones
from tests.every import every
from tests.features.approvals.samples import SERIES, WHY, a_broadcast, a_request
from tests.features.approvals.test_request_view import LONG, VARIANTS
from tests.features.samples import BODIES, BODY, LATER, NAMES, a_send, words_in
from tests.reading import as_read

ROWS = tuple(a_send(id=f"{nth:032}", line=nth, body=f"Hi, number {nth}") for nth in range(1, 21))


def review(
    send: Send | None = None, asked: ApprovalRequest | None = None, text: Excerpt | None = None
) -> Block:
    return review_view.review(Review(send or a_broadcast(), asked or a_request(), WHY, text or Excerpt(BODY)))


def test_the_words_stand_before_everything_but_whom_they_go_to() -> None:
    header, words, *_ = review()["blocks"]

    assert header["text"]["text"] == "VIP · 312 recipients"
    assert BODY in words_in(words)


def test_an_approver_reads_all_that_the_approval_holds_for() -> None:
    asked = a_request(round=2, changed="The text was changed.", asked_by="U0TOM")
    send = a_broadcast(send_at=LATER, rotate=True, throttle=6, quiet_override="U0ADMIN")
    shown = words_in(review(send, asked))

    for each in (
        "*Cost*\n*312 credits*, 1 segment per person",
        f"*Send*\n{as_read(moment(LATER, ZoneInfo('America/Los_Angeles')))}",
        "*From*\n+1 415-555-0190, rotating through all account numbers, 1 text every 6 seconds",
        "*Balance at request*\n5,000 credits",
        "*Expires*",
        "Requested by <@U0MAYA>. Needs approval: over 100 recipients and repeats 3 times.",
        "*Since the last request:* The text was changed. Requested again by <@U0TOM>.",
        "<@U0ADMIN> chose to send it during quiet hours.",
    ):
        assert each in shown


def test_its_button_approves_the_request_that_is_shown() -> None:
    view = review(asked=a_request(round=3))

    assert view["submit"]["text"] == "Approve"
    assert metadata.load(ApprovalRef, view["private_metadata"]) == ApprovalRef(a_broadcast().id, 3)


def test_that_it_takes_the_place_of_an_earlier_request_is_said_first() -> None:
    found = Review(a_broadcast(), a_request(round=2), WHY, Excerpt(BODY))

    assert review_view.CHANGED in words_in(review_view.review(found, is_newer=True)["blocks"][0])
    assert review_view.CHANGED not in words_in(review_view.review(found))


def test_of_a_list_the_first_texts_stand_before_the_button() -> None:
    view = review(a_broadcast(kind=SendKind.LIST), text=Excerpt("Hi %%Name%%", ROWS, 80))
    shown = words_in(view)

    assert view["title"]["text"] == "Approve list"
    assert "*First 3 texts*" in shown
    assert [f"Hi, number {nth}" in shown.splitlines() for nth in (1, 2, 3, 4)] == [True, True, True, False]
    assert "And 97 more." in shown
    assert ROWS[0].to_number not in shown


def test_people_of_the_contacts_stand_in_no_lines() -> None:
    found = review(
        a_broadcast(kind=SendKind.LIST), text=Excerpt("Hi %%Name%%", (replace(ROWS[0], line=0),), 0)
    )

    assert "line" not in words_in(found)


@every(("name", "body"), list(product(NAMES, BODIES)))
def test_slack_takes_it_whatever_people_wrote(name: str, body: str) -> None:
    rows = tuple(replace(each, body=body) for each in ROWS)
    for changes in VARIANTS:
        view = review(a_broadcast(to_name=name, **changes), a_request(changed=LONG), Excerpt(body, rows, 5))

        assert problems_in_view(view) == []
        assert "555 0100" not in words_in(view).replace(body, "")


@given(body=st.text(min_size=1, max_size=1600), name=st.text(max_size=120), people=st.integers(0, 10**6))
def test_whatever_is_asked_about_the_whole_words_are_shown(body: str, name: str, people: int) -> None:
    send = a_broadcast(to_name=name, people=people, recurrence=SERIES, send_at=LATER, occurrences=3)
    view = review(send, text=Excerpt(body))

    assert problems_in_view(view) == []
    assert body in [each["text"] for block in view["blocks"] for each in _literal(block)]


def _literal(block: Block) -> list[Block]:
    quotes = block["elements"] if block["type"] == "rich_text" else []
    return [each for quote in quotes for each in quote["elements"]]


@pytest.mark.parametrize("body", BODIES)
def test_the_words_are_shown_as_written(body: str) -> None:
    view = review_view.whole_text(Excerpt(body))

    assert problems_in_view(view) == []
    assert body in words_in(view)


@pytest.mark.parametrize("body", BODIES)
def test_of_a_list_its_first_texts_are_shown_and_no_whole_number(body: str) -> None:
    rows = tuple(a_send(id=f"{nth:032}", line=nth, body=f"{body} {nth}") for nth in range(1, 21))
    view = review_view.whole_text(Excerpt("Hi %%Name%%", rows, 1280))

    assert problems_in_view(view) == []
    shown = words_in(view)
    assert "Hi %%Name%%" in shown
    assert all(f"{body} {nth}" in shown for nth in range(1, 21))
    assert "*First 20 texts*" in shown
    assert "And 1,280 more." in shown
    assert phones.mask(rows[0].to_number) in shown
    assert rows[0].to_number not in shown


@pytest.mark.parametrize("label", ["Your daily limit", "This channel's daily limit", "Workspace limit"])
def test_an_approver_sees_what_the_review_showed(label: str) -> None:
    look = SeenByOwner("Hi Ada", ("1 opted out, skipped.",), Left(label, 500, 19))
    view = review_view.review(Review(a_broadcast(), a_request(), WHY, Excerpt("Hi %%Name%%")), look)
    shown = words_in(view)

    assert problems_in_view(view) == []
    assert shown.index("Hi Ada") < shown.index("Hi %%Name%%")
    assert ":warning: 1 opted out, skipped." in shown
    assert "daily limit: 481 of 500 credits left" in shown or "Workspace limit: 481 of 500" in shown
    assert not re.search(r"Your|This channel", shown)


def test_words_that_everybody_gets_as_they_are_stand_there_once() -> None:
    look = SeenByOwner(BODY)
    shown = words_in(review_view.review(Review(a_broadcast(), a_request(), WHY, Excerpt(BODY)), look))

    assert shown.count(BODY) == 1
    assert review_view.TEMPLATE not in shown
    assert review_view.LOOKING not in shown


@pytest.mark.parametrize("body", BODIES)
def test_slack_takes_whatever_was_found_out(body: str) -> None:
    view = review_view.review(
        Review(a_broadcast(), a_request(), WHY, Excerpt(body)), SeenByOwner(f"{body}!", (body, LONG) * 5)
    )

    assert problems_in_view(view) == []
