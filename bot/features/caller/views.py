"""How the passport looks. Pure: what is known in, a modal out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Opened
from bot.features.after_code import Opening
from bot.features.appointments.service import MOVING_ACTIONS
from bot.features.appointments.views import message as appointment_view
from bot.features.caller.ids import Action, Modal
from bot.features.caller.service import Code, DoNotTextNote, Passport
from bot.features.contacts.service import Card, LinkedAction, TypedNumber
from bot.features.contacts.views.options import suggestion_option
from bot.features.contacts.views.person import LISTED
from bot.features.delivery.views import recent as recent_view
from bot.features.otp.views import words as code_words
from bot.slack.blocks import kit, moments
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import LONGEST_NAME, person, person_title
from bot.store.sends import Send
from bot.store.verifications import Verification
from bot.texting import phones, words

TITLE: Final = "Caller passport"
LOOKING: Final = "Looking up the caller …"
MOST_CHOICES: Final = 8
LONGEST_REASON: Final = 200
NO_CODE: Final = "*Not verified.* No code was sent to this number."
EARLIER: Final = "*Not verified in this call.*"
ONLY_YOU: Final = "The code opens this to you only."
NO_APPOINTMENT: Final = "*Next appointment:* none booked from Slack."
NO_TEXTS: Final = "No texts were sent to this number from Slack."
UNREACHABLE: Final = ":warning: *Probably unreachable.* The last three texts weren't delivered."
WHICH: Final = "*Who is calling?*"
OPENS: Final[Mapping[Opened, str]] = MappingProxyType(
    {
        Opened.FULL_NUMBER: "see the whole number",
        Opened.MOVE_APPOINTMENT: "move or cancel the appointment",
    }
)
"""What a code opens, behind *you can*."""


def loading() -> Block:
    """Return what a person sees while the caller is looked up."""
    return _notice([kit.section(f":mag: {LOOKING}")])


def trouble(sentence: str) -> Block:
    """Return why nobody was found."""
    return _notice([kit.section(f":warning: {kit.sentence(sentence)}")])


def choice(found: Sequence[Card | TypedNumber], region: str | None) -> Block:
    """Return the question who of several is meant."""
    blocks = [kit.section(WHICH)]
    for each in found[:MOST_CHOICES]:
        option = suggestion_option(each, region)
        row = kit.section(kit.escape(str(option["text"]["text"])))
        row["accessory"] = kit.button("Open", Action.CHOOSE, value=str(option["value"]))
        blocks.append(row)
    if len(found) > MOST_CHOICES:
        blocks.append(kit.context("More people match. Type more of the name, or the number."))
    return _notice(blocks)


def whole_number(number: str) -> Block:
    """Return a number (digits) in full, for whoever a code opened it to."""
    return kit.modal(
        callback_id=Modal.NOTICE,
        title="Whole number",
        blocks=[
            kit.section(f"*{kit.escape(phones.shown(number))}*"),
            kit.context("Your name is recorded as having seen it."),
        ],
        close="Back",
    )


def passport(found: Passport, actions: Sequence[LinkedAction], zone: ZoneInfo, account: ZoneInfo) -> Block:
    """Return all that is known of a caller, times in ``zone``; those of appointments as ``account`` has them.

    ``actions`` lead elsewhere from the number.
    """
    blocks = [kit.section(_who(found)), *_warnings(found), *_code(found.code, zone, full=found.full)]
    blocks += [kit.divider(), *_appointment(found, account), kit.divider(), *_texts(found, zone)]
    if actions:
        row = [kit.button(each.label, each.action_id, value=found.number) for each in actions]
        blocks.append(kit.actions(row))
    return kit.modal(callback_id=Modal.PASSPORT, title=TITLE, blocks=blocks, close="Close")


def open_to_you(found: Opening, account: ZoneInfo) -> Block:
    """Return a line of the Home tab about a caller whose things are open to the person for some minutes."""
    verified = found.verified
    whom = person(verified.name, verified.number)
    until = moments.moment(found.until, account)
    line = kit.section(f":white_check_mark: *{whom}* is verified. Until {until}, you can {_opens(found)}.")
    line["accessory"] = kit.button(TITLE, Action.OF_CODE, value=verified.send_id)
    return line


def after_verifying(send_id: str) -> Block:
    """Return the button that leads from a verified code to its caller's passport."""
    return kit.button(TITLE, Action.OF_CODE, value=send_id)


