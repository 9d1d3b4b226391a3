"""How the groups look."""

import json
from datetime import timedelta

import pytest

from bot.features.groups import views
from bot.features.groups.ids import Action
from bot.features.groups.service import ON_A_PAGE, Listing, Where
from bot.features.groups.sync import Progress
from bot.slack.blocks.kit import Block
from bot.store.contact_groups import Counts, Group
from tests.clock import START

VIP = Group("VIP & <friends>", Counts(1200, 4, 2))


def listing(*groups: Group, text: str = "", page: int = 0, found: int | None = None) -> Listing:
    return Listing(Where(text, page), groups, len(groups) if found is None else found, START, START)


def buttons(view: Block) -> dict[str, str]:
    actions = [block for block in view["blocks"] if block["type"] == "actions"]
    return {each["action_id"]: each.get("value", "") for block in actions for each in block["elements"]}


def test_a_group_shows_its_figures() -> None:
    shown = json.dumps(views.groups(listing(VIP, Group("Named", None))), ensure_ascii=False)

    assert "*VIP &amp; &lt;friends&gt;*\\n1,200 recipients · 4 opted out · 2 duplicate entries" in shown
    assert "*Named*\\nnot counted yet" in shown
    assert "2 groups, counted just now" in shown


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (listing(text="<x>"), "No group's name has “&lt;x&gt;” in it. Try a shorter part of the name"),
        (listing(), "None of your contacts is in a group"),
        (Listing(Where(), (), 0, None, START), "No groups yet"),
    ],
)
def test_where_there_is_nothing_it_says_why(given: Listing, says: str) -> None:
    shown = json.dumps(views.groups(given), ensure_ascii=False)
    assert says in shown
    assert "0 groups" not in shown


def test_many_groups_come_in_pages() -> None:
    def shown(page: int) -> dict[str, str]:
        return buttons(views.groups(listing(VIP, text="v", page=page, found=2 * ON_A_PAGE + 1)))

    assert shown(0) == {Action.NEXT: "1", Action.COUNT: ""}
    assert shown(1) == {
        Action.PREVIOUS: "0",
        Action.NEXT: "2",
        Action.COUNT: "",
    }
    assert set(shown(2)) == {Action.PREVIOUS, Action.COUNT}


def test_while_it_is_counted_the_window_tells_how_far_it_is() -> None:
    view = views.groups(listing(VIP), progress=Progress(34_000, 100_000))

    assert "34,000 of about 100,000 contacts read" in json.dumps(view)
    assert buttons(view) == {}
    assert views.how_far(Progress(5, 0)).endswith("5 contacts read …")


def test_what_went_wrong_stands_above_the_old_figures() -> None:
    shown = json.dumps(views.groups(listing(VIP), trouble="SMS-iT <gone>"))

    assert ":warning: SMS-iT &lt;gone&gt;" in shown
    assert "1,200 recipients" in shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (3600, "1 hour ago"),
        (86_400 * 2, "2 days ago"),
    ],
)
def test_the_age_is_told_roughly(seconds: int, words: str) -> None:
    assert views.ago(START, START + timedelta(seconds=seconds)) == words


def test_a_long_search_and_long_names_fit() -> None:
    view = views.groups(listing(*(Group("n" * 5000, VIP.counts) for _ in range(ON_A_PAGE)), text="s" * 100))

    assert len(json.dumps(view)) < 250_000
    assert len(view["blocks"]) <= 100
    assert view["blocks"][0]["element"]["initial_value"] == "s" * 100
