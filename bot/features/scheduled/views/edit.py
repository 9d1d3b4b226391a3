"""How the form looks that changes a send the bot holds. Pure: the form as it stands in, a modal out."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.features.approvals.service import SeenByOwner
from bot.features.approvals.views import facts as facts_view
from bot.features.approvals.views import review as review_view
from bot.features.scheduled.form import FEATURE, Form
from bot.features.scheduled.ids import Action, Modal
from bot.features.scheduled.request import is_renewable
from bot.features.sends.duplicate_checks import DuplicateError
from bot.features.sends.views import duplicates as duplicates_view
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import schedule
from bot.slack.blocks.fields.schedule import Part
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.sends import Send, SendKind
from bot.texting import words

RENEW: Final = "Edit and ask again"
FIXED: Final = (
    "In a scheduled list, only its time can be changed. To change its words, cancel it and make a new one."
)
CHANGE_BELOW: Final = "To change something first, use the fields below."
AGAIN: Final = "If it costs more or goes out at another time than approved, it needs approval again."


def renew(send: Send) -> Block | None:
    """Return the button that has a send changed and asked about again; none where that cannot be."""
    return kit.button(RENEW, Action.RENEW, value=send.id) if is_renewable(send) else None


def edit(form: Form) -> Block:
    """Return the modal that changes a send."""
    blocks = [kit.section(form.state.to)] if form.state.to else []
    if form.has_words:
        group = form.kind is SendKind.GROUP
        blocks += message_field.blocks(
            form.message,
            form.state.edition,
            feature=FEATURE,
            group=group,
            left_out=form.left_out,
            answers=form.answers,
        )
    else:
        blocks.append(kit.context(FIXED))
    hint = "In your time zone."
    if form.state.now:
        hint += " Leave empty to send as soon as it's approved."
    at = schedule.moment(Action.AT, form.at)
    blocks.append(kit.field("Send at", Part.AT, at, hint=hint, optional=bool(form.state.now)))
    if form.kind is not SendKind.CONTACT and not form.state.renews:
        blocks.append(kit.context(AGAIN))
    return kit.modal(
        callback_id=Modal.EDIT,
        title=RENEW if form.state.renews else "Edit text",
        blocks=blocks,
        submit="Review" if form.state.renews else "Save",
        close="Cancel" if form.state.renews else "Back",
        metadata=metadata.dump(replace(form.state, reviewed="")),
    )


def twice(form: Form, error: DuplicateError, now: datetime) -> Block:
    """Return the form below the question whether the same words should go to the same people twice."""
    zone = words.zone_or_utc(form.state.zone)
    asked = duplicates_view.question(error.found, zone, now) or kit.escape(error.sentence)
    view = edit(replace(form, state=replace(form.state, told=error.fingerprint)))
    return view | {"blocks": [kit.section(f":warning: {asked}"), *view["blocks"]]}


def review(form: Form, send: Send, look: SeenByOwner | None = None) -> Block:
    """Return the form below what the approvers would be asked about: the words, who gets them, the cost.

    ``send`` is as it would be; ``look`` what is found out about it beside, None until it is.
    """
    recipients = words.pluralize(send.people, "recipient")
    sample = look.sample if look is not None else ""
    blocks = [kit.header(f"{facts_view.name(send)} · {recipients}"), kit.quote(sample or send.body or "")]
    cost, when, sent_by = facts_view.cost(send), facts_view.when(send), facts_view.sent_from(send)
    blocks.append(kit.fields([("Cost", cost), ("Send", when), ("From", sent_by)]))
    warnings = (
        (review_view.LOOKING,)
        if look is None
        else [f":warning: {kit.escape(each)}" for each in look.warnings]
    )
    blocks += [*kit.notes(warnings), kit.context(CHANGE_BELOW), kit.divider()]
    view = edit(form)
    return view | {
        "blocks": [*blocks, *view["blocks"]],
        "submit": kit.plain("Request approval", limits.VIEW_TITLE),
        "private_metadata": metadata.dump(form.state),
    }
