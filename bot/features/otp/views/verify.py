"""How the form looks in which a code is typed, and what came of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.features.otp.ids import Action, Field, Modal
from bot.features.otp.views import words as words_view
from bot.features.otp.views.message import again
from bot.features.sends.refusals import who
from bot.slack.blocks import kit
from bot.slack.blocks.fields import select, text_input
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import person
from bot.slack.incoming import metadata
from bot.store.verifications import Reason, Stage, Verification
from bot.texting import phones
from bot.texting.words import pluralize

TITLE: Final = "Verify a code"
WRONG: Final = ":x: *That's not the code.*"
LONGEST_TYPED: Final = 120
"""Characters; digits picked as emoji come by their names, six or more to a digit."""
IMPOSSIBLE: Final = "A code has 4 to 12 letters and digits. No attempt was used."
NONE_OPEN: Final = "You have no codes waiting. Send one with `/sms otp`."
_NEWS: Final = "The code's message will show the result."


@dataclass(frozen=True, slots=True)
class VerifyState:
    """Which code is typed; empty where that is chosen in the form."""

    send_id: str = ""


def form(found: Verification, now: datetime, *, is_wrong: bool = False) -> Block:
    """Return the form for one code; when it can be typed no more, why.

    ``is_wrong``: what was typed just now was not the code. What is left is said in one place only.
    """
    if found.state is not Stage.OPEN or found.is_over(now):
        return result(found)
    facts = [("Sent to", person(found.name, found.number)), ("Purpose", words_view.purpose(found))]
    left = _left(found, now)
    said = kit.section(f"{WRONG} {left}.") if is_wrong else kit.context(f"{left}.")
    return _modal([kit.fields(facts), said, _typed()], VerifyState(found.send_id))


def choice(found: Sequence[Verification], now: datetime, *, wrong: str = "") -> Block:
    """Return the form that asks which of some codes is typed, the newest first.

    ``wrong`` is the send id of the one that was typed wrongly just now.
    """
    if not found:
        return _notice(NONE_OPEN)
    options = {each.send_id: _option(each, now) for each in found}
    chosen = options.get(wrong, next(iter(options.values())))
    codes = select.element(Action.WHICH, options.values(), chosen=chosen)
    blocks = [kit.field("Which code", Field.WHICH, codes), _typed()]
    if wrong in options:
        tried = next(each for each in found if each.send_id == wrong)
        blocks.insert(0, kit.section(f"{WRONG} {_left(tried, now)}."))
    return _modal(blocks, VerifyState())


def result(found: Verification, verified: Sequence[Block] = ()) -> Block:
    """Return what became of a verification, and what can be done: ``verified`` once somebody was."""
    about = f"{person(found.name, found.number)}, {words_view.purpose(found)}"
    match found.state:
        case Stage.VERIFIED:
            return _notice(f":white_check_mark: *Verified.* {about}", title="Verified", buttons=verified)
        case Stage.CHECKING:
            _icon, text = words_view.outcome(found, None)
            return _notice(f":hourglass_flowing_sand: {text}. {_NEWS}\n{about}")
        case Stage.FAILED:
            _icon, text = words_view.outcome(found, None)
        case _:
            text = f"*Not verified*: {words_view.why(Reason.EXPIRED)}"
    return _notice(f":no_entry: {text}.\n{about}", title="Not verified", buttons=(again(found.send_id),))


def _typed() -> Block:
    element = text_input.element(Action.CODE, LONGEST_TYPED, example="The code the caller reads to you")
    return kit.field("Code", Field.CODE, element, hint="Case, spaces and dashes are ignored.")


def _option(found: Verification, now: datetime) -> Block:
    text = f"{who(found.name, found.number)} · {phones.mask_in(found.purpose)}"
    return kit.option(text, found.send_id, _left(found, now))


def _left(found: Verification, now: datetime) -> str:
    """Return how many attempts a code has left and how long, in whole minutes that have begun."""
    seconds = ((found.expires_at or now) - now).total_seconds()
    minutes = pluralize(max(1, -int(-seconds // 60)), "minute")
    return f"{words_view.attempts(found)}, expires in {minutes}"


def _modal(blocks: list[Block], state: VerifyState) -> Block:
    return kit.modal(
        callback_id=Modal.VERIFY,
        title=TITLE,
        blocks=blocks,
        submit="Verify",
        metadata=metadata.dump(state),
    )


def _notice(text: str, *, title: str = TITLE, buttons: Sequence[Block] = ()) -> Block:
    blocks = [kit.section(text)] + ([kit.actions(buttons)] if buttons else [])
    return kit.modal(callback_id=Modal.NOTICE, title=title, blocks=blocks, close="Close")
