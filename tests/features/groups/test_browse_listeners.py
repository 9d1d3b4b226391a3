"""The window of the groups: opened, searched, turned, and counted again while somebody looks on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.access import Role
from bot.errors import TooBusy, UserError
from bot.features.groups.ids import SEARCH_BLOCK, Action, Modal
from bot.features.groups.listeners.browse import GroupListeners
from bot.features.groups.listeners.count_progress import CountProgress
from bot.features.groups.service import ON_A_PAGE, GroupList, Where
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.background import Background
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.slack import FakeRegistry
from tests.fakes.slack_window import FakeWindow
from tests.features.contacts.harness import VIEW, Harness, opened, words
from tests.features.contacts.rows import row
from tests.features.contacts.samples import SILENT
from tests.patience import PATIENCE_SECONDS, wait_until


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


def test_a_long_name_is_not_cut(harness: Harness) -> None:
    with pytest.raises(UserError, match="Shorten the name to 100 characters"):
        harness.groups.command(harness.interaction(), "g" * 101)


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
    harness.screen.wait_for("Counting: 0 contacts read")

    harness.directory.resume()
    harness.screen.wait_for("2 recipients", Action.COUNT)  # which is not there while it counts


def test_a_count_that_is_over_at_once_is_shown_too(harness: Harness) -> None:
    harness.press(harness.groups.count)

    harness.screen.wait_for("2 recipients")


def test_two_people_watch_one_count_and_one_person_once(harness: Harness) -> None:
    harness.directory.pause()
    harness.press(harness.groups.count)
    harness.press(harness.groups.count)
    harness.screen.wait_for("Counting: ")
    harness.directory.resume()
    harness.screen.wait_for("2 recipients")

    assert sum(each.get("page") == 1 and each["limit"] == 1000 for each in harness.directory.asked) == 1


def test_whoever_searches_meanwhile_keeps_what_they_look_at(harness: Harness, many: None) -> None:
    harness.directory.rows = tuple(row("A", str(100 + number), f"Group {number}") for number in range(30))
    harness.directory.pause()
    harness.press(harness.groups.count)
    harness.screen.wait_for("Counting: ")
    values = {SEARCH_BLOCK: {Action.SEARCH: {"value": "group 2"}}}
    harness.groups.search(harness.interaction(view={"id": VIEW, "state": {"values": values}}))
    assert "Counting: " in words(harness.acks[-1]["view"])

    harness.directory.resume()
    shown = words(harness.screen.wait_for("Group 29"))
    assert "Group 19" not in shown


def test_a_page_turned_at_the_last_moment_is_drawn_again(harness: Harness) -> None:
    def searched() -> list[dict[str, Any]]:
        return [each for each in harness.acks if "view" in each]  # it may be answered before the press is

    def search(drawn: str) -> None:
        if "2 recipients" in drawn and "Counting: " not in drawn and not searched():
            values = {SEARCH_BLOCK: {Action.SEARCH: {"value": "nothing"}}}
            harness.groups.search(harness.interaction(view={"id": VIEW, "state": {"values": values}}))

    harness.screen.before_update = search
    harness.press(harness.groups.count)

    harness.screen.wait_for("No group's name has “nothing” in it")
    (answer,) = searched()
    assert "Counting: " not in words(answer["view"])


def test_a_closed_window_is_left_alone_while_the_count_goes_on(harness: Harness) -> None:
    harness.screen.is_open = False
    harness.directory.pause()
    harness.press(harness.groups.count)
    harness.screen.wait_for("Counting: ")
    harness.looks.wait_until_read(3)
    run = harness.sync.under_way
    assert run is not None
    harness.directory.resume()
    assert run.wait(PATIENCE_SECONDS)
    harness.screen.wait_for("2 recipients")

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
    harness.screen.wait_for("Counting: ")
    harness.sync.stop()

    harness.screen.wait_for("stopped while counting")


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


def test_however_many_look_on_they_hold_one_thread_together(harness: Harness) -> None:
    harness.directory.pause()
    held = Counted(harness.background)
    windows = {f"V{number}": FakeWindow() for number in range(5)}
    watching = CountProgress(
        harness.looks,
        harness.sync,
        lambda view_id, view: windows[view_id].update(view, view_id=VIEW),
        held.run,
        seconds=0.005,
    )
    for view_id in windows:
        watching.count(view_id, Where())
    for window in windows.values():
        window.wait_for("Counting: ")
    assert held.times == 2  # one counts, one looks on

    harness.directory.resume()
    for window in windows.values():
        window.wait_for("2 recipients")
    wait_until(harness.background.is_quiet)
    watching.count("V0", Where())
    wait_until(harness.background.is_quiet)
    assert held.times == 4


def test_a_window_that_cannot_be_drawn_keeps_none_of_the_others_back(
    harness: Harness, caplog: pytest.LogCaptureFixture
) -> None:
    seen = FakeWindow()

    def update(view_id: str, view: Block) -> bool:
        if view_id == "broken":
            raise ZeroDivisionError
        return seen.update(view, view_id=VIEW)

    watching = CountProgress(harness.looks, harness.sync, update, harness.background.run, seconds=0.005)
    harness.directory.pause()
    for view_id in ("broken", "V1"):
        watching.count(view_id, Where())
    seen.wait_for("Counting: ")
    harness.directory.resume()

    seen.wait_for("2 recipients")
    assert "a count could not be shown: ZeroDivisionError" in caplog.text


class Counted:
    """Counts the threads that are asked for."""

    def __init__(self, background: Background) -> None:
        self._background = background
        self.times = 0

    def run(self, work: Callable[[], object]) -> None:
        self.times += 1
        self._background.run(work)
