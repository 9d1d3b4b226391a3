"""Series that are kept here, as people make and change them."""

from datetime import datetime

from bot.features.sends import repeats
from bot.sandbox.slack.model import Answer, Message
from bot.sandbox.slack.person import Person
from bot.store import series
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send
from bot.store.states import SENT, SendState
from tests.flows import filling, staff
from tests.flows.harness import Harness, words_in


def clear(harness: Harness) -> Harness:
    """Stop every series and cancel everything else that earlier stories left waiting."""
    with harness.bot.database.write() as conn:
        for send, _how_far in series.going_on(conn, None):
            repeats.end(conn, send.id, OutcomeCode.SERIES_STOPPED, harness.clock(), by="U0TOM")
    return staff.clear(harness)


def rhythm(
    harness: Harness,
    repeat: str,
    first: datetime,
    *,
    times: int | None = None,
    until: datetime | None = None,
    days: list[str] | None = None,
    who: Person | None = None,
) -> None:
    """Choose in the open form how it comes round, and when it ends."""
    person = who or harness.maya
    filling.when(harness, filling.REPEAT, first, person)
    person.choose("Repeats", repeat)
    harness.drawn()
    if days is not None:
        person.choose("On", days)
    if times is not None:
        person.fill("Or number of times", times)
    if until is not None:
        person.fill("Until", until)


def start(harness: Harness, line: str, repeat: str, first: datetime, times: int) -> str:
    """Start a series of texts, and return what its confirmation said."""
    harness.compose(line)
    rhythm(harness, repeat, first, times=times)
    harness.check()
    said = harness.shown()
    assert harness.maya.submit().acked, said
    harness.until(SendState.REPEATING)
    return said


def come(harness: Harness, at: datetime, texts: int) -> None:
    """Let a date come, and wait until so many texts have left in all: a tick makes it, the next sends."""
    harness.clock.advance(seconds=(at - harness.clock()).total_seconds() + 1)
    for _ in range(2):
        harness.bot.tick.run({})
    harness.wait_for(lambda: len(harness.texts) == texts)


def next_date(harness: Harness) -> datetime:
    """Return the next date of the newest series."""
    with harness.bot.database.read() as conn:
        found = series.going_on(conn, None)
    send, how_far = max(found, key=lambda each: each[0].created_at)
    assert how_far.next_at is not None, send.id
    return how_far.next_at


def of_series(harness: Harness) -> list[Send]:
    """Return the sends of dates, the newest first."""
    return [each for each in harness.sends() if each.series_id is not None]


def settled(harness: Harness) -> Send:
    """Wait until the newest date has gone out, and return it."""
    harness.wait_for_database(lambda: of_series(harness)[0].state in SENT)
    return of_series(harness)[0]


def message(harness: Harness, containing: str) -> Message:
    """Wait until the newest message of a series says this."""

    def seen() -> Message | None:
        found = [each for each in harness.messages() if each.text.startswith("Series, ")]
        return found[-1] if found and containing in words_in([found[-1].blocks]) else None

    found = harness.wait_for(seen)
    assert found is not None
    return found


def press(harness: Harness, button: str, containing: str = "") -> Answer:
    """Press a button under the newest message of a series, when that says this."""
    answer = harness.maya.press(button, message=message(harness, containing))
    assert answer is not None
    assert answer.acked
    return answer
