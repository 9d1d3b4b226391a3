"""The people documentation and tests count on, and how texts to them end."""

from dataclasses import dataclass

from bot.sandbox.smsit.delivery import DELIVERED, STUCK, Outcome, Status

SENDERS = ("14155550190", "14155550191", "12125550190", "447700900190")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One well-known contact: subscribed in `groups`, opted out of the groups in `left`."""

    name: str
    number: str
    groups: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    email: str = ""
    birthday: str = ""
    carrier: str = "Verizon"
    outcome: Outcome = DELIVERED


KNOWN_PEOPLE = (
    KnownPerson(
        "Ada Lovelace",
        "14155550100",
        groups=("VIP", "Tuesday clinic", "Newsletter"),
        email="ada@example.com",
        birthday="1985-12-10",
    ),
    KnownPerson(
        "Grace Hopper",
        "14155550101",
        groups=("VIP 2", "Newsletter"),
        email="grace@example.com",
        birthday="1986-12-09",
        carrier="AT&T",
    ),
    KnownPerson("Alex Kim", "14155550110", groups=("Tuesday clinic",), email="alex.kim@example.com"),
    KnownPerson("Alex Kim", "14155550111", groups=("Physio",), carrier="T-Mobile"),
    KnownPerson("Nora Quiet", "14155550120", left=("Newsletter", "New patients"), carrier="AT&T"),
    KnownPerson("Polly Partial", "14155550121", groups=("VIP",), left=("Newsletter",)),
    KnownPerson(
        "Lou Landline",
        "14155550130",
        groups=("Tuesday clinic",),
        carrier="Landline",
        outcome=Outcome(Status.UNDELIVERED, "Landline or unreachable carrier"),
    ),
    KnownPerson("Slow Sue", "14155550140", groups=("Tuesday clinic",), outcome=STUCK),
)

OUTCOMES = {person.number: person.outcome for person in KNOWN_PEOPLE}
FIXED_NUMBERS = frozenset({*OUTCOMES, *SENDERS})
