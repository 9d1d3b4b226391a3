"""Every earlier version is killed with its hands full, and today's bot is started on what it left.

What was on its way then ends as if nothing had changed: once, at its time, and where a person is asked only
when told to. `ENDINGS` is a table: since which version, what it is, how it ends, and how many texts of it
left in all, before and after (of an import: how many contacts were added).
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from bot.store.messages import Purpose
from tests.flows.harness import ADA, GRACE, LOU, SUE
from tests.flows.upgraded import Upgraded
from tests.store import postgres, upgrades

pytestmark = pytest.mark.long

DATABASES = ("sqlite", "postgresql")
MORNING = datetime(2026, 11, 24, 8, 5, tzinfo=UTC)
"""Quiet hours in Britain are over."""
LISTS = ("list paused by a person", "list paused for unclear rows", "list paused for a refusal")
AT_NIGHT = "list paused by quiet hours"
LOOKED = ("text looked into", "text being looked into")
IMPORTS = ("import paused by a person", "import paused for unclear rows", "import paused for a refusal")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a thing ends that a version left, and those after it: ``left`` texts hold these ``words``.

    Of a code and of an appointment the words are the number, of an import how the numbers begin.
    """

    since: str
    thing: str
    state: str
    left: int
    words: str


ENDINGS = (
    Ending("0.1.0", "text delivered", "delivered", 1, "Delivered before."),
    Ending("0.1.0", "text unknown", "delivered", 1, "Perhaps sent."),
    Ending("0.1.0", "text held by SMS-iT", "scheduled_at_smsit", 0, "SMS-iT keeps this."),
    Ending("0.1.0", "text held, due after", "delivered", 1, "Held for later."),
    Ending("0.1.0", "text held, cancelled then", "cancelled", 0, "Held, to be cancelled."),
    Ending("0.1.0", "text held, due meanwhile", "delivered", 1, "Held, due meanwhile."),
    Ending("0.1.0", "text accepted", "delivered", 1, "Accepted, not reported on."),
    Ending("0.1.0", "text attempting", "unknown", 1, "Attempting."),
    Ending("0.1.0", "text queued", "delivered", 1, "Queued behind it."),
    Ending("0.1.0", "text queued last", "delivered", 1, "Queued last."),
    Ending("0.2.0", "text to a listed number", "refused", 0, "To somebody who said no."),
    Ending("0.2.0", "broadcast asks about figures", "delivered", 5, "To all who came."),
    Ending("0.2.0", "broadcast approved and held", "delivered", 11, "Approved words."),
    Ending("0.2.0", "broadcast awaiting approval", "delivered", 12, "Waits for a second person."),
    Ending("0.2.0", "broadcast followed", "delivered", 3, "To the crew."),
    Ending("0.2.0", "broadcast attempting", "unknown", 4, "A broadcast nobody answered."),
    Ending("0.2.0", "list ended", "delivered", 3, "A list that ended."),
    Ending("0.2.0", "list paused by quiet hours", "delivered", 5, "Into the night."),
    Ending("0.2.0", "list paused by a person", "delivered", 5, "Paused by Maya."),
    Ending("0.2.0", "list paused for unclear rows", "no_news", 9, "Unclear rows."),
    Ending("0.2.0", "list paused for a refusal", "no_news", 3, "Refused account."),
    Ending("0.2.0", "list awaiting approval", "delivered", 11, "A list to be approved."),
    Ending("0.2.0", "list cancelled", "cancelled", 1, "Cancelled halfway."),
    Ending("0.2.0", "list held", "delivered", 4, "A held list."),
    Ending("0.2.0", "list running", "no_news", 6, "A list under way."),
    Ending("0.3.0", "import ended", "done", 3, "141555600"),
    Ending("0.3.0", "import paused by a person", "done", 8, "141555601"),
    Ending("0.3.0", "import cancelled by a person", "cancelled", 4, "141555602"),
    Ending("0.3.0", "import paused for a refusal", "done", 5, "141555603"),
    Ending("0.3.0", "import paused for unclear rows", "done", 24, "141555604"),
    Ending("0.3.0", "import running", "done", 8, "141555605"),
    Ending("0.3.0", "import queued", "done", 4, "141555606"),
    Ending("0.3.0", "appointment with a reminder", "accepted", 2, "14155550801"),
    Ending("0.3.0", "appointment moved", "accepted", 1, "14155550802"),
    Ending("0.3.0", "appointment to be cancelled", "accepted", 0, "14155550803"),
    Ending("0.3.0", "appointment unknown", "accepted", 2, "14155550804"),
    Ending("0.3.0", "appointment call attempting", "unknown", 0, "14155550805"),
    Ending("0.3.0", "appointment to be moved", "accepted", 1, "14155550806"),
    Ending("0.3.0", "appointment call queued", "accepted", 2, "14155550807"),
    Ending("0.3.0", "code open", "verified", 1, ADA),
    Ending("0.3.0", "code that will have expired", "failed", 1, GRACE),
    Ending("0.3.0", "code attempting", "failed", 0, LOU),
    Ending("0.3.0", "code queued", "failed", 1, SUE),
    Ending("0.4.0", "broadcast from elsewhere", "delivered", 4, "From the panel"),
    Ending("0.8.0", "text looked into", "delivered", 1, "Looked into."),
    Ending("0.8.0", "text being looked into", "delivered", 1, "Being looked into."),
)
VERSIONS = tuple((database, version) for database in DATABASES for version in upgrades.REVISIONS)
Left = tuple[str, str]
"""Database and version."""


