"""Of several changes of one form the newest stays, whatever is handled first, and wherever."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from bot.access import Who
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing import background, view_order
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.view_order import OwnOrder, SharedOrder, ViewOrder
from bot.store.database import Database
from bot.store.tables import view_change
from tests.fakes.slack import FakeBackground, FakeReplies
from tests.patience import PATIENCE_SECONDS, wait_until
from tests.seals import SEALS
from tests.slack.conftest import Slack
from tests.slack.interactions import MAYA, SAM, interaction, payload
from tests.store import postgres

FORM = kit.modal(callback_id="c", title="As opened", blocks=[kit.section("Hello")])


def titled(title: str) -> Block:
    return {**FORM, "title": kit.plain(title, 24)}


@contextmanager
def process(slack: Slack, order: ViewOrder, held: "Gate | None" = None) -> Iterator[Responder]:
    """What one process of the bot changes forms with, at the gate first; at the end all it began is done."""
    threads = Background(threads=4)
    modals = Modals(slack.client, SEALS) if held is None else HeldModals(slack, held)
    yield Responder(modals, FakeReplies(), threads, threads, order)
    wait_until(threads.is_quiet)
    threads.stop()


class Form:
    """A form Maya has open, changed again and again before she sees what came of it."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack
        slack.client.views_open(trigger_id=slack.trigger(), view=FORM)
        self._seen = self.shown

    @property
    def shown(self) -> dict[str, object]:
        view = self._slack.workspace.person("U0MAYA").view
        assert view is not None
        return view.payload()

    @property
    def title(self) -> str | None:
        return self._slack.workspace.person("U0MAYA").title

    @property
    def submission(self) -> Interaction:
        return interaction(payload("view_submission", MAYA, view=self._seen))

    def change(self, nth: int) -> Interaction:
        return changed(self._seen, f"1796000000.{nth:06}")


def changed(view: object, action_ts: str, who: Who = MAYA) -> Interaction:
    return interaction(payload("block_actions", who, view=view, actions=[{"action_ts": action_ts}]))


class Gate:
    """Where what is being drawn is held up: half-way, or on its way to Slack."""

    def __init__(self, title: str = "") -> None:
        self._title = title
        self._begun, self._open = threading.Event(), threading.Event()

    def __call__(self) -> Block:
        self._begun.set()
        assert self._open.wait(PATIENCE_SECONDS)
        return titled(self._title)

    def reached(self) -> None:
        assert self._begun.wait(PATIENCE_SECONDS)

    def open(self) -> None:
        self._open.set()


class HeldModals(Modals):
    """Changes views with a Slack that is slow."""

    def __init__(self, slack: Slack, gate: Gate) -> None:
        super().__init__(slack.client, SEALS)
        self._gate = gate

    def update(self, view: Block, *, view_id: str = "", external_id: str = "") -> bool:
        self._gate()
        return super().update(view, view_id=view_id, external_id=external_id)


@pytest.fixture
def database() -> Iterator[Database]:
    """What several processes share."""
    with closing(Database(postgres.without_rows())) as database:
        yield database


@pytest.fixture
def much_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have what is under way be waited for as long as a test waits."""
    monkeypatch.setattr(view_order, "OVERTAKEN_SECONDS", PATIENCE_SECONDS)


def waits_for_the_form(database: Database) -> None:
    """Wait until one process waits for the form that another one draws."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")

    def is_waiting() -> bool:
        with database.read() as conn:
            return bool(conn.scalar(waiting))

    wait_until(is_waiting)


def newest(database: Database) -> int | None:
    with database.read() as conn:
        return conn.scalar(select(view_change.c.acted_at))


@pytest.fixture(params=["own", "shared"])
def order(request: pytest.FixtureRequest) -> Callable[[], ViewOrder]:
    if request.param == "own":
        return OwnOrder
    database: Database = request.getfixturevalue("database")
    return lambda: SharedOrder(database)


def test_an_older_drawing_that_another_process_held_up_is_not_made(slack: Slack, database: Database) -> None:
    form, late = Form(slack), Gate("First")
    with process(slack, SharedOrder(database)) as one, process(slack, SharedOrder(database)) as other:
        one.edit(form.change(1), late)
        late.reached()
        other.edit(form.change(2), lambda: titled("Second"))
        slack.workspace.wait_for(lambda: form.title == "Second")
        late.open()

    assert form.title == "Second"


def test_an_older_drawing_is_not_made_once_another_process_knows_of_a_newer_change(
    slack: Slack, database: Database
) -> None:
    form, older, newer = Form(slack), Gate("First"), Gate("Second")
    with process(slack, SharedOrder(database)) as other:
        with process(slack, SharedOrder(database)) as one:
            one.edit(form.change(1), older)
            older.reached()  # it counted as the newest
            other.edit(form.change(2), newer)
            newer.reached()
            older.open()
        assert form.title == "As opened"
        newer.open()

    assert form.title == "Second"


def test_a_newer_drawing_waits_for_the_one_that_another_process_has_at_slack(
    slack: Slack, database: Database, much_patience: None
) -> None:
    form, at_slack = Form(slack), Gate()
    orders = SharedOrder(database), SharedOrder(database)
    with process(slack, orders[0], at_slack) as one, process(slack, orders[1]) as other:
        one.edit(form.change(1), lambda: titled("First"))
        at_slack.reached()
        other.edit(form.change(2), lambda: titled("Second"))
        waits_for_the_form(database)
        at_slack.open()

    assert form.title == "Second"


