"""How balances look."""

from bot.features.credits.service import Balances
from bot.slack.blocks import kit
from bot.slack.outgoing.poster import Content


def balances(now: Balances, left: tuple[str, ...] = ()) -> Content:
    """Return the answer to a question for the balance; ``left`` are lines of mrkdwn about budgets."""
    facts = [("SMS credits", f"{now.sms:,}"), ("Voice credits", f"{now.voice:,}")]
    if now.reserved:
        facts.append(("Reserved by texts on their way", f"{now.reserved:,}"))
    text = "; ".join(f"{label}: {value}" for label, value in facts)
    blocks = (kit.fields(facts), *(kit.context(line) for line in left))
    return Content(text="\n".join((text, *left)), blocks=blocks)
