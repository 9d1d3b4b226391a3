"""How every confirmation looks: all that a person should know before something costs money. Pure.

Sender, cost, balance, time, dates, warnings, approval, quiet hours and budgets are shown the same way for
every kind; a kind adds only what is its own, as a :class:`Layout`. What people or SMS-iT wrote is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.sends.preview import Draft, Funds, Preview
from bot.features.sends.views import quiet as quiet_view
from bot.features.sends.views.quiet import Box
from bot.slack.blocks import kit
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import sender
from bot.store.appointments import Appointment
from bot.store.sends import HeldBy, Send, SendKind
from bot.texting import segments, templates, words

Facts = Sequence[tuple[str, str]]
"""Values as mrkdwn, each behind its label."""

DATES_SHOWN: Final = 12
FORCING_SHOWN: Final = 4
SHORT: Final = "By SMS-iT's stricter way of counting, the balance may not cover this."
BEFORE_NAMES: Final = (
    "SMS-iT may want more credits to be there than this takes: it looks before it puts the names in."
)
ROLLS_OVER: Final = "Some months are too short for this day; SMS-iT then moves the date into the next month."


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What one kind puts into its confirmation, each where it belongs.

    The facts ``whom`` stand before the sender, ``size`` between sender and cost, ``more`` behind the balance.
    ``cost`` says what it takes in words of its own. ``text`` shows what is sent, ``below`` follows the
    warnings (plain text), ``small`` are lines of small print, and ``follows`` ends the sentence that says
    where its message appears. ``box`` and ``hold`` answer quiet hours. ``submit`` is empty for the usual one.
    """

    callback_id: str
    title: str
    metadata: str
    whom: Facts
    size: Facts = ()
    more: Facts = ()
    cost: str = ""
    submit: str = ""
    sender_label: str = "From"
    cost_label: str = "Cost"
    text: Sequence[Block] = ()
    warnings: Sequence[str] = ()
    below: Sequence[Block] = ()
    small: Sequence[str] = ()
    follows: str = ""
    box: Box | None = None
    hold: Sequence[Block] = ()


def confirmation(
    preview: Preview[Any, Any],
    layout: Layout,
    *,
    now: datetime | None = None,
    account_zone: ZoneInfo | None = None,
) -> Block:
    """Return the confirmation of a draft, without a button for who may not send in the quiet hours it meets.

    ``now`` (aware) is given for what can be sent later: it then says when, and who holds it until then.
    """
    blocks = [kit.fields(_facts(preview, layout))]
    if now is not None:
        blocks.append(kit.section(f"*When*\n{_when(preview, account_zone, now)}"))
    blocks += layout.text
    if len(preview.dates.series) > 1:
        blocks.append(kit.section(_dates(preview)))
    warnings = (*preview.warnings, *layout.warnings, *_warnings(preview))
    blocks += [kit.context(f":warning: {kit.escape(each)}") for each in warnings if each]
    blocks += layout.below
    if preview.approval:
        why = words.join_and(kit.escape(each) for each in preview.approval)
        blocks.append(kit.section(f":busts_in_silhouette: A second person must approve this: {why}"))
    blocks += quiet_view.section(preview, layout.box, layout.hold)
    small = _small_print(preview, layout)
    if small:
        blocks.append(kit.context("\n".join(small)))
    may_submit = preview.may_override or not preview.must_override
    return kit.modal(
        callback_id=layout.callback_id,
        title=layout.title,
        blocks=blocks,
        submit=(layout.submit or _submit(preview)) if may_submit else "",
        close="Back",
        metadata=layout.metadata,
    )


def cost(takes: int, upper: int) -> str:
    """Return credits by the documented rule, and by the stricter one where that says more."""
    return words.pluralize(takes, "credit") + (f", at most {upper:,}" if upper > takes else "")


def warnings_of(body: str, *, group: bool = False) -> list[str]:
    """Return what deserves a second look in the words of a text, to one person or to a ``group``."""
    found = [warning.sentence for warning in templates.warnings(body, group=group)]
    forcing = segments.measure(body).forcing
    if forcing:
        names = words.join_and(each.name for each in forcing[:FORCING_SHOWN])
        found.append(f"Only 70 characters to a segment, because of: {names}.")
    return found


