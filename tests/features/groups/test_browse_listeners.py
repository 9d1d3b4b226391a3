"""The window of the groups: opened, searched, turned, and counted again while somebody looks on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.access import Role
from bot.errors import TooBusy
from bot.features.groups.ids import SEARCH_BLOCK, Action, Modal
from bot.features.groups.listeners.browse import GroupListeners
from bot.features.groups.listeners.count_progress import CountProgress
from bot.features.groups.service import ON_A_PAGE, GroupList, Where
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.slack import FakeRegistry
from tests.features.contacts.harness import VIEW, Harness, opened, words
from tests.features.contacts.rows import row
from tests.features.contacts.samples import SILENT
from tests.patience import PATIENCE_SECONDS


@pytest.fixture
def harness(database: Database, clock: FakeClock) -> Iterator[Harness]:
    with opened(database, clock) as harness:
        yield harness


@pytest.fixture
def many(database: Database, clock: FakeClock) -> None:
    with database.write() as conn:
        figures = {f"Group {number:02}": Counts(number) for number in range(ON_A_PAGE + 5)}
        contact_groups.replace_counted(conn, figures, clock())


def test_whoever_may_look_may_do_all_of_it(harness: Harness) -> None:
    registry = FakeRegistry()
    harness.groups.register(registry)  # type: ignore[arg-type] # a pretend registry

    assert {each.id for each in registry.registered} == {
        Modal.GROUPS,
        Action.PREVIOUS,
        Action.NEXT,
        Action.COUNT,
    }
    [verb] = harness.groups.verbs()
    assert {verb.role, *(each.role for each in registry.registered)} == {Role.VIEWER}
    assert (verb.name, verb.run) == ("groups", harness.groups.command)


def test_the_command_opens_the_groups_that_hold_the_words(harness: Harness, many: None) -> None:
    harness.groups.command(harness.interaction(), "group 1")

    shown = words(harness.screen.wait_for("Group 10"))
    assert "Group 20" not in shown
    assert harness.acks == [{}]


def test_a_search_is_answered_in_the_window(harness: Harness, many: None) -> None:
    values = {SEARCH_BLOCK: {Action.SEARCH: {"value": " group 2 "}}}

    harness.groups.search(harness.interaction(view={"id": VIEW, "state": {"values": values}}))

    [answer] = harness.acks
    assert answer["response_action"] == "update"
    assert "Group 24" in words(answer["view"])
    assert "Group 19" not in words(answer["view"])


def test_pages_are_turned(harness: Harness, many: None) -> None:
    harness.press(harness.groups.turn, "1")
    shown = words(harness.screen.wait_for("Page 2 of 2"))
    assert "Group 24" in shown
    assert "Group 19" not in shown

    harness.press(harness.groups.turn, "99")
    assert harness.acks == [{}, {}]


def test_a_count_shows_how_far_it_is_and_then_the_figures(harness: Harness) -> None:
    harness.directory.pause()
    harness.press(harness.groups.count)
    assert harness.acks == [{}]
    harness.screen.wait_for("Counting again: 0 contact entries read")

    harness.directory.resume()
    harness.screen.wait_for("2 people", Action.COUNT)  # which is not there while it counts


def test_a_count_that_is_over_at_once_is_shown_too(harness: Harness) -> None:
    harness.press(harness.groups.count)

    harness.screen.wait_for("2 people")


def test_two_people_watch_one_count_and_one_person_once(harness: Harness) -> None:
    harness.directory.pause()
    harness.press(harness.groups.count)
    harness.press(harness.groups.count)
    harness.screen.wait_for("Counting again")
    harness.directory.resume()
    harness.screen.wait_for("2 people")

    assert sum(each.get("page") == 1 and each["limit"] == 1000 for each in harness.directory.asked) == 1


def test_whoever_searches_meanwhile_keeps_what_they_look_at(harness: Harness, many: None) -> None:
    harness.directory.rows = tuple(row("A", str(100 + number), f"Group {number}") for number in range(30))
    harness.directory.pause()
    harness.press(harness.groups.count)
    harness.screen.wait_for("Counting again")
    values = {SEARCH_BLOCK: {Action.SEARCH: {"value": "group 2"}}}
    harness.groups.search(harness.interaction(view={"id": VIEW, "state": {"values": values}}))
    assert "Counting again" in words(harness.acks[-1]["view"])

    harness.directory.resume()
    shown = words(harness.screen.wait_for("Group 29"))
    assert "Group 19" not in shown


def test_a_page_turned_at_the_last_moment_is_drawn_again(harness: Harness) -> None:
    def searched() -> list[dict[str, Any]]:
        return [each for each in harness.acks if "view" in each]  # it may be answered before the press is

    def search(drawn: str) -> None:
        if "2 people" in drawn and not searched():
            values = {SEARCH_BLOCK: {Action.SEARCH: {"value": "nothing"}}}
            harness.groups.search(harness.interaction(view={"id": VIEW, "state": {"values": values}}))

    harness.screen.before_update = search
    harness.press(harness.groups.count)

    harness.screen.wait_for("No group's name holds “nothing”")
    (answer,) = searched()
    assert "Counting again" not in words(answer["view"])


def test_a_closed_window_is_left_alone_while_the_count_goes_on(harness: Harness) -> None:
    harness.screen.is_open = False
    harness.directory.pause()
    harness.press(harness.groups.count)
    harness.screen.wait_for("Counting again")
    harness.looks.wait_until_read(3)
    run = harness.sync.under_way
    assert run is not None
    harness.directory.resume()
    assert run.wait(PATIENCE_SECONDS)
    harness.screen.wait_for("2 people")

    assert run.error is None
    assert len(harness.screen.shown) == 2


def test_when_smsit_is_silent_the_old_figures_stay_with_the_reason(harness: Harness, many: None) -> None:
    harness.directory.trouble = SILENT
    harness.press(harness.groups.count)

    shown = words(harness.screen.wait_for(SILENT.sentence))
    assert "Group 19" in shown
    assert Action.COUNT in shown


def test_what_nobody_foresaw_is_told_by_a_reference(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_filters: object) -> object:
        raise ZeroDivisionError

    harness.directory.get_contacts = broken  # type: ignore[method-assign] # a fault nobody foresaw
    harness.press(harness.groups.count)

    harness.screen.wait_for("the reference")
    assert "counting the groups broke" in caplog.text


def test_a_count_the_process_ended_is_told(harness: Harness) -> None:
    harness.directory.pause()
    harness.press(harness.groups.count)
    harness.screen.wait_for("Counting again")
    harness.sync.stop()

    harness.screen.wait_for("stopped while it counted")


def test_where_no_thread_is_free_nothing_is_left_behind(
    harness: Harness, database: Database, clock: FakeClock
) -> None:
    taken: list[Callable[[], object]] = []

    def one_only(work: Callable[[], object]) -> None:
        if taken:
            raise TooBusy
        taken.append(work)

    count_progress = CountProgress(GroupList(database, clock), harness.sync, lambda *_: True, one_only)
    groups = GroupListeners(harness.groups.responder, count_progress)
    with pytest.raises(TooBusy):
        harness.press(groups.count)

    assert "Counting" not in words(count_progress.view(VIEW, Where()))
    taken[0]()
    assert harness.sync.under_way is None
