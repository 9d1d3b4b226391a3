"""How every confirmation looks: all that a person should know before something costs money. Pure.

The words come first and the money second, so that both are seen without scrolling; then what deserves a
second look, who gets it, the limit that is the closest, and who else has to agree. It is the same for
every kind; a kind adds only what is its own, as a :class:`Layout`. What people or SMS-iT wrote is escaped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.features.budgets.service import Left, tightest
from bot.features.sends.preview import Draft, Funds, Preview
from bot.features.sends.repeats import is_series
from bot.features.sends.views import quiet as quiet_view
from bot.features.sends.views import repeats as repeats_view
from bot.features.sends.views.quiet import Box
from bot.slack.blocks import kit, moments
from bot.slack.blocks.fields import sender as sender_field
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import sender
from bot.store.appointments import Appointment
from bot.store.change_plans import ChangePlan
from bot.store.sends import HeldBy, Send, SendKind
from bot.texting import segments, templates, words

Facts = Sequence[tuple[str, str]]
"""Values as mrkdwn, each behind its label."""

DATES_SHOWN: Final = 12
FORCING_SHOWN: Final = 4
SHORT: Final = "SMS-iT may charge more than this, and your balance may not cover it."
BEFORE_NAMES: Final = (
    "SMS-iT may ask for more credits than this takes, because it checks before it fills in names."
)
ROLLS_OVER: Final = "Some months don't have this day; SMS-iT moves those dates into the next month."
ASIDE: Final = (
    "Updates will come as a direct message, because <#{channel}> is shared with another organisation"
)
REPEATS: Final = "Each date is checked again when it comes; you can skip, pause, edit or stop it"
WHOEVER_IS_THERE: Final = "SMS-iT texts everyone who is in the group then, also people who join until then"
NO_REPORTS: Final = "SMS-iT sends it later and won't report its delivery here."


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What one kind puts into its confirmation, each where it belongs.

    ``heading`` (plain text) says who it goes to. ``text`` shows what is sent. Of the figures, ``cost`` says
    what it takes in words of its own, ``lasts`` how long sending takes, and ``more`` follow. ``below``
    follows the warnings (plain text); ``small`` are lines of small print, and ``updates`` adds where its
    message will appear. ``box`` and ``hold`` answer quiet hours. A ``test`` to oneself comes last.
    ``submit`` is empty for the usual one.
    """

    callback_id: str
    title: str
    metadata: str
    heading: str
    more: Facts = ()
    cost: str = ""
    lasts: str = ""
    submit: str = ""
    sender_label: str = "From"
    cost_label: str = "Cost"
    text: Sequence[Block] = ()
    warnings: Sequence[str] = ()
    below: Sequence[Block] = ()
    small: Sequence[str] = ()
    updates: bool = False
    box: Box | None = None
    hold: Sequence[Block] = ()
    test: Sequence[Block] = ()


def confirmation(
    preview: Preview[Any, Any],
    layout: Layout,
    *,
    now: datetime,
    account_zone: ZoneInfo | None = None,
) -> Block:
    """Return the confirmation of a draft, without a button for who may not send in the quiet hours it meets.

    Of what can be sent later it says when, and who holds it until then.
    """
    blocks = [kit.header(layout.heading), *layout.text]
    figures = _figures(preview, layout, now)
    blocks += [kit.facts(figures)] if figures else []
    if preview.approval:
        why = words.join_and(kit.escape(each) for each in preview.approval)
        blocks.append(kit.section(f":busts_in_silhouette: Needs approval: {why}"))
    if len(preview.dates.series) > 1:
        blocks.append(kit.section(_dates(preview, now)))
    warnings = (*preview.warnings, *layout.warnings, *_warnings(preview, now))
    blocks += kit.notes(f":warning: {kit.escape(each)}" for each in warnings if each)
    blocks += layout.below
    blocks += kit.notes(_small_print(preview, layout, now, account_zone))
    blocks += quiet_view.section(preview, layout.box, layout.hold, now)
    blocks += layout.test
    may_submit = _may_submit(preview)
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
    said = f"*{words.pluralize(takes, 'credit')}*"
    return f"{said} (up to {words.pluralize(upper, 'credit')})" if upper > takes else said


def warnings_of(body: str, *, group: bool = False) -> list[str]:
    """Return what deserves a second look in the words of a text, to one person or to a ``group``."""
    found = [warning.sentence for warning in templates.warnings(body, group=group)]
    forcing = segments.measure(body).forcing
    if forcing:
        names = words.join_and(each.name for each in forcing[:FORCING_SHOWN])
        found.append(f"Only 70 characters per segment because of: {names}.")
    return found


def senders(draft: Draft, label: str = "From") -> Facts:
    """Return who the texts of a draft come from, as it appears in whatever asks for a confirmation."""
    return [(label, _sender(draft))]


def balance(funds: Funds) -> str:
    """Return the balance before and after, and what of it is reserved for other texts."""
    reserved = f" {kit.unbroken(f'({funds.reserved:,} reserved)')}" if funds.reserved else ""
    return f"{funds.balance:,}{reserved}{kit.unbroken(' → ')}{funds.after:,}"


def _figures(preview: Preview[Any, Any], layout: Layout, now: datetime) -> list[tuple[str, str]]:
    """Return the figures in pairs, as they stand side by side: cost and balance, time and sender."""
    funds = preview.funds
    found: list[tuple[str, str]] = []
    if funds is not None:
        found.append((layout.cost_label, layout.cost or cost(funds.credits, funds.upper)))
        found.append(("Balance", balance(funds)))
    if _has_a_time(preview.draft):
        lasts = f"; takes {layout.lasts}" if layout.lasts else ""
        found.append(("Send", f"*{_when(preview, now)}{lasts}*"))
    if funds is not None:
        found += senders(preview.draft, layout.sender_label)
    return [*found, *layout.more]


