"""What a form asks for as a draft, and a draft as what was asked for: nothing that was written is lost."""

from bot.features.lists.request import PASTED, Request
from bot.features.sends.submission import Submission
from bot.store.sends import HeldBy, NewSend, Send, SendKind
from bot.texting.tables.places import Places
from bot.texting.tables.uploads import UploadedFile


def new(submission: Submission[Request]) -> NewSend:
    """Return the list itself; what its rows come to is written when all are there."""
    request = submission.request
    return NewSend(
        key=submission.key,
        team_id=submission.who.team_id,
        user_id=submission.who.user_id,
        kind=SendKind.LIST,
        to_number="",
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
        send_at=request.at,
        zone=submission.zone.key,
        add_to_group=request.group or None,
        again_of=request.again_of or None,
    )


def request(draft: Send, file: UploadedFile, numbers: Places) -> Request:
    """Return what a draft was made of, with the columns of numbers somebody chose in its file."""
    return Request(
        file=file,
        pasted="",
        message=draft.body or "",
        sender=draft.sender,
        alpha_sender=draft.alpha_sender,
        at=draft.send_at if draft.held_by is HeldBy.BOT else None,
        group=draft.add_to_group or "",
        numbers=numbers,
    )


def _called(request: Request) -> str:
    if request.people is not None:
        return request.people.called
    if request.again_of:
        return request.called
    return PASTED if request.file is None else request.file.name
