"""What a form asks for as a draft, and a draft as what was asked for: nothing that was written is lost."""

from bot.features.lists.request import PASTED, Wanted
from bot.features.outbox.request import Request
from bot.store.sends import HeldBy, NewSend, Send, SendKind
from bot.texting.tables.places import Places
from bot.texting.tables.uploads import UploadedFile


def new(request: Request[Wanted]) -> NewSend:
    """Return the list itself; what its rows come to is written when all are there."""
    wanted = request.wanted
    return NewSend(
        key=request.key,
        team_id=request.who.team_id,
        user_id=request.who.user_id,
        kind=SendKind.LIST,
        to_number="",
        to_name=_called(wanted),
        body=wanted.message,
        sender=wanted.sender,
        alpha_sender=wanted.alpha_sender,
        segments=0,
        credits=0,
        credits_upper=0,
        people=0,
        origin_channel=request.channel,
        held_by=HeldBy.NONE if wanted.at is None else HeldBy.BOT,
        send_at=wanted.at,
        zone=request.zone.key,
        add_to_group=wanted.group or None,
    )


def wanted(draft: Send, file: UploadedFile, numbers: Places) -> Wanted:
    """Return what a draft was made of, with the columns of numbers somebody chose in its file."""
    return Wanted(
        file=file,
        pasted="",
        message=draft.body or "",
        sender=draft.sender,
        alpha_sender=draft.alpha_sender,
        at=draft.send_at if draft.held_by is HeldBy.BOT else None,
        group=draft.add_to_group or "",
        numbers=numbers,
    )


def _called(wanted: Wanted) -> str:
    return PASTED if wanted.file is None else wanted.file.name
