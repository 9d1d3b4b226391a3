"""How balances look."""

from bot.features.credits.service import Balances
from bot.slack.blocks import kit
from bot.slack.outgoing.poster import Content


def balances(now: Balances, left: tuple[str, ...] = ()) -> Content:
    """Return the answer to a question for the balance; ``left`` are lines of mrkdwn about budgets."""
    reserved = f" ({now.reserved:,} reserved for scheduled texts)" if now.reserved else ""
    facts = [("SMS credits", f"{now.sms:,}{reserved}"), ("Voice credits", f"{now.voice:,}")]
    text = f"You have {now.sms:,} SMS credits{reserved} and {now.voice:,} voice credits."
    blocks = (kit.fields(facts), *(kit.context(line) for line in left))
    return Content(text="\n".join((text, *left)), blocks=blocks)