def _facts(preview: Preview[Any, Any], layout: Layout) -> list[tuple[str, str]]:
    funds = preview.funds
    if funds is None:
        return [*layout.whom, *layout.size, *layout.more]
    return [
        *layout.whom,
        *senders(preview.draft, layout.sender_label),
        *layout.size,
        (layout.cost_label, layout.cost or cost(funds.credits, funds.upper)),
        *_balance(funds),
        *layout.more,
    ]


def senders(draft: Draft, label: str = "From") -> Facts:
    """Return who the texts of a draft come from, as it stands in whatever asks for a confirmation."""
    return [(label, _sender(draft))]


def _sender(draft: Draft) -> str:
    return kit.escape(sender_field.shown(draft.sender)) if isinstance(draft, Appointment) else sender(draft)


def _balance(funds: Funds) -> Facts:
    spoken_for = f", {funds.reserved:,} spoken for" if funds.reserved else ""
    return [("Balance", f"{funds.balance:,}{spoken_for}"), ("Balance after", f"{funds.after:,}")]


def _when(preview: Preview[Send, Any], account_zone: ZoneInfo | None, now: datetime) -> str:
    """Return when it goes out and who holds it until then, in the person's zone, and the account's."""
    draft = preview.draft
    zone = words.zone_or_utc(draft.zone)
    if draft.send_at is None:
        shown = words.when(now, zone)
        return f"As soon as it is approved; it is {shown} now" if preview.approval else f"Now: {shown}"
    text = words.when(draft.send_at, zone)
    if draft.held_by is not HeldBy.SMSIT:
        return f"{text}\nheld by the bot, can be cancelled"
    text += "\nheld by SMS-iT, cannot be cancelled from here"
    if account_zone is not None and account_zone.key != zone.key:
        text += f"\nin the account's zone: {words.when(draft.send_at, account_zone)}"
    return text


def _dates(preview: Preview[Send, Any]) -> str:
    """Return the dates of a series and what they cost in all."""
    series, zone = preview.dates.series, words.zone_or_utc(preview.draft.zone)
    lines = [f"• {words.when(at, zone)}" for at in series[:DATES_SHOWN]]
    more = len(series) - DATES_SHOWN
    if more > 0:
        lines.append(f"… and {more} more, the last one {words.when(series[-1], zone)}")
    title = words.pluralize(len(series), _noun(preview.draft))
    if preview.funds is not None:
        title += f", {words.pluralize(preview.funds.credits, 'credit')} in all"
    return f"*{title}*\n" + "\n".join(lines)


def _noun(draft: Send) -> str:
    return "broadcast" if draft.kind is SendKind.GROUP else "text"


def _warnings(preview: Preview[Any, Any]) -> list[str]:
    found = []
    if preview.quiet is not None and not preview.must_override:
        found.append(quiet_view.sentence(preview.quiet.dates, len(preview.dates.series)))
    if preview.dates.rolls_over:
        found.append(ROLLS_OVER)
    if preview.funds is not None:
        found.append(_of_the_money(preview, preview.funds))
    return found


def _of_the_money(preview: Preview[Any, Any], funds: Funds) -> str:
    if preview.runs_out is not None:
        at = words.when(preview.runs_out, words.zone_or_utc(preview.draft.zone))
        return f"The balance as it stands runs out before the {_noun(preview.draft)} on {at}."
    if funds.available < funds.looked_for:
        return BEFORE_NAMES
    return SHORT if funds.after < 0 else ""


def _small_print(preview: Preview[Any, Any], layout: Layout) -> list[str]:
    lines = list(layout.small)
    lines += [
        f"{kit.escape(left.label)}: {left.credits:,} of {left.limit:,} credits left that day, before this"
        for left in preview.budgets
    ]
    if layout.follows:
        lines.append(_where(preview.draft, layout.follows))
    return lines


def _where(draft: Draft, follows: str) -> str:
    place = f"in <#{draft.origin_channel}>" if draft.origin_channel else "as a direct message to you"
    appears = f"Its message appears {place}"
    if isinstance(draft, Send) and draft.held_by is HeldBy.SMSIT:
        return f"{appears}. What becomes of it later only SMS-iT knows."
    return f"{appears}{follows}"


def _submit(preview: Preview[Send, Any]) -> str:
    if preview.approval:
        return "Ask for approval"
    return "Send now" if preview.draft.held_by is HeldBy.NONE else "Schedule"