def _sender(draft: Draft) -> str:
    if isinstance(draft, ChangePlan):
        return words.join_and(kit.escape(sender_field.shown(each)) for each in draft.senders)
    return kit.escape(sender_field.shown(draft.sender)) if isinstance(draft, Appointment) else sender(draft)


def _has_a_time(draft: Draft) -> bool:
    """Tell whether a draft can be sent later: a code and a change of an appointment are for now."""
    return isinstance(draft, Send) and draft.kind is not SendKind.OTP


def _when(preview: Preview[Send, Any], now: datetime) -> str:
    """Return when it goes out, in the person's zone."""
    draft = preview.draft
    if draft.send_at is not None:
        rhythm = repeats_view.rhythm(preview.dates.kept, words.zone_or_utc(draft.zone))
        return ", ".join(filter(None, (_at(draft.send_at, draft, now), rhythm)))
    if not _may_submit(preview):
        return "after quiet hours"
    return "as soon as it's approved" if preview.approval else "now"


def _may_submit(preview: Preview[Any, Any]) -> bool:
    """Tell whether whoever looks may have it sent: not in quiet hours, but for some."""
    return preview.may_override or not preview.must_override


def _at(at: datetime, draft: Draft, now: datetime) -> str:
    """Return a moment in the person's zone, which is named only where it may be no more than a stopgap."""
    zone = words.zone_or_utc(draft.zone)
    return moments.when(at, zone, now) + (f" ({zone.key})" if zone.key == "UTC" else "")


def _held(draft: Send, account_zone: ZoneInfo | None, now: datetime) -> list[str]:
    """Return who holds a text until its time, and when that is for the account, where clocks differ."""
    if draft.send_at is None or draft.held_by is HeldBy.NONE:
        return []
    if draft.held_by is HeldBy.BOT:
        return [REPEATS if is_series(draft) else "Scheduled; you can cancel it"]
    found = ["Scheduled in SMS-iT; cancel it there"]
    if draft.kind is SendKind.GROUP:
        found.append(WHOEVER_IS_THERE)
    if account_zone is not None and account_zone.key != words.zone_or_utc(draft.zone).key:
        at = moments.when(draft.send_at, account_zone, now)
        found.append(f"In the account's time zone: {at} ({account_zone.key})")
    return found


def _dates(preview: Preview[Send, Any], now: datetime) -> str:
    """Return the dates of a series and what they cost in all."""
    series, draft = preview.dates.series, preview.draft
    lines = [f"• {_at(at, draft, now)}" for at in series[:DATES_SHOWN]]
    more = len(series) - DATES_SHOWN
    if more > 0:
        lines.append(f"… and {more:,} more, the last on {_at(series[-1], draft, now)}")
    title = words.pluralize(len(series), _noun(draft))
    if preview.funds is not None:
        title += f", {words.pluralize(preview.funds.credits, 'credit')} in total"
    return f"*{title}*\n" + "\n".join(lines)


def _noun(draft: Send) -> str:
    return {SendKind.GROUP: "broadcast", SendKind.LIST: "list"}.get(draft.kind, "text")


def _warnings(preview: Preview[Any, Any], now: datetime) -> list[str]:
    found = []
    if preview.quiet is not None and not preview.must_override:
        found.append(quiet_view.sentence(preview.quiet.dates, len(preview.dates.series)))
    if preview.dates.rolls_over:
        found.append(ROLLS_OVER)
    if (kept := preview.dates.kept) is not None:
        found += repeats_view.warnings(kept, words.zone_or_utc(preview.draft.zone))
    if preview.funds is not None:
        found.append(_of_the_money(preview, preview.funds, now))
    return found


def _of_the_money(preview: Preview[Any, Any], funds: Funds, now: datetime) -> str:
    if preview.runs_out is not None:
        at = _at(preview.runs_out, preview.draft, now)
        return f"The current balance runs out before the {_noun(preview.draft)} on {at}."
    if funds.available < funds.looked_for:
        return BEFORE_NAMES
    return SHORT if funds.after < 0 else ""


def _small_print(
    preview: Preview[Any, Any], layout: Layout, now: datetime, account_zone: ZoneInfo | None
) -> list[str]:
    draft, last = preview.draft, list[str]()
    lines = list(layout.small)
    if isinstance(draft, Send):
        lines += _held(draft, account_zone, now)
    if (left := tightest(preview.budgets)) is not None:
        last.append(_limit(left, draft, now))
    if layout.updates:
        last.append(_where(preview))
    lines += [" · ".join(last)] if last else []
    if isinstance(draft, Send) and draft.held_by is HeldBy.SMSIT:
        lines.append(NO_REPORTS)
    return lines


def _limit(left: Left, draft: Draft, now: datetime) -> str:
    zone, at = words.zone_or_utc(draft.zone), draft.send_at if isinstance(draft, Send) else None
    day = words.TODAY if at is None else moments.day(at, zone, now)
    on = "today" if day == words.TODAY else f"on {day}"
    return f"{kit.escape(left.label)}: {left.credits:,} of {left.limit:,} credits left {on}"


def _where(preview: Preview[Any, Any]) -> str:
    draft = preview.draft
    if preview.is_aside:
        return ASIDE.format(channel=draft.origin_channel)
    if draft.origin_channel:
        return f"Updates will appear in <#{draft.origin_channel}>"
    return "Updates will come as a direct message"


def _submit(preview: Preview[Send, Any]) -> str:
    if preview.approval:
        return "Request approval"
    return "Send now" if preview.draft.held_by is HeldBy.NONE else "Schedule"
