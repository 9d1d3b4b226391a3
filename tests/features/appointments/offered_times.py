"""A freed time, a waiting list, and what is asked of them in tests."""

from datetime import timedelta

from bot.features.appointments.free_times import Offer
from bot.features.appointments.views import offer as offer_view
from bot.features.sends.submission import Submission
from bot.store import free_times
from bot.store.free_times import FreeTime
from tests.features.appointments.harness import ACCOUNT, LONDON, MAYA, Harness
from tests.features.samples import words_in

GROUP = "Waiting"
BODY = "%%Name%%, free %%Date%% %%Time%%."
PEOPLE = tuple(f"1415555080{nth}" for nth in range(7))


def waiting_list(harness: Harness, numbers: tuple[str, ...] = PEOPLE) -> None:
    harness.account.book.add_group(GROUP)
    for nth, number in enumerate(numbers):
        harness.account.call("addcontact", group=GROUP, number=number, name=f"Wanda{nth} Wait")


def freed(harness: Harness, key: str = "freed", **asked: object) -> str:
    """Book somebody and cancel that, at a time of day when people are awake."""
    booked = harness.book(key, **asked)
    harness.decisions.cancel(harness.about(booked), MAYA)
    harness.run()
    return booked


def check(harness: Harness, booked: str, key: str = "offer", group: str = GROUP) -> str:
    asked = submitted(Offer(booked, group, BODY), key)
    return harness.free_times.check(asked, lambda _read: None).own.free.id


def submitted(offer: Offer, key: str = "offer") -> Submission[Offer]:
    return Submission(offer, MAYA, "C0FRONT", key, LONDON)


def offered(harness: Harness, **asked: object) -> str:
    waiting_list(harness)
    free_id = check(harness, freed(harness, **asked))
    harness.free_times.confirm(free_id, MAYA)
    return free_id


def fresh(harness: Harness) -> str:
    """Make a group of seven who were asked about nothing yet."""
    harness.account.book.add_group("Fresh")
    for nth in range(7):
        harness.account.call("addcontact", group="Fresh", number=f"1415555070{nth}", name="Fred Fresh")
    return "Fresh"


def the(harness: Harness, free_id: str) -> FreeTime:
    with harness.database.read() as conn:
        found = free_times.get(conn, free_id)
    assert found is not None
    return found


def shown(harness: Harness, free_id: str) -> str:
    content = offer_view.message(the(harness, free_id), ACCOUNT)
    return words_in(list(content.blocks)).replace("\xa0", " ")


def strike(harness: Harness, after: timedelta = timedelta()) -> list[str]:
    """Let time pass, the clock strike and the texts go; return to whom they went so far."""
    harness.clock.advance(seconds=after.total_seconds())
    harness.offering.offer()
    harness.send_texts()
    return [number for number, _ in harness.client.texts]
