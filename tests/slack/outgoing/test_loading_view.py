"""Views that wait while something is found out: filled in once, and never with silence."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from bot.access import Who
from bot.errors import TooBusy, UserError
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import kit, waiting_view
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import beside
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing import fair_queue, loading_view
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.loading_view import LoadingView, ReportProgress
from tests.patience import PATIENCE_SECONDS, wait_until

FOUND = kit.modal(callback_id="found", title="Found", blocks=[kit.section("This is it.")])


class Views:
    """Takes what is shown; ``absent`` times the view is not there yet."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, Block]] = []
        self.absent = 0

    def update(self, view: Block, *, view_id: str = "", external_id: str = "") -> bool:
        assert problems_in_view(view) == []
        if self.absent:
            self.absent -= 1
            return False
        self.shown.append((view_id or external_id, view))
        return True

    def words(self) -> list[str]:
        return [str(view["blocks"][0]["text"]["text"]) for _name, view in self.shown]


@pytest.fixture
def views() -> Views:
    return Views()


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=None)
    yield background
    background.stop()


@pytest.fixture
def checks(views: Views, background: Background) -> LoadingView:
    return LoadingView(views, background, pause_seconds=0.0)  # type: ignore[arg-type] # stands for modals


def interaction(
    given: list[dict[str, Any]], trigger: str = "1.1", *, who: str = "U0MAYA", **view: object
) -> Interaction:
    def ack(**answer: object) -> None:
        given.append(answer)

    return Interaction(Who(who, "T0HARBOUR"), {"trigger_id": trigger, "view": {"id": "V1", **view}}, ack)


def quiet(background: Background) -> None:
    wait_until(background.is_quiet)


def test_a_submission_is_answered_with_a_waiting_view_that_is_filled_in(
    checks: LoadingView, views: Views, background: Background
) -> None:
    given: list[dict[str, Any]] = []
    keys: list[str] = []

    def find(key: str, _report: ReportProgress) -> Block:
        keys.append(key)
        return FOUND

    checks.push(interaction(given), "sms", "Looking <up> …", find)
    quiet(background)

    (answer,) = given
    assert answer["response_action"] == "push"
    assert problems_in_view(answer["view"]) == []
    assert "Looking &lt;up&gt; …" in answer["view"]["blocks"][0]["text"]["text"]
    assert keys == [answer["view"]["external_id"]]
    assert views.shown == [(keys[0], FOUND | {"external_id": keys[0]})]


def test_the_view_that_was_submitted_is_turned_into_one_that_waits_and_is_filled_in(
    checks: LoadingView, views: Views, background: Background
) -> None:
    given: list[dict[str, Any]] = []
    checks.turn(interaction(given), "sms", "Adding …", lambda _key, _told: FOUND)
    quiet(background)

    (answer,) = given
    assert answer["response_action"] == "update"
    assert problems_in_view(answer["view"]) == []
    assert "Adding …" in answer["view"]["blocks"][0]["text"]["text"]
    key = answer["view"]["external_id"]
    assert views.shown == [(key, FOUND | {"external_id": key})]


def test_the_view_a_button_was_pressed_in_waits_and_is_filled_in(
    checks: LoadingView, views: Views, background: Background
) -> None:
    given: list[dict[str, Any]] = []
    checks.here(interaction(given), "sms", "Looking …", lambda _key, _told: FOUND)
    quiet(background)

    assert given == [{}]
    assert [name for name, _view in views.shown] == ["V1", "V1"]
    assert "Looking …" in views.words()[0]
    assert views.shown[1][1] == FOUND


def test_a_view_that_is_not_there_yet_is_waited_for_and_one_that_was_closed_given_up(
    checks: LoadingView, views: Views, background: Background
) -> None:
    views.absent = 3
    checks.push(interaction([]), "sms", "Looking …", lambda _key, _told: FOUND)
    quiet(background)
    assert len(views.shown) == 1

    views.absent = 1000
    checks.push(interaction([], "2.2"), "sms", "Looking …", lambda _key, _told: FOUND)
    quiet(background)
    assert len(views.shown) == 1
    assert views.absent == 1000 - loading_view.SHOW_TRIES


def test_the_same_submission_again_is_looked_into_once(
    checks: LoadingView, views: Views, background: Background
) -> None:
    go_on = threading.Event()
    found: list[str] = []

    def find(key: str, _report: ReportProgress) -> Block:
        assert go_on.wait(PATIENCE_SECONDS)
        found.append(key)
        return FOUND

    given: list[dict[str, Any]] = []
    for _ in range(2):
        checks.push(interaction(given), "sms", "Looking …", find)
    go_on.set()
    quiet(background)

    assert len(found) == 1
    assert ["Looking" in str(answer["view"]["blocks"]) for answer in given] == [True, True]
    # Once more than for one: the second answer may have covered what was shown.
    assert [view["callback_id"] for _name, view in views.shown] == ["found", "found"]


def test_a_submission_that_comes_late_once_more_is_answered_with_what_was_found(
    checks: LoadingView, views: Views, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading_view, "MOST_KEPT", 1)
    given: list[dict[str, Any]] = []
    for trigger in ("1.1", "1.1", "2.2", "1.1"):
        checks.turn(interaction(given, trigger), "sms", "Looking …", lambda _key, _told: FOUND)
        quiet(background)

    assert ["Looking" in str(answer["view"]["blocks"]) for answer in given] == [True, False, True, True]
    assert given[1]["view"] == FOUND | {"external_id": given[0]["view"]["external_id"]}
    assert len(views.shown) == 3  # the first is forgotten when the next is kept


