"""How the compose form of a broadcast looks. Pure: the form as it stands in, a modal out."""

from dataclasses import replace
from typing import Final

from bot.features.broadcast import pace
from bot.features.broadcast.cost import NAME
from bot.features.broadcast.form import ROTATES, Field, Form, throttle_block
from bot.features.broadcast.ids import FEATURE, Action, Modal
from bot.features.broadcast.pace import Pace
from bot.slack.blocks import kit, limits
from bot.slack.blocks.fields import group as groups_field
from bot.slack.blocks.fields import message as message_field
from bot.slack.blocks.fields import schedule, select
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.texting import words
from bot.texting.sender_ids import Senders

LONGEST_NOTE: Final = 1000


def compose(form: Form, senders: Senders) -> Block:
    """Return the modal in which a broadcast is written."""
    form = replace(form, state=replace(form.state, numbers=len(senders.numbers) if form.rotate else 1))
    blocks: list[Block] = []
    if form.state.note:
        blocks.append(kit.context(form.state.note))
    blocks.append(_group(form))
    blocks += message_field.blocks(
        form.message,
        form.state.edition,
        feature=FEATURE,
        group=True,
        left_out=form.left_out,
        answers=form.answers,
    )
    blocks.append(_insert())
    blocks += sender_field.blocks(senders, form.sender, feature=FEATURE)
    blocks += [_rotate(form), _throttle(form)]
    blocks += schedule.blocks(form, feature=FEATURE)
    return kit.modal(
        callback_id=Modal.COMPOSE,
        title="Broadcast to a group",
        blocks=blocks,
        submit="Review",
        metadata=metadata.dump(form.state),
    )


def with_name(form: Form) -> Form:
    """Return the form with the mark for a first name at the message's end, in a new edition of the field.

    A message that has no room left for it stays as it is.
    """
    longer = f"{form.message} {NAME}".lstrip()
    return message_field.rewritten(form, longer if len(longer) <= limits.INPUT_TEXT else form.message)


def with_people(form: Form, people: int) -> Form:
    """Return the form with the throttle's choices worked out for so many people."""
    return replace(form, state=replace(form.state, people=people))


def not_known(typed: str, near: tuple[str, ...]) -> str:
    """Return the note about a typed name that no group has."""
    note = f":warning: There's no group called {kit.escape(kit.truncate(typed, limits.OPTION_TEXT))}."
    if near:
        names = " or ".join(kit.escape(kit.truncate(name, limits.OPTION_TEXT)) for name in near)
        note += f" Did you mean {names}?"
    return kit.truncate(note, LONGEST_NOTE)


def _group(form: Form) -> Block:
    return kit.field("To the group", Field.GROUP, groups_field.select(Action.GROUP, form.group), live=True)


def _insert() -> Block:
    """Return the button that puts the mark for a first name in: on purpose, for SMS-iT fills it in itself."""
    return kit.actions([kit.button(f"Insert {NAME}", Action.INSERT_NAME)], block_id="insert")


def _rotate(form: Form) -> Block:
    choice = kit.option("Rotate through all account numbers", ROTATES)
    element: Block = {"type": "checkboxes", "action_id": Action.ROTATE, "options": [choice]}
    if form.rotate:
        element["initial_options"] = [choice]
    return kit.field("Sender numbers", Field.ROTATE, element, optional=True, live=True)


def _throttle(form: Form) -> Block:
    options = {
        seconds: _pause(Pace(seconds, form.rotate, form.state.numbers), form.state.people)
        for seconds in pace.THROTTLES
    }
    element = select.element(Action.THROTTLE, options.values(), chosen=options[form.throttle])
    hint = "For each sender number. Slower sending avoids carrier filtering."
    return kit.field("Delay between texts", throttle_block(form.state), element, hint=hint)


def _pause(at: Pace, people: int) -> Block:
    text = words.pluralize(at.throttle or pace.USUAL, "second")
    if people:
        text += f", {words.about(at.lasts(people))} for {words.pluralize(people, 'recipient')}"
    return kit.option(text, str(at.throttle))
