"""What must be true after a process was killed: nothing doubled, nothing lost in silence, no untrue word.

The pretend SMS-iT is the judge of what happened, the pretend Slack of what people see.
"""

from collections import Counter
from collections.abc import Collection, Generator, Iterator

from sqlalchemy import Select, and_, column, or_, select, table

from bot.features.birthdays.checks import SEEN
from bot.sandbox.slack.model import Message
from bot.sandbox.smsit.refusals import Params, Payload
from bot.store import birthday_texts
from bot.store.tables import (
    IS_DIRTY,
    appointment,
    appointment_call,
    birthday_text,
    contact_import_row,
    message,
    send,
    workflow_step,
)
from tests.crashes.remote import Expected, RemoteHarness
from tests.crashes.stories import Story
from tests.flows.harness import words_in

WRITES = frozenset({"addappointment", "addcontact"})
OPEN = ("queued", "attempting")
NOT_DONE = ("unknown", "refused")
"""States that say a person is asked, or told that nothing happened."""


class Judge:
    """Watches one story after the other in one house."""

    def __init__(self, harness: RemoteHarness) -> None:
        self._harness = harness
        self._smsit, self._slack = harness.sandbox.smsit, harness.sandbox.slack
        self._made: list[tuple[str, str]] = []
        self._work = self._smsit.work
        self._smsit.work = self._noted  # type: ignore[method-assign] # the judge listens in
        self._first_text, self._first_ts = 0, ""
        self._known: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Forget what was before: from now on it is about the next story."""
        self._first_text = len(self._smsit.ledger)
        self._made.clear()
        self._first_ts = self._slack.messages.next_ts()
        self._known = frozenset(self._column(select(message.c.subject_id).where(message.c.ts.is_not(None))))

    def is_idle(self) -> bool:
        """Tell whether nothing runs and no job waits to be run at once."""
        return self._harness.rests(self._no_job_waits)

    def _no_job_waits(self) -> bool:
        schema = None if self._harness.bot.database.is_sqlite else "dbos"
        jobs = table("workflow_status", column("status"), schema=schema)
        return not self._column(
            select(jobs.c.status).where(jobs.c.status.in_(("PENDING", "ENQUEUED"))).limit(1)
        )

    def untrue(self) -> Iterator[str]:
        """Yield what is not settled or not said rightly: within a minute of a start there must be nothing."""
        for what, states in (("send", send), ("call", appointment_call), ("row", contact_import_row)):
            for state in self._column(select(states.c.state).where(states.c.state.in_(OPEN))):
                if not (what == "send" and self.is_sending_to_a_group()):
                    yield f"a {what} is still {state}"
        for state in self._column(select(workflow_step.c.state).where(workflow_step.c.state != "told")):
            yield f"a step of a workflow is still {state}"
        for purpose in self._column(select(message.c.purpose).where(IS_DIRTY)):
            yield f"the message for {purpose} is out of date"
        right = {(each.channel, each.ts): each for each in self._harness.bot.expected(self._known)}
        for place, each in right.items():
            if (said := self._said(place, each)) is not None:
                yield said
        for channel, times in Counter(each.channel for each in self.left_behind(right)).items():
            if times > 1:
                yield f"posted {times + 1} times in {channel}"

    def left_behind(self, right: Collection[tuple[str, str]]) -> list[Message]:
        """Return messages that stand elsewhere than in the `right` places: nobody edits them any more.

        A process that dies after Slack took a message, and before it could write down where, leaves one.
        """
        return [
            each
            for each in self._slack.messages
            if each.posted_by_bot
            and each.ts > self._first_ts
            and not each.ephemeral_to
            and not each.files
            and (each.channel, each.ts) not in right
            and "id:" in words_in(each.blocks)
        ]

    def is_there_twice(self) -> bool:
        """Tell whether a message was left behind and posted again."""
        right = {(each.channel, each.ts) for each in self._harness.bot.expected(self._known)}
        return bool(self.left_behind(right))

    def is_sending_to_a_group(self) -> bool:
        """Tell whether nothing is under way but a broadcast: it is so until SMS-iT would be done."""
        found = self._column(select(send.c.kind + " " + send.c.state).where(send.c.state.in_(OPEN)))
        return set(found) == {"group attempting"}

    def wrong(self, story: Story) -> Iterator[str]:
        """Yield what SMS-iT was asked for too often, or never without anybody being told."""
        made = self.made
        for key, times in made.items():
            if times > story.writes[key]:
                yield f"doubled: {key[0]} to ...{key[1][-4:]}, {times} times"
        told = self._told()
        for (what, number), times in story.writes.items():
            if made[what, number] < times and not {number, ""} & told:
                yield f"lost: {what} to ...{number[-4:]}"

        yield from self._unseen()

    def _unseen(self) -> Iterator[str]:
        """Yield birthday texts that went out and stood in no message for as long as people are given."""
        with self._harness.bot.database.read() as conn:
            query = select(send.c.id, send.c.to_number, send.c.attempting_at)
            for text in conn.execute(query.join(birthday_text, birthday_text.c.send_id == send.c.id)):
                shown = birthday_texts.posted_at(conn, text.id)
                if not self.made["a text", text.to_number]:
                    continue
                if shown is None or shown > text.attempting_at - SEEN:
                    yield f"unseen: a text to ...{text.to_number[-4:]}"

    @property
    def made(self) -> Counter[tuple[str, str]]:
        """How often SMS-iT did what for which number since the story began."""
        texts = Counter(("a text", each.number) for each in self._smsit.ledger[self._first_text :])
        return texts + Counter(self._made)

    def asks(self, story: Story) -> bool:
        """Tell whether a person is asked or told that something of a story may not have happened."""
        return bool(self._told() & {"", *(number for _what, number in story.writes)})

    def _told(self) -> set[str]:
        """Return the numbers of what ended unknown or refused; an empty one for a whole group."""
        called = select(appointment.c.number).join(
            appointment_call, appointment_call.c.appointment_id == appointment.c.id
        )
        held_back = and_(send.c.state == "scheduled", send.c.hold_code.is_not(None))
        asked = or_(send.c.state.in_(NOT_DONE), held_back)
        found = self._new(select(send.c.to_number).where(asked), send.c.id)
        found += self._column(called.where(appointment_call.c.state.in_(NOT_DONE)))
        rows = select(contact_import_row.c.number).where(contact_import_row.c.state.in_(NOT_DONE))
        return {each or "" for each in [*found, *self._column(rows)]}

    def _new(self, query: Select[str | None], of: object) -> list[str | None]:
        return self._column(query.where(of.not_in(self._known)))  # type: ignore[attr-defined] # a column

    def _column(self, query: Select[str]) -> list[str]:
        with self._harness.bot.database.read() as conn:
            return list(conn.execute(query).scalars())

    def _said(self, place: tuple[str, str], expected: Expected) -> str | None:
        found = next((each for each in self._slack.messages if (each.channel, each.ts) == place), None)
        if found is None:
            return f"the message for {expected.purpose} is gone"
        if found.text != expected.text:
            return f"the message for {expected.purpose} says {found.text!r} and not {expected.text!r}"
        return None

    def _noted(self, endpoint: str, params: Params) -> Generator[float, None, Payload]:
        payload = yield from self._work(endpoint, params)
        if endpoint in WRITES and str(payload["status"]) == "0":
            self._made.append((endpoint, params.get("number", "")))
        return payload
