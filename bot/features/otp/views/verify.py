"""How the form looks in which a code is typed, and what came of it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.features.otp.ids import Action, Field, Modal
from bot.features.otp.views import words as words_view
from bot.features.otp.views.message import again
from bot.slack.blocks import kit, limits
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.verifications import Reason, Stage, Verification
from bot.texting import phones
from bot.texting.words import pluralize

TITLE: Final = "Verify a code"
LONGEST_TYPED: Final = 120
"""Characters; digits picked as emoji come by their names, six or more to a digit."""
IMPOSSIBLE: Final = "A code is 4 to 12 letters and digits. Type it as it is read to you; no try was used."
NONE_OPEN: Final = "No code of yours waits to be verified. Send one with `/sms otp`."
_NEWS: Final = "The message of the code says what comes of it."


@dataclass(frozen=True, slots=True)
class VerifyState:
    """Which code is typed; empty where that is chosen in the form."""

    send_id: str = ""


def form(found: Verification, now: datetime) -> Block:
    """Return the form for one code; when it can be typed no more, why."""
    if found.state is not Stage.OPEN or found.is_over(now):
        return result(found)
    facts = [
        ("Sent to", phones.mask(found.number)),
        ("What for", words_view.purpose(found)),
        ("Left", f"{words_view.tries(found)}, {_left(found, now)}"),
    ]
    return _modal([kit.fields(facts), _typed()], VerifyState(found.send_id))


def choice(found: Sequence[Verification], now: datetime) -> Block:
    """Return the form that asks which of some codes is typed, the newest first."""
    if not found:
        return _notice(NONE_OPEN)
    options = [_option(each, now) for each in found]
    select = {
        "type": "static_select",
        "action_id": Action.WHICH,
        "options": options,
        "initial_option": options[0],
    }
    return _modal([kit.field("Which code", Field.WHICH, select), _typed()], VerifyState())


def wrong(left: int) -> str:
    """Return what is said beside the field when a code is not the one."""
    return f"That is not the code. {pluralize(left, 'try', 'tries')} left."


def result(found: Verification) -> Block:
    """Return what became of a verification, and what can be done."""
    about = f"{phones.mask(found.number)}, {words_view.purpose(found)}"
    match found.state:
        case Stage.VERIFIED:
            return _notice(f":white_check_mark: *Verified.* {about}", title="Verified")
        case Stage.CHECKING:
            _icon, text = words_view.outcome(found, None)
            return _notice(f":hourglass_flowing_sand: {text}. {_NEWS}\n{about}")
        case Stage.FAILED:
            _icon, text = words_view.outcome(found, None)
        case _:
            text = f"*Not verified*: {words_view.why(Reason.EXPIRED)}"
    return _notice(f":no_entry: {text}.\n{about}", title="Not verified", button=again(found.send_id))


def _typed() -> Block:
    element = {
        "type": "plain_text_input",
        "action_id": Action.CODE,
        "max_length": LONGEST_TYPED,
        "placeholder": kit.plain("As it is read to you", limits.PLACEHOLDER),
    }
    return kit.field("Code", Field.CODE, element, hint="Capitals, blanks and dashes make no difference.")


def _option(found: Verification, now: datetime) -> Block:
    text = f"{phones.mask(found.number)} · {phones.mask_in(found.purpose)}"
    return kit.option(text, found.send_id, f"{words_view.tries(found)}, {_left(found, now)} left")


def _left(found: Verification, now: datetime) -> str:
    """Return how long a code counts yet, in whole minutes that have begun."""
    seconds = ((found.expires_at or now) - now).total_seconds()
    return pluralize(max(1, -int(-seconds // 60)), "minute")


def _modal(blocks: list[Block], state: VerifyState) -> Block:
    return kit.modal(
        callback_id=Modal.VERIFY,
        title=TITLE,
        blocks=blocks,
        submit="Verify",
        metadata=metadata.dump(state),
    )


def _notice(text: str, *, title: str = TITLE, button: Block | None = None) -> Block:
    blocks = [kit.section(text)] + ([kit.actions([button])] if button else [])
    return kit.modal(callback_id=Modal.NOTICE, title=title, blocks=blocks, close="Close")
