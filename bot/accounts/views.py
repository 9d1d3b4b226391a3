"""How people choose the account they text as. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.accounts.model import Account
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content

CHOOSE: Final = "choose_account."
"""The action ids of the buttons begin so and end with the account's key."""
WHICH: Final = "Which SMS-iT account do you text as? Choose, then start again. Nothing was done yet."
UNAVAILABLE: Final = "{} isn't available at the moment, and nothing was done. Try again in a minute."
NOT_YOURS: Final = "That account isn't open to you. Type `/sms account` to see yours."


def asking(accounts: Iterable[Account], sentence: str = WHICH) -> Content:
    """Return the question, with a button for each account."""
    return Content(text=sentence, blocks=(kit.section(sentence), kit.actions(_buttons(accounts))))


def home(accounts: Iterable[Account]) -> Block:
    """Return the Home tab of somebody who has to choose first."""
    return {
        "type": "home",
        "blocks": [
            kit.header("Choose an account"),
            kit.section("You text as one SMS-iT account at a time. `/sms account` changes it."),
            kit.actions(_buttons(accounts)),
        ],
    }


def told(here: Account | None, elsewhere: Account | None, accounts: tuple[Account, ...]) -> Content:
    """Return as which account somebody texts in this channel and elsewhere, and what they may choose."""
    lines = []
    if here is not None:
        lines.append(f"In this channel everyone texts as *{_name(here)}*.")
    where = " in channels without an account of their own" if here is not None else ""
    if elsewhere is not None:
        lines.append(f"You text as *{_name(elsewhere)}*{where}.")
    elif accounts:
        lines.append(f"You haven't chosen the account you text as{where}.")
    else:
        lines.append(f"You have no SMS-iT account{where}. Ask the person who runs the bot.")
    sentence = " ".join(lines)
    if len(accounts) > 1:
        return asking((each for each in accounts if each is not elsewhere), sentence)
    return Content(text=sentence, blocks=(kit.section(sentence),))


def chosen(account: Account) -> str:
    """Return what is said once somebody chose."""
    return f"You text as *{_name(account)}* now, but in channels with an account of their own."


def unavailable(account: Account) -> str:
    """Return what is said while the bot of an account takes nothing."""
    return UNAVAILABLE.format(f"The account *{_name(account)}*")


def ephemeral(content: Content) -> Mapping[str, Any]:
    """Return an answer to a command."""
    return {"response_type": "ephemeral", "text": content.text, "blocks": list(content.blocks)}


def _buttons(accounts: Iterable[Account]) -> list[Block]:
    return [kit.button(f"Text as {each.name}", f"{CHOOSE}{each.key}") for each in accounts]


def _name(account: Account) -> str:
    return kit.escape(account.name)
