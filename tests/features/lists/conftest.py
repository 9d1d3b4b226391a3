"""Lists of a few rows in blocks of three, so that a dozen take several jobs; and a form to write them in."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.access import Role
from bot.features.groups.service import GroupChoice
from bot.features.lists import lanes
from bot.features.lists.form import validate
from bot.features.lists.listeners.columns import ColumnListeners
from bot.features.lists.listeners.confirmation import ConfirmationListeners
from bot.features.lists.listeners.form import FormListeners
from bot.features.lists.listeners.submission import SubmissionListeners
from bot.slack.outgoing.background import Background, LatestWins
from bot.slack.outgoing.loading_view import LoadingView
from bot.store.database import Database
from tests.clock import FakeClock
from tests.fakes.people import access_of
from tests.fakes.slack import FakeResponder
from tests.fakes.users import FakeUsers
from tests.features.lists.arrivals import SENDERS, chosen
from tests.features.lists.harness import BOSS, Harness
from tests.features.lists.prepared import Confirmed, Prepared, Sure
from tests.features.rules import send_rules


class Names:
    """Knows nobody."""

    def of(self, mentions: tuple[object, ...]) -> dict[object, str]:
        return {}


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "BLOCK", 3)


@pytest.fixture
def harness(database: Database, clock: FakeClock, small_blocks: None) -> Harness:
    return Harness(database, clock)


@pytest.fixture
def responder() -> FakeResponder:
    return FakeResponder()


def _groups(typed: str) -> tuple[GroupChoice, ...]:
    return GroupChoice(f"{typed} one", ""), GroupChoice("x" * 151, "")


@pytest.fixture
def form_listeners(responder: FakeResponder) -> FormListeners:
    return FormListeners(responder, SENDERS, _groups, Names())  # type: ignore[arg-type] # a responder of ours; nobody named


@pytest.fixture
def prepared() -> Prepared:
    return Prepared()


@pytest.fixture
def send_service() -> Confirmed:
    return Confirmed()


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=1)
    yield background
    background.stop()


@pytest.fixture
def confirmation_listeners(
    prepared: Prepared, send_service: Confirmed, clock: FakeClock
) -> ConfirmationListeners:
    parts: dict[str, Any] = {"list_service": prepared, "others": None, "send_service": send_service}
    access = access_of(BOSS.team_id, {Role.ADMIN: [BOSS.user_id]})
    return ConfirmationListeners(**parts, access=access, rules=send_rules(), clock=clock)


@pytest.fixture
def submission_listeners(
    responder: FakeResponder,
    prepared: Prepared,
    confirmation_listeners: ConfirmationListeners,
    background: Background,
    clock: FakeClock,
) -> SubmissionListeners:
    checks = LoadingView(responder.modals, background, pause_seconds=0.0)  # type: ignore[arg-type] # a fake
    parts: dict[str, Any] = {"responder": responder, "loading": checks, "column_questions": Sure()}
    edits = LatestWins(background)
    column_listeners = ColumnListeners(
        **parts, confirmation=confirmation_listeners.confirmation, edit=edits.run, drop=edits.drop
    )
    return SubmissionListeners(
        responder,  # type: ignore[arg-type] # a fake
        checks,
        asked=partial(validate, senders=SENDERS, group_named=lambda value: value, chosen=chosen, clock=clock),
        look=prepared.look,
        shown=column_listeners.question_or_confirmation,
        users=FakeUsers(ZoneInfo("Europe/London")),
        senders=SENDERS,
    )
