"""Today's bot on a database that an earlier version left, with a Slack and an SMS-iT that know what was."""

from collections import Counter
from collections.abc import Generator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text

from bot.sandbox.slack.model import Message, Payload
from bot.sandbox.smsit.outbox import TextOut
from bot.sandbox.smsit.refusals import Params
from bot.settings import Mode
from bot.store.messages import Purpose
from bot.store.states import SendState
from bot.store.tables import appointment_call, contact_import, message, send, verification
from tests.clock import FakeClock
from tests.flows.codes import VERIFY
from tests.flows.harness import Harness
from tests.flows.upgraded_sandbox import know
from tests.store import upgrades

AWAY = timedelta(minutes=8)
"""How long nothing ran while the new version was installed; less than what makes texts late."""
ID_LENGTH = 32
FORMS = frozenset({VERIFY, "Checking"})


class Upgraded:
    """``things`` are ids by what they are about, such as "text queued"."""

    def __init__(self, folder: Path, version: str, url: str) -> None:
        self.version = version
        self.dump = upgrades.read(version)
        self.things: Mapping[str, str] = self.dump["things"]
        left_at = datetime.fromisoformat(self.dump["now"])
        policy = folder / "policy.toml"
        policy.write_text(self.dump["policy"], encoding="utf-8")
        changed = {"DATABASE_URL": url, "POLICY_FILE": str(policy), "SMSIT_PARALLEL": self.dump["lanes"]}
        self.harness = Harness(folder, FakeClock(left_at + AWAY), Mode.SOCKET, changed)
        self.smsit = self.harness.sandbox.smsit
        self.harness.sandbox.start()
        know(self.harness.sandbox, self.dump)
        upgrades.load(url, self.dump, slack_url=self.harness.sandbox.slack.public_url)
        self.additions: Counter[tuple[str, str]] = Counter(
            (each["number"], each["group"]) for each in self.dump["smsit"].get("added", ())
        )
        self.ended: Mapping[str, str] = {}
        self._listen()
        try:
            self.harness.start_bot()
            self.quiet()
        except BaseException:
            self.harness.close()  # or the next one would share the engine with it
            raise

    def close(self) -> None:
        """Stop the bot. What became of everything can be asked afterwards: ``ended``."""
        self.ended = {thing: self.state(thing) for thing, own in self.things.items() if len(own) == ID_LENGTH}
        self.harness.close()

    # --- what people do

    def press(self, button: str, thing: str, *, purpose: Purpose = Purpose.SEND, who: str = "U0MAYA") -> None:
        """Press a button, of which these are the first words, of the message about a thing."""
        message, label = self._button(button, thing, purpose)
        answer = self.harness.person(who).press(label, message=message)
        assert answer is not None
        assert answer.acked, (thing, answer)
        self.quiet()

    def approve(self, thing: str) -> None:
        """Agree to a send as a second person."""
        self.press("Approve", thing, purpose=Purpose.APPROVAL, who="U0LENA")
        assert self.harness.person("U0LENA").submit().acked
        self.quiet()

    def verify(self, thing: str, typed: str) -> str:
        """Type a code and return what is said to it."""
        self.press("Verify", thing)
        person = self.harness.modal(VERIFY)
        person.fill("Code", typed)
        assert person.submit().acked
        self.harness.wait_for(lambda: person.title not in FORMS)
        said = self.harness.shown()
        person.close()
        return said

    def _button(self, words: str, thing: str, purpose: Purpose) -> tuple[Message, str]:
        found = self.harness.wait_for(lambda: self._offered(words, thing, purpose))
        assert found is not None
        return found

    def _offered(self, words: str, thing: str, purpose: Purpose) -> tuple[Message, str] | None:
        seen = self._message(thing, purpose)
        labels = () if seen is None else (each for each in buttons(seen) if each.startswith(words))
        return next(((seen, label) for label in labels if seen is not None), None)

    def said(self, thing: str) -> str:
        """Return what the message of a thing says."""
        found = self._message(thing, Purpose.SEND)
        assert found is not None
        return found.text

    def _message(self, thing: str, purpose: Purpose) -> Message | None:
        own = (message.c.subject_id == self.things[thing], message.c.purpose == purpose.value)
        with self.harness.bot.database.read() as conn:
            place = conn.execute(select(message.c.channel, message.c.ts).where(*own)).one()
        return self.harness.sandbox.slack.messages.find(*place)

    # --- time

    def quiet(self) -> None:
        """Wait until no job can run and nothing is to be drawn."""
        self.harness.wait_for_database(lambda: self.harness.rests(lambda: not self._jobs()))

    def strike(self, **duration: float) -> None:
        """Let time pass and let the clock strike twice, as it does every few seconds."""
        self.harness.clock.advance(**duration)
        for _ in range(2):
            self.harness.bot.tick.run({})
            self.quiet()

    def strike_until(self, moment: datetime) -> None:
        """Let time pass; the clock strikes whenever a send is due on the way."""
        while (due := self._next_due(moment)) is not None:
            assert due > self.harness.clock(), "what is due does not leave"
            self.strike(seconds=(due - self.harness.clock()).total_seconds())
        self.strike(seconds=(moment - self.harness.clock()).total_seconds())

    def _next_due(self, before: datetime) -> datetime | None:
        waits = (send.c.state == SendState.SCHEDULED.value, send.c.hold_code.is_(None))
        query = select(send.c.send_at).where(*waits, send.c.send_at < before)
        with self.harness.bot.database.read() as conn:
            return conn.execute(query.order_by(send.c.send_at).limit(1)).scalar()

    def _jobs(self) -> int:
        table = "workflow_status" if self.harness.bot.database.is_sqlite else "dbos.workflow_status"
        waiting = (
            select(func.count()).select_from(text(table)).where(text("status IN ('ENQUEUED', 'PENDING')"))
        )
        with self.harness.bot.database.read() as conn:
            return int(conn.execute(waiting).scalar_one())

    # --- what is true

    def state(self, thing: str) -> str:
        """Return how a thing stands: a send, an import, the newest call of an appointment, or a code."""
        own = self.things[thing]
        last = appointment_call.c.created_at.desc()
        queries = (
            select(verification.c.state).where(verification.c.send_id == own),
            select(send.c.state).where(send.c.id == own),
            select(contact_import.c.state).where(contact_import.c.id == own),
            select(appointment_call.c.state).where(appointment_call.c.appointment_id == own).order_by(last),
        )
        with self.harness.bot.database.read() as conn:
            found = (conn.execute(query.limit(1)).scalar() for query in queries)
            return next(state for state in found if state is not None)

    def rows(self, thing: str) -> Counter[str]:
        """Count the rows of a list by their state."""
        query = select(send.c.state).where(send.c.parent_id == self.things[thing])
        with self.harness.bot.database.read() as conn:
            return Counter(conn.execute(query).scalars())

    def due(self, thing: str) -> datetime:
        """Return when a send was to leave, as it was left."""
        sends = self.dump["tables"]["send"]
        rows = (dict(zip(sends["columns"], row, strict=True)) for row in sends["rows"])
        at = next(row["send_at"] for row in rows if row["id"] == self.things[thing])
        return datetime.fromisoformat(at).replace(tzinfo=UTC)

    def left(self, words: str) -> list[TextOut]:
        """Return every text that left, before or after, whose number or body holds these words."""
        return [each for each in self.smsit.ledger if words in each.body or words == each.number]

    def _listen(self) -> None:
        work = self.smsit.work

        def noted(endpoint: str, params: Params) -> Generator[float, None, Payload]:
            payload = yield from work(endpoint, params)
            if endpoint == "addcontact" and str(payload["status"]) == "0":
                self.additions[params.get("number", ""), params.get("group", "")] += 1
            return payload

        self.smsit.work = noted  # type: ignore[method-assign] # the judge listens in


def buttons(message: Message) -> list[str]:
    elements = (each for block in message.blocks for each in block.get("elements", ()))
    return [str(each["text"]["text"]) for each in elements if each["type"] == "button"]
