"""How the form looks that asks for a code to be sent. Pure."""

from dataclasses import replace
from typing import Final

from bot.features.otp import texts
from bot.features.otp.form import Form
from bot.features.otp.ids import FEATURE, Action, Modal
from bot.features.otp.request import LONGEST_PURPOSE
from bot.policy.model import Otp
from bot.slack.blocks import kit
from bot.slack.blocks.fields import recipient, select, text_input
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting.sender_ids import Senders

TITLE: Final = "Send a code"


def ask(form: Form, rules: Otp, senders: Senders) -> Block:
    """Return the modal in which somebody asks for a code."""
    edition = form.whom.next_edition(form.state.edition, form.purpose)
    form = replace(form, state=replace(form.state, edition=edition))
    blocks: list[Block] = []
    if form.state.note:
        blocks.append(kit.context(form.state.note))
    blocks += recipient.blocks(form.whom, feature=FEATURE)
    blocks.append(_purpose(form, rules))
    blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    text = kit.escape(texts.shown(texts.template(rules)))
    blocks.append(kit.context(f"The text reads: {text}"))
    return kit.modal(
        callback_id=Modal.ASK,
        title=TITLE,
        blocks=blocks,
        submit="Review",
        metadata=metadata.dump(form.state),
    )


def _purpose(form: Form, rules: Otp) -> Block:
    chosen, block_id = form.purpose, form.state.purpose_block
    if rules.purposes:
        options = {each: kit.option(each, each) for each in rules.purposes}
        offered = select.element(
            Action.PURPOSE, options.values(), chosen=options.get(chosen), example="Choose"
        )
        return kit.field("Purpose", block_id, offered)
    typed = text_input.element(Action.PURPOSE, LONGEST_PURPOSE, chosen, example="Password reset")
    return kit.field("Purpose", block_id, typed, hint="Shown in the channel and in the history.")