@pytest.fixture(scope="module")
def lived_on(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Left], Upgraded]:
    """Give what became of what a version left, two weeks after today's bot was started on it: made once."""

    @cache
    def made(left: Left) -> Upgraded:
        database, version = left
        folder = tmp_path_factory.mktemp("upgraded")
        url = f"sqlite:///{folder / 'bot.db'}" if database == "sqlite" else postgres.emptied()
        found = Upgraded(folder, version, url)
        try:
            live_on(found)
        finally:
            found.close()
        return found

    return made


@pytest.fixture
def upgraded(request: pytest.FixtureRequest, lived_on: Callable[[Left], Upgraded]) -> Upgraded:
    return lived_on(request.param)


def live_on(found: Upgraded) -> None:
    """Do what people do who find their messages as they were, and let two weeks pass."""
    if "code open" in found.things:
        code = found.left(ADA)[-1].body.partition("your code is ")[2].partition(",")[0]
        assert "Verified" in found.verify("code open", code)
    found.strike(seconds=5)
    found.press("It was sent", "text unknown")
    for thing in (each for each in LOOKED if each in found.things):
        assert "Last checked" in found.said(thing)
        found.press("It was sent", thing)
    found.press("Cancel", "text held, cancelled then")
    if AT_NIGHT in found.things:
        found.press("Send now", "broadcast asks about figures")
        found.approve("broadcast awaiting approval")
        found.approve("list awaiting approval")
        for thing in (*LISTS, AT_NIGHT):
            found.press("Resume", thing)
        assert found.state(AT_NIGHT) == "paused"
    if "import queued" in found.things:
        for thing in IMPORTS:
            found.press("Resume", thing, purpose=Purpose.IMPORT)
        found.press("It was booked", "appointment unknown", purpose=Purpose.APPOINTMENT)
    if AT_NIGHT in found.things:
        found.strike_until(MORNING)
        found.press("Resume", AT_NIGHT)
    found.strike(minutes=20)
    found.strike_until(found.harness.clock() + timedelta(days=6))
    for _ in range(2):
        found.strike(days=4)


@pytest.mark.parametrize("upgraded", VERSIONS, ids="-".join, indirect=True)
def test_what_was_left_ends_right(upgraded: Upgraded) -> None:
    expected = [each for each in ENDINGS if each.since <= upgraded.version]
    found = [
        replace(each, state=upgraded.ended[each.thing], left=left_of(upgraded, each)) for each in expected
    ]

    assert expected
    assert [both for both in zip(expected, found, strict=True) if both[0] != both[1]] == []


def left_of(upgraded: Upgraded, ending: Ending) -> int:
    if ending.thing.startswith("import "):
        return sum(
            each for (number, _), each in upgraded.additions.items() if number.startswith(ending.words)
        )
    return len(upgraded.left(ending.words))


@pytest.mark.parametrize("upgraded", VERSIONS, ids="-".join, indirect=True)
def test_nothing_leaves_twice_and_nothing_that_nobody_asked_for(upgraded: Upgraded) -> None:
    texts = Counter((each.number, each.body) for each in upgraded.smsit.ledger)
    expected = sum(
        ending.left
        for ending in ENDINGS
        if ending.thing in upgraded.things and not ending.thing.startswith("import ")
    )

    assert set(texts.values()) == {1}
    assert sum(texts.values()) == expected
    assert set(upgraded.additions.values()) <= {1}
    assert upgraded.harness.sandbox.slack.problems == []


@pytest.mark.parametrize("upgraded", VERSIONS, ids="-".join, indirect=True)
def test_what_was_held_leaves_at_its_time(upgraded: Upgraded) -> None:
    for thing in ("text held, due after", "list held", "broadcast approved and held"):
        if thing in upgraded.things:
            due, words = upgraded.due(thing), next(e.words for e in ENDINGS if e.thing == thing)
            assert {each.at - due < timedelta(minutes=1) for each in upgraded.left(words)} == {True}
