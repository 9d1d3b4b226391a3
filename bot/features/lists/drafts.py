"""What a form asks for as a draft, and a draft as what was asked for: nothing that was written is lost."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.access import Who
from bot.features.lists.request import PASTED, Request
from bot.features.sends import series
from bot.features.sends.series import Dates
from bot.features.sends.submission import Submission
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import HeldBy, NewSend, Send, SendKind
from bot.store.states import SendState
from bot.texting import recurrence
from bot.texting.tables.places import Places
from bot.texting.tables.uploads import UploadedFile


def own(database: Database, send_id: str, kind: SendKind, who: Who) -> Send | None:
    """Return a person's draft of a kind; None when there is none of theirs."""
    with database.read() as conn:
        draft = sends.get(conn, send_id)
    if draft is None or draft.kind is not kind or draft.state is not SendState.DRAFT:
        return None
    return draft if draft.user_id == who.user_id else None


def new(submission: Submission[Request]) -> NewSend:
    """Return the list itself; what its rows come to is written when all are there.

    Raises :exc:`UserError` for a series that cannot be used.
    """
    request = submission.request
    dates = dates_of(request, submission.zone)
    return NewSend(
        key=submission.key,
        team_id=submission.who.team_id,
        user_id=submission.who.user_id,
        kind=SendKind.LIST,
        to_number="",
        to_phone="",
        to_name=_called(request),
        body=request.message,
        sender=request.sender,
        alpha_sender=request.alpha_sender,
        segments=0,
        credits=0,
        credits_upper=0,
        people=0,
        origin_channel=submission.channel,
        held_by=HeldBy.NONE if request.at is None else HeldBy.BOT,
        send_at=request.at if dates is None else dates.first,
        zone=submission.zone.key,
        add_to_group=request.group or None,
        again_of=request.again_of or None,
        recurrence=None if dates is None or dates.kept is None else recurrence.dump(dates.kept),
    )


def dates_of(request: Request, zone: ZoneInfo) -> Dates | None:
    """Return the dates of a list that repeats, by the clocks of ``zone``; None of one that does not.

    Raises :exc:`UserError` for a series that cannot be used.
    """
    if request.rule is None or request.at is None:
        return None
    return series.here(request.rule, request.at, zone, request.replaces)


def request(draft: Send, file: UploadedFile | None, numbers: Places) -> Request:
    """Return what a draft was made of, with the columns of numbers somebody chose in its file."""
    kept = recurrence.load(draft.recurrence)
    at = draft.send_at if kept is None else kept.start
    return Request(
        file=file,
        pasted="",
        message=draft.body or "",
        sender=draft.sender,
        alpha_sender=draft.alpha_sender,
        at=at if draft.held_by is HeldBy.BOT else None,
        group=draft.add_to_group or "",
        numbers=numbers,
        rule=None if kept is None else kept.rule,
        replaces="" if kept is None else kept.replaces,
    )


def of_rows(draft: Send) -> Request:
    """Return a draft once more, with those of its rows that are reached."""
    found = request(draft, None, ())
    return replace(found, again_of=draft.again_of or "", called=draft.to_name or "", reached_of=draft.id)


def _called(request: Request) -> str:
    if request.people is not None:
        return request.people.called
    if request.called:
        return request.called
    return PASTED if request.file is None else request.file.name