def _who(found: Passport) -> str:
    if not found.full:
        return person_title(found.name, found.number)
    name, number = kit.escape(kit.truncate(found.name, LONGEST_NAME)), phones.shown(found.number)
    return words.person(f"*{name}*", number) if name else f"*{number}*"


def _warnings(found: Passport) -> list[Block]:
    """Return what keeps texts from reaching them: what somebody looks for first."""
    lines = []
    if found.do_not_text is not None:
        lines.append(_listed(found.do_not_text))
    if found.card is not None and not found.card.subscribed:
        lines.append(":no_bell: *Opted out.* SMS-iT won't text this contact.")
    if found.unreachable:
        lines.append(UNREACHABLE)
    if found.trouble:
        lines.append(f":warning: We couldn't look up the contact. {kit.sentence(found.trouble)}")
    elif found.card is None:
        lines.append(":grey_question: *Not in your contacts.* SMS-iT only texts contacts.")
    return [kit.section("\n".join(lines))] if lines else []


def _listed(found: DoNotTextNote) -> str:
    if found.entry is None:
        return LISTED
    reason = kit.escape(kit.truncate(phones.mask_in(found.entry.reason), LONGEST_REASON))
    why = f": {reason}" if reason else ""
    return f"{LISTED}\nAdded by <@{found.entry.added_by}>{why}"


def _code(code: Code, zone: ZoneInfo, *, full: bool) -> list[Block]:
    known = [each for each in (code.verified, code.newer) if each is not None]
    lines = [_outcome(each, code, zone) for each in known] or [NO_CODE]
    blocks = [kit.section("\n".join(lines))]
    if code.opening is not None:
        until = moments.moment(code.opening.until, zone)
        blocks.append(kit.context(f"Until {until}, you can {_opens(code.opening)}. {ONLY_YOU}"))
        if Opened.FULL_NUMBER in code.opening.opened and not full:
            value = code.opening.verified.send_id
            blocks.append(kit.actions([kit.button("Whole number", Action.WHOLE_NUMBER, value=value)]))
    return blocks


def _outcome(found: Verification, code: Code, zone: ZoneInfo) -> str:
    icon, text = code_words.outcome(found, zone.key)
    if found is code.verified and not code.is_fresh:
        at = moments.moment(found.decided_at or found.created_at, zone)
        icon, text = ":grey_question:", f"{EARLIER} Last verified by <@{found.user_id}>, {at}"
    purpose = f" · {code_words.purpose(found)}" if found.send_id in code.purposes else ""
    return f"{icon} {text}{purpose}"


def _opens(opening: Opening) -> str:
    return words.join_and(OPENS[each] for each in Opened if each in opening.opened)


def _appointment(found: Passport, account: ZoneInfo) -> list[Block]:
    if found.appointment is None:
        return [kit.section(NO_APPOINTMENT)]
    blocks = [kit.section(f"*Next appointment*\n{appointment_view.status_line(found.appointment, account)}")]
    moving = [each for each in appointment_view.changes(found.appointment) if _moves(each)]
    if found.may_move and moving:
        blocks.append(kit.actions(moving))
    return blocks


def _moves(button: Block) -> bool:
    return button["action_id"] in MOVING_ACTIONS


def _texts(found: Passport, zone: ZoneInfo) -> list[Block]:
    if not found.texts:
        return [kit.section(NO_TEXTS)]
    shown = {each.id for each in found.texts}
    blocks = [kit.section("*Last texts*"), *(_text(each, zone, found.now) for each in found.texts)]
    refusals = [each for each in found.refusals if each.id not in shown]
    if refusals:
        blocks += [kit.section("*Refused earlier*"), *(_text(each, zone, found.now) for each in refusals)]
    return blocks


def _text(send: Send, zone: ZoneInfo, now: datetime) -> Block:
    return kit.section(recent_view.line(send, zone, now))


def _notice(blocks: list[Block]) -> Block:
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=blocks, close="Close")
