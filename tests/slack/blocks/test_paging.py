"""Listings in pages."""

import pytest

from bot.slack.blocks import paging
from bot.store.pages import Page


@pytest.mark.parametrize(
    ("number", "total", "page"),
    [
        (0, 0, Page(0, 10)),
        (0, 10, Page(0, 10)),
        (0, 11, Page(0, 10, more=True)),
        (1, 21, Page(1, 10, more=True)),
        (5, 21, Page(2, 10)),
        (-1, 21, Page(0, 10, more=True)),
    ],
)
def test_a_page_beyond_the_last_is_the_last(number: int, total: int, page: Page) -> None:
    assert Page.at(number, 10, total) == page


@pytest.mark.parametrize(
    ("page", "buttons"),
    [
        (Page(0, 10), []),
        (Page(0, 10, more=True), [("Next", "next", "1")]),
        (Page(2, 10), [("Previous", "before", "1")]),
        (Page(2, 10, more=True), [("Previous", "before", "1"), ("Next", "next", "3")]),
    ],
)
def test_the_buttons_lead_to_the_pages_there_are(page: Page, buttons: list[tuple[str, str, str]]) -> None:
    shown = paging.buttons(page, "before", "next")

    assert [(each["text"]["text"], each["action_id"], each["value"]) for each in shown] == buttons


@pytest.mark.parametrize(
    ("before", "behind", "onward", "buttons"),
    [
        ("", "", paging.NEXT, []),
        ("a", "", paging.NEXT, [("Previous", "before", "a")]),
        ("a", "z", "Further back", [("Previous", "before", "a"), ("Further back", "next", "z")]),
    ],
)
def test_pages_without_numbers_are_turned_by_what_they_begin_behind(
    before: str, behind: str, onward: str, buttons: list[tuple[str, str, str]]
) -> None:
    shown = paging.turns("before", before, "next", behind, onward=onward)

    assert [(each["text"]["text"], each["action_id"], each["value"]) for each in shown] == buttons


@pytest.mark.parametrize(("value", "number"), [("3", 3), ("", 0), ("-1", 0), ("{}", 0)])
def test_a_button_that_names_no_page_leads_to_the_first(value: str, number: int) -> None:
    assert paging.number(value) == number


def test_what_a_page_shows_is_counted_from_one() -> None:
    assert paging.span(Page(1, 1000), 500) == "1,001 to 1,500"
