"""Callers whose codes were verified, straight in the database, and who may do what about them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from bot.access import Opened, Role, Who
from bot.features.after_code import AfterCode
from bot.features.appointments.listing import Bookings
from bot.features.caller.service import Passport, Passports
from bot.features.contacts.service import ContactBook
from bot.features.do_not_text.service import DoNotText
from bot.features.permissions import Permissions
from bot.policy.model import Caller, Colleagues
from bot.store import Database, SendState, verifications
from bot.store.audit import Event
from bot.store.sends import SendKind
from bot.store.tables import audit_entry
from bot.store.verifications import NewVerification, Reason, Stage
from bot.texting.spellings import canonical
from tests.clock import FakeClock
from tests.fakes.people import access_of
from tests.fakes.smsit import FakeCodeClient
from tests.features.contacts.rows import row
from tests.store.samples import a_send_in

TEAM = "T0HARBOUR"
MAYA, PRIYA, TOM, SAM = (Who(user, TEAM) for user in ("U0MAYA", "U0PRIYA", "U0TOM", "U0SAM"))
ADA, GRACE, NOBODY = "14155550100", "14155550101", "14155550999"
ACCESS = access_of(TEAM, {Role.VIEWER: ["*"], Role.SENDER: ["U0MAYA", "U0PRIYA"], Role.ADMIN: ["U0TOM"]})
ALL = Caller(tuple(Opened), minutes=10)
NOTHING = Caller()


def permissions(rules: Caller = ALL) -> Permissions:
    """What people may do where appointments are decided about by whoever booked them, and by admins."""
    return Permissions(ACCESS, replace(Colleagues(), appointments=Role.ADMIN), AfterCode(rules))


def verified(
    database: Database, now: datetime, who: Who = PRIYA, number: str = ADA, rules: Caller = ALL
) -> str:
    """Have somebody verify a caller; the id of the send that carried the code."""
    send_id = asked(database, now, who, number)
    with database.write() as conn:
        assert verifications.check(conn, send_id, now)
        assert verifications.verify(conn, send_id, now, AfterCode(rules).until(now))
    return send_id


def asked(database: Database, now: datetime, who: Who = PRIYA, number: str = ADA) -> str:
    """Have somebody send a code."""
    sent = a_send_in(
        database, SendState.DELIVERED, now=now, kind=SendKind.OTP.value, user_id=who.user_id, to_number=number
    )
    with database.write() as conn:
        new = NewVerification(sent.id, who.user_id, number, canonical(number), "Refund", tries_left=3)
        verifications.insert_making(conn, new, now)
        assert verifications.open_(conn, sent.id, "f" * 64, now)
    return sent.id


def failed(database: Database, now: datetime, who: Who = PRIYA, number: str = ADA) -> str:
    """Have a code fail."""
    send_id = asked(database, now, who, number)
    with database.write() as conn:
        assert verifications.fail(conn, send_id, Reason.TRIES, now, only_from=Stage.OPEN)
    return send_id


def uses(database: Database) -> Sequence[tuple[str, str | None, str]]:
    """What was written down of the use of codes: whose code, who, and what."""
    told = (audit_entry.c.subject_id, audit_entry.c.user_id, audit_entry.c.facts)
    query = select(*told).where(audit_entry.c.kind == Event.CODE_USED.value).order_by(audit_entry.c.id)
    with database.read() as conn:
        return [(str(each[0]), each[1], str(each[2])) for each in conn.execute(query)]


class Harness:
    """The passports of a firm of two contacts, in which only admins see whole numbers."""

    def __init__(self, database: Database, clock: FakeClock, rules: Caller = ALL) -> None:
        self.database, self.clock = database, clock
        self.account = FakeCodeClient(contacts=[row("Ada Lovelace", ADA), row("Grace Hopper", GRACE)])
        self.contacts = ContactBook(self.account, database, "US", lambda who: ACCESS.allows(who, Role.ADMIN))
        self.do_not_text = DoNotText(database, clock, "US")
        self.permissions = permissions(rules)
        self.passports = Passports(
            database,
            self.contacts,
            self.do_not_text,
            self.permissions,
            clock,
            coming=Bookings(database, clock, "US").coming,
            region="US",
        )

    def passport(self, number: str = ADA, who: Who = PRIYA) -> Passport:
        return self.passports.of(number, who)

    def text(self, state: SendState, number: str = ADA, **changes: object) -> str:
        """A text of Maya's in a state, a minute after the one before."""
        self.clock.advance(minutes=1)
        return a_send_in(self.database, state, now=self.clock(), to_number=number, **changes).id