def test_only_who_has_too_much_waiting_is_refused_and_may_come_again(
    checks: LoadingView, views: Views
) -> None:
    go_on = threading.Event()

    def find(_key: str, _report: ReportProgress) -> Block:
        assert go_on.wait(PATIENCE_SECONDS)
        return FOUND

    for number in range(1 + fair_queue.EACH):
        checks.push(interaction([], f"{number}"), "sms", "Looking …", find)
    given: list[dict[str, Any]] = []
    with pytest.raises(TooBusy):
        checks.push(interaction(given, "one more"), "sms", "Looking …", find)
    assert given == []
    checks.push(interaction(given, "another's", who="U0SAM"), "sms", "Looking …", find)
    go_on.set()
    wait_until(lambda: len(views.shown) == 2 + fair_queue.EACH)

    checks.push(interaction(given, "one more"), "sms", "Looking …", find)
    wait_until(lambda: len(views.shown) == 3 + fair_queue.EACH)
    assert len(given) == 2


def test_of_what_a_person_leafs_through_the_newest_alone_is_looked_for(
    checks: LoadingView, views: Views, background: Background
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    looked: list[int] = []

    def page(number: int) -> Block:
        looked.append(number)
        begun.set()
        assert go_on.wait(PATIENCE_SECONDS)
        return FOUND

    given: list[dict[str, Any]] = []
    for number in range(30):
        checks.newest(interaction(given), "Looking …", lambda number=number: page(number))
        assert begun.wait(PATIENCE_SECONDS)
    go_on.set()
    quiet(background)

    assert given == [{}] * 30
    assert looked == [0, 29]
    assert [view["callback_id"] for _name, view in views.shown] == ["checking", "found"] * 2


def test_a_page_that_cannot_be_found_says_so_in_its_window(
    checks: LoadingView, views: Views, background: Background
) -> None:
    def page() -> Block:
        raise UserError("Nobody is there.")

    checks.newest(interaction([]), "Looking …", page)
    quiet(background)

    assert views.words()[-1] == ":no_entry: Nobody is there."


def test_how_far_it_is_is_said_but_not_all_the_time(
    checks: LoadingView, views: Views, background: Background, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(_key: str, report: ReportProgress) -> Block:
        report("10 read")
        monkeypatch.setattr(loading_view, "TOLD_EVERY_SECONDS", 0.0)
        report("20 read")
        return FOUND

    checks.push(interaction([]), "sms", "Looking …", find)
    quiet(background)

    assert [words for words in views.words() if "read" in words] == [":hourglass_flowing_sand: 20 read"]


def test_what_cannot_be_done_is_said(checks: LoadingView, views: Views, background: Background) -> None:
    def find(_key: str, _report: ReportProgress) -> Block:
        raise UserError("<!channel> is not a group.")

    checks.push(interaction([]), "sms", "Looking …", find)
    quiet(background)

    assert views.words() == [":no_entry: &lt;!channel&gt; is not a group."]


def test_what_nobody_foresaw_is_said_and_logged_without_its_text(
    checks: LoadingView, views: Views, background: Background, caplog: pytest.LogCaptureFixture
) -> None:
    def find(_key: str, _report: ReportProgress) -> Block:
        raise KeyError("14155550100")

    checks.push(interaction([]), "sms", "Looking …", find)
    quiet(background)

    assert "Something went wrong on our side" in views.words()[0]
    assert "KeyError" in caplog.text
    assert "14155550100" not in caplog.text


def test_long_sentences_fit(checks: LoadingView) -> None:
    assert problems_in_view(waiting_view.not_possible("<!channel> " * 400)) == []
    assert problems_in_view(waiting_view.waiting("<!channel> " * 400)) == []


def refusing(_key: str, _report: ReportProgress) -> Block:
    raise UserError("Nobody <there>.")


def test_a_mistake_that_is_found_stands_in_the_form_that_is_put_back(
    checks: LoadingView, views: Views, background: Background
) -> None:
    element = {"type": "plain_text_input", "action_id": "x", "initial_value": "typed"}
    form = kit.modal(callback_id="form", title="Form", blocks=[kit.field("To", "to", element)], submit="Go")

    def put_back(error: UserError) -> Block:
        return beside(form, {"to": error.sentence, "gone": "Not drawn."})

    checks.push(interaction([]), "sms", "Looking …", refusing, put_back)
    quiet(background)

    ((_key, shown),) = views.shown
    to, wrong = shown["blocks"]
    assert to == form["blocks"][0]
    assert wrong == kit.context(":no_entry: Nobody &lt;there&gt;.")
    assert shown["clear_on_close"]


def test_what_no_field_can_mend_is_said_alone(
    checks: LoadingView, views: Views, background: Background
) -> None:
    checks.push(interaction([]), "sms", "Looking …", refusing, lambda _error: None)
    quiet(background)

    ((_key, shown),) = views.shown
    assert shown["title"]["text"] == "Not possible"
    assert "Nobody" in str(shown["blocks"])


@pytest.mark.parametrize(
    ("below", "root", "action"), [(None, "V1", "push"), ("V0", "V0", "push"), ("V0", "V-1", "update")]
)
def test_the_third_view_turns_into_the_waiting_one_because_slack_stacks_no_more(
    checks: LoadingView, background: Background, below: str | None, root: str, action: str
) -> None:
    given: list[dict[str, Any]] = []
    came = interaction(given, previous_view_id=below, root_view_id=root)
    checks.push(came, "sms", "Looking …", lambda _key, _told: FOUND)
    quiet(background)

    assert given[0]["response_action"] == action
