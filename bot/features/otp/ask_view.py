"""How the form looks that asks for a code to be sent. Pure."""

from typing import Final

from bot.features.otp import texts
from bot.features.otp.form import Form
from bot.features.otp.ids import FEATURE, Action, Modal
from bot.features.otp.request import LONGEST_PURPOSE
from bot.policy.model import Otp
from bot.slack import kit, limits, metadata
from bot.slack.kit import Block
from bot.slack.writing import senders as sender_field
from bot.slack.writing import who
from bot.texting.sender_ids import Senders

TITLE: Final = "Send a code"


def ask(form: Form, rules: Otp, senders: Senders) -> Block:
    """Return the modal in which somebody asks for a code."""
    blocks: list[Block] = []
    if form.meta.note:
        blocks.append(kit.context(form.meta.note))
    blocks += who.blocks(form.whom, feature=FEATURE)
    blocks.append(_purpose(form, rules))
    blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    text = kit.escape(texts.shown(texts.template(rules)))
    blocks.append(kit.context(f"The text reads: {text}"))
    return kit.modal(
        callback_id=Modal.ASK,
        title=TITLE,
        blocks=blocks,
        submit="Check and confirm",
        metadata=metadata.dump(form.meta),
    )


def _purpose(form: Form, rules: Otp) -> Block:
    chosen, block_id = form.purpose, form.meta.purpose_block
    if rules.purposes:
        options = {each: kit.option(each, each) for each in rules.purposes}
        select: Block = {
            "type": "static_select",
            "action_id": Action.PURPOSE,
            "placeholder": kit.plain("Choose", limits.PLACEHOLDER),
            "options": list(options.values()),
        }
        if chosen in options:
            select["initial_option"] = options[chosen]
        return kit.field("What for", block_id, select)
    typed: Block = {
        "type": "plain_text_input",
        "action_id": Action.PURPOSE,
        "placeholder": kit.plain("Password reset", limits.PLACEHOLDER),
        "max_length": LONGEST_PURPOSE,
    }
    if chosen:
        typed["initial_value"] = chosen[:LONGEST_PURPOSE]
    return kit.field("What for", block_id, typed, hint="It stands in the channel and in the record.")
