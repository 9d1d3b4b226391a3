"""The evidence pack of a send: what it was, whom it went to and what came of it, and every event. Pure.

Three tables, for files a complaint or a regulator is answered with. Times are UTC. Numbers are masked but for
those who see them in full. SMS-iT sends a text to a group by itself and reports figures only, so of a
broadcast there is one line with what came of it, and below it who was in the group when it went.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from bot.features.history.service import Story
from bot.store.audit import Entry
from bot.store.audit_chain import Anchor
from bot.store.broadcast_audiences import Audience, Recipient
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import GROUPS, SINGLE, HeldBy, Send, SendKind
from bot.store.states import SendState
from bot.texting import phones

Cells = Sequence[str]
RECIPIENTS: Final = (
    *("Line", "Recipient", "Result", "Reason", "Handed to SMS-iT (UTC)", "Result since (UTC)", "Report"),
)
EVENTS: Final = ("Time (UTC)", "Event", "By (Slack ID)", "Name", "Facts", "About", "Entry", "SHA-256")
SKIPPED: Final = "skipped"
BY_GROUP: Final = "SMS-iT reports on a group text by figures only; it names no numbers."
UNREPORTED: Final = "not reported per person"
NOT_RECORDED: Final = "There's no record of who was in the group."
IN_GROUP: Final = "In the group when it was handed to SMS-iT."
HANDED: Final = "handed to carriers"
READ_AGAIN: Final = "In the group when it was handed to SMS-iT, which reads the group again when it sends."
FORGOTTEN: Final = "Forgotten."
Members = Iterable[tuple[Audience, int, Sequence[Recipient]]]
"""Some of those an attempt of a broadcast was made to, and the place of the first."""


def summary(story: Story, called: dict[str, str], anchor: Anchor | None, now: datetime) -> Iterator[Cells]:
    """Make the lines of what it was; ``called`` are people's names by their ids."""
    send, asked = story.send, story.approval

    def person(user_id: str | None) -> str:
        return "" if not user_id else f"{called.get(user_id, '')} ({user_id})".strip()

    yield ("Fact", "Value")
    yield ("ID", send.id)
    yield ("Kind", "row of a list" if send.parent_id else send.kind.value)
    yield ("List or group", phones.mask_in(send.to_name or "") if send.kind not in SINGLE else "")
    yield ("Requested by", person(send.user_id))
    yield ("Requested (UTC)", _at(send.created_at))
    yield ("Channel", send.origin_channel or "")
    yield ("Sender", send.alpha_sender or send.sender)
    yield ("Scheduled for (UTC)", _at(send.send_at))
    yield ("Recipients", str(send.people))
    yield ("Credits, expected", str(send.credits))
    yield ("Credits, at most", str(send.credits_upper))
    yield ("State", _state(send))
    yield ("State since (UTC)", _at(send.updated_at))
    yield ("Texts handed to carriers", "" if send.successful is None else str(send.successful))
    yield ("Texts failed", "" if send.failed is None else str(send.failed))
    yield ("Approval", "not needed" if asked is None else asked.decision or "waiting")
    if asked is not None:
        yield ("Approval requested (UTC)", _at(asked.asked_at))
        yield ("Approved or rejected by", person(asked.decided_by))
        yield ("Approved or rejected (UTC)", _at(asked.decided_at))
        yield ("Approval round", str(asked.round))
        yield ("Approval reason", phones.mask_in(asked.reason or ""))
        yield ("Approved content, SHA-256", asked.fingerprint)
    for each in story.past:
        said = f"{each.decision}, {_at(each.decided_at)}, {person(each.decided_by)}: {each.reason or ''}"
        yield ("Earlier request", phones.mask_in(said))
    if story.readable:
        yield ("Text", send.body if send.body is not None else "no longer kept")
    yield ("Audit log when this was written", "" if anchor is None else str(anchor))
    yield ("Written (UTC)", _at(now))


def recipients(
    story: Story, pages: Iterable[Sequence[Send]], members: Members, *, masked: bool
) -> Iterator[Cells]:
    """Make the lines of whom it went to; ``pages`` are the rows of a list, ``members`` those of a group."""
    send = story.send
    yield RECIPIENTS
    if send.kind is SendKind.LIST:
        for page in pages:
            yield from (_line(row, masked=masked) for row in page)
    elif send.kind in SINGLE:
        yield _line(send, masked=masked)
    else:
        yield from _group(send, members, masked=masked)


def events(entries: Iterable[Entry], called: dict[str, str]) -> Iterator[Cells]:
    """Make the lines of what happened, with the place of each in the chain of the audit log."""
    yield EVENTS
    for each in entries:
        by = each.user_id or ""
        facts = "; ".join(f"{name}: {fact}" for name, fact in each.facts.items())
        place = "" if each.place is None else str(each.place)
        name = called.get(by, "") if by else "bot"
        yield (_at(each.at), each.kind, by, name, facts, each.subject_id, place, each.hash or "")


def file_name(send: Send, what: str) -> str:
    """Return what a file of the pack is called."""
    return f"evidence-{send.id[:8]}-{what}.csv"


def _state(send: Send) -> str:
    """Return the state a send is in; of a group nobody knows that its texts were delivered."""
    is_handed = send.kind in GROUPS and send.state is SendState.DELIVERED
    return HANDED if is_handed else send.state.value


def _group(send: Send, members: Members, *, masked: bool) -> Iterator[Cells]:
    said = "" if send.successful is None else f"{send.successful} {HANDED}, {send.failed or 0} failed"
    began, name, since = _at(send.attempting_at), send.to_name or "", _at(send.updated_at)
    group = f"group {phones.mask_in(name) if masked else name}"
    yield ("", group, _state(send), BY_GROUP, began, since, said)
    result = send.state.value if send.state is SendState.REFUSED else UNREPORTED
    why = IN_GROUP if send.held_by is not HeldBy.SMSIT else READ_AGAIN
    known = False
    for audience, first, portion in members:
        for place, each in enumerate(portion, first):
            known = True
            reason = why if each.phone else FORGOTTEN
            handed = _at(audience.attempted_at)
            yield (str(place), _number(each.phone, masked=masked), result, reason, handed, "", "")
    if not known:
        yield ("", "", "", NOT_RECORDED, began, "", "")


def _number(number: str, *, masked: bool) -> str:
    return "" if not number else phones.mask(number) if masked else f"+{number}"


def _line(row: Send, *, masked: bool) -> Cells:
    left_out = row.outcome_code == OutcomeCode.LEFT_OUT
    number = _number(row.to_phone or row.to_number, masked=masked)
    why = row.report_error or row.why or ""
    result = SKIPPED if left_out else "not sent yet" if row.state is SendState.DRAFT else row.state.value
    return (
        str(row.line or ""),
        number,
        result,
        phones.mask_in(why) if masked else why,
        _at(row.attempting_at),
        _at(row.updated_at),
        row.report_status or "",
    )


def _at(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
