"""How the compose form looks. Pure: the form as it stands in, a modal out."""

from collections.abc import Sequence
from dataclasses import replace

from bot.features.sms.form import Form
from bot.features.sms.ids import FEATURE, Action, Modal
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import recipient, schedule
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.commands import COMMAND
from bot.texting.sender_ids import Senders


def compose(form: Form, senders: Senders) -> Block:
    """Return the modal in which a text is written."""
    state = replace(form.state, edition=form.whom.next_edition(form.state.edition, form.message))
    blocks: list[Block] = []
    if state.note:
        blocks.append(kit.context(state.note))
    if state.verb:
        run = kit.button(f"Run {COMMAND} {state.verb}", Action.RUN_INSTEAD)
        blocks.append(kit.actions([run], block_id="instead"))
    blocks += recipient.blocks(form.whom, feature=FEATURE)
    blocks += message_field.blocks(
        form.message, state.edition, feature=FEATURE, left_out=form.left_out, answers=form.answers
    )
    blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    blocks += schedule.blocks(form, feature=FEATURE)
    return kit.modal(
        callback_id=Modal.COMPOSE,
        title="Send a text",
        blocks=blocks,
        submit="Review",
        metadata=metadata.dump(state),
    )


def said(blocks: Sequence[Block]) -> Block:
    """Return what a command answered that was run instead."""
    return kit.modal(callback_id=Modal.NOTICE, title="SMS-iT", blocks=blocks, close="Close")


def maybe_verb(verb: str) -> str:
    """Return what is asked, as mrkdwn, when a text begins with nearly a verb."""
    return f":grey_question: Did you mean `{COMMAND} {verb}`? If not, carry on below."
