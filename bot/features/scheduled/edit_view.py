"""How the form looks that changes a send the bot holds. Pure: the form as it stands in, a modal out."""

from typing import Final

from bot.features.scheduled.form import FEATURE, Form
from bot.features.scheduled.ids import Action, Modal
from bot.slack import kit, metadata
from bot.slack.kit import Block
from bot.slack.writing import message as message_field
from bot.slack.writing import times
from bot.slack.writing.times import Part
from bot.store.sends import SendKind

FIXED: Final = (
    "The texts of a list are written when it is made, so only its time can be changed here. To change its "
    "words, cancel it and make a new one."
)
AGAIN: Final = "What costs more, or goes out at another time than was approved, has to be approved again."


def edit(form: Form) -> Block:
    """Return the modal that changes a send."""
    blocks = [kit.section(form.meta.to)] if form.meta.to else []
    if form.has_words:
        group = form.kind is SendKind.GROUP
        blocks += message_field.blocks(
            form.message, form.meta.edition, feature=FEATURE, group=group, left_out=form.left_out
        )
    else:
        blocks.append(kit.context(FIXED))
    hint = "In your own time zone."
    if form.meta.now:
        hint += " Leave it empty to have it go out as soon as it is approved."
    at = times.moment(Action.AT, form.at)
    blocks.append(kit.field("Send at", Part.AT, at, hint=hint, optional=bool(form.meta.now)))
    if form.kind is not SendKind.CONTACT:
        blocks.append(kit.context(AGAIN))
    return kit.modal(
        callback_id=Modal.EDIT,
        title="Change a text",
        blocks=blocks,
        submit="Save",
        close="Back",
        metadata=metadata.dump(form.meta),
    )
