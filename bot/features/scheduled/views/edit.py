"""How the form looks that changes a send the bot holds. Pure: the form as it stands in, a modal out."""

from typing import Final

from bot.features.scheduled.form import FEATURE, Form
from bot.features.scheduled.ids import Action, Modal
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import schedule
from bot.slack.blocks.fields.schedule import Part
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import SendKind

FIXED: Final = (
    "The texts of a list are written when it is made, so only its time can be changed here. To change its "
    "words, cancel it and make a new one."
)
AGAIN: Final = "What costs more, or goes out at another time than was approved, has to be approved again."


def edit(form: Form) -> Block:
    """Return the modal that changes a send."""
    blocks = [kit.section(form.state.to)] if form.state.to else []
    if form.has_words:
        group = form.kind is SendKind.GROUP
        blocks += message_field.blocks(
            form.message, form.state.edition, feature=FEATURE, group=group, left_out=form.left_out
        )
    else:
        blocks.append(kit.context(FIXED))
    hint = "In your own time zone."
    if form.state.now:
        hint += " Leave it empty to have it go out as soon as it is approved."
    at = schedule.moment(Action.AT, form.at)
    blocks.append(kit.field("Send at", Part.AT, at, hint=hint, optional=bool(form.state.now)))
    if form.kind is not SendKind.CONTACT:
        blocks.append(kit.context(AGAIN))
    return kit.modal(
        callback_id=Modal.EDIT,
        title="Change a text",
        blocks=blocks,
        submit="Save",
        close="Back",
        metadata=metadata.dump(form.state),
    )