def test_what_is_not_on_its_way_to_slack_yet_is_not_drawn_once_the_form_is_submitted(
    slack: Slack, order: Callable[[], ViewOrder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "OVERTAKEN_SECONDS", 0.01)
    form, late, known = Form(slack), Gate("First"), order()
    with process(slack, known) as one, process(slack, order()) as other:
        one.edit(form.change(1), late)
        late.reached()
        (one if isinstance(known, OwnOrder) else other).leave(form.submission)
        late.open()

    assert form.title == "As opened"


def test_a_submission_waits_for_the_drawing_that_another_process_has_at_slack(
    slack: Slack, database: Database, much_patience: None
) -> None:
    form, at_slack, answered = Form(slack), Gate(), list[str | None]()
    orders = SharedOrder(database), SharedOrder(database)
    with process(slack, orders[0], at_slack) as one, process(slack, orders[1]) as other:
        one.edit(form.change(1), lambda: titled("First"))
        at_slack.reached()
        one.edit(form.change(2), lambda: titled("Second"))  # waits behind it, and is known
        wait_until(lambda: newest(database) == form.change(2).acted_at)
        submits = threading.Thread(target=lambda: (other.leave(form.submission), answered.append(form.title)))
        submits.start()
        waits_for_the_form(database)
        assert not answered
        at_slack.open()
        submits.join(PATIENCE_SECONDS)

    assert answered == ["First"]
    assert form.title == "First"  # the other one would have taken the errors away


def test_a_submission_waits_for_a_moment_only(
    slack: Slack, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_order, "OVERTAKEN_SECONDS", 0.01)
    form, at_slack = Form(slack), Gate()
    orders = SharedOrder(database), SharedOrder(database)
    with process(slack, orders[0], at_slack) as one, process(slack, orders[1]) as other:
        one.edit(form.change(1), lambda: titled("First"))
        at_slack.reached()
        other.leave(form.submission)
        at_slack.open()


def test_what_is_changed_after_a_submission_is_drawn(slack: Slack, order: Callable[[], ViewOrder]) -> None:
    form, known = Form(slack), order()
    with process(slack, known) as one:
        one.edit(form.change(1), lambda: titled("First"))
        slack.workspace.wait_for(lambda: form.title == "First")
        one.leave(form.submission)
        one.edit(form.change(2), lambda: titled("Second"))

    assert form.title == "Second"


def test_an_older_change_that_is_handled_later_is_not_drawn(
    slack: Slack, order: Callable[[], ViewOrder]
) -> None:
    form, known = Form(slack), order()
    with process(slack, known) as one:
        one.edit(form.change(2), lambda: titled("Second"))
        slack.workspace.wait_for(lambda: form.title == "Second")
        one.edit(form.change(1), lambda: titled("First"))

    assert form.title == "Second"


def test_an_older_change_takes_no_newer_one_s_place_in_the_queue(slack: Slack) -> None:
    form, first = Form(slack), Gate("First")
    with process(slack, OwnOrder()) as one:
        one.edit(form.change(1), first)
        first.reached()
        one.edit(form.change(3), lambda: titled("Third"))
        one.edit(form.change(2), lambda: titled("Second"))
        first.open()

    assert form.title == "Third"


def test_each_form_and_each_person_has_an_order_of_their_own(order: Callable[[], ViewOrder]) -> None:
    known = order()
    for action_ts, who, view_id in (
        ("1796000009.000000", MAYA, "V1"),
        ("1796000001.000000", SAM, "V1"),
        ("1796000001.000000", MAYA, "V2"),
        ("1796000001.000000", MAYA, "V2"),  # as new as the one before
    ):
        assert known.is_newest(changed({"id": view_id}, action_ts, who)), (action_ts, who, view_id)
    assert not known.is_newest(changed({"id": "V2"}, "1796000000.999999"))


@pytest.mark.parametrize(
    "odd", ["", "soon", "1796000000", "179600000012345.1", "-1.5", "\u0661\u0667.5", "9" * 255]
)
def test_a_time_that_cannot_be_read_stops_nobody(odd: str, order: Callable[[], ViewOrder]) -> None:
    assert order().is_newest(changed({"id": "V1"}, odd))


def test_a_process_remembers_so_many_people_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view_order, "MOST_PEOPLE", 2)
    known = OwnOrder()
    for user_id in ("U1", "U2", "U3"):
        assert known.is_newest(changed({"id": "V1"}, "1796000009.000000", Who(user_id, "T1")))

    assert len(known._newest) == 2
    assert known.is_newest(changed({"id": "V1"}, "1796000001.000000", Who("U1", "T1")))
    assert not known.is_newest(changed({"id": "V1"}, "1796000001.000000", Who("U3", "T1")))


def test_a_form_is_drawn_while_the_database_is_away(slack: Slack, caplog: pytest.LogCaptureFixture) -> None:
    form = Form(slack)
    with process(slack, SharedOrder(Away())) as one:  # type: ignore[arg-type] # as far as it is asked
        one.edit(form.change(1), lambda: titled("First"))
        slack.workspace.wait_for(lambda: form.title == "First")

    assert "out of order" in caplog.text


class Away:
    def write(self, **_: bool) -> ExitStack:
        raise OperationalError("statement", {}, Exception("gone"))

    read = write


def test_in_one_process_slack_is_asked_once_for_each_drawing(slack: Slack) -> None:
    form = Form(slack)
    responder = Responder(
        Modals(slack.client, SEALS), FakeReplies(), FakeBackground(), FakeBackground(), OwnOrder()
    )
    for nth, title in enumerate(("First", "Second", "Third")):
        responder.edit(form.change(nth), lambda title=title: titled(title))  # type: ignore[misc] # bound at once
        assert form.title == title
    assert len(slack.calls("views.update")) == 3
