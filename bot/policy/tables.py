"""What each table of a policy file means."""

import re
from collections.abc import Mapping
from datetime import timedelta
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from phonenumbers import SUPPORTED_REGIONS

from bot.access import EVERYBODY, Role
from bot.policy.model import EXPIRES, MOST_MEGABYTES, MOST_ROWS, Approval, Budgets, Limits, QuietHours
from bot.policy.table import CHANNEL, ROLES, USER, Table
from bot.texting.quiet_hours import Window

MOST_HOURS: Final = 30 * 24
MOST_A_SECOND: Final = 1000
DEFAULT: Final = "default"
OVERRIDE: Final = "override"
NONE: Final = "none"
A_CHANNEL: Final = 'write the id of a channel, such as "C0123ABC"; Slack shows it in the channel\'s details'

_HOLDER: Final = re.compile(r"[UWSCG][A-Z0-9]{2,}")
_ALIASES: Final = MappingProxyType({"UK": "GB", "EN": "GB", "EL": "GR"})


def roles(table: Table) -> Mapping[Role, tuple[str, ...]]:
    """Read ``[roles]``: for each role the ids it is given to."""
    table.has_only(ROLES)
    found = {Role(name): _holders(table, name) for name in ROLES if name in table.values}
    return MappingProxyType(found)


def _holders(table: Table, role: str) -> tuple[str, ...]:
    listed = table.values[role]
    if not isinstance(listed, list):
        table.wrong(role, f'is a list of ids; write {role} = ["U0123ABC"], or {role} = ["*"] for everybody')
        return ()
    found: list[str] = []
    for place, holder in enumerate(listed):
        if isinstance(holder, str) and (holder == EVERYBODY or _HOLDER.fullmatch(holder)):
            found.append(holder)
        else:
            table.wrong(
                role,
                f'{holder!r} is not an id; write that of a user ("U…"), a user group ("S…") or a channel '
                '("C…"), or "*" for everybody',
                place,
            )
    return tuple(found)


def approval(table: Table, *, approvers: bool) -> Approval:
    """Read ``[approval]``. ``approvers`` tells whether ``[roles]`` lets anybody approve."""
    table.has_only(("channel", "people", "credits", "expires_hours", "tolerance_percent"))
    channel = table.values.get("channel")
    if channel is None:
        if table.values:
            first = next(iter(table.values))
            table.wrong(first, f"does nothing without a channel where approvers are asked; {A_CHANNEL}")
    elif not (isinstance(channel, str) and CHANNEL.fullmatch(channel)):
        table.wrong("channel", A_CHANNEL)
        channel = None
    elif not approvers:
        table.wrong("channel", "nobody could approve; give the role approver or admin to somebody in [roles]")
    hours = table.whole("expires_hours", "hours", 1, MOST_HOURS)
    return Approval(
        channel=channel,
        people=table.whole("people", "people"),
        credits=table.whole("credits", "credits"),
        expires=EXPIRES if hours is None else timedelta(hours=hours),
        tolerance_percent=table.whole("tolerance_percent", "percent", 0, 100) or 0,
    )


def quiet_hours(table: Table) -> QuietHours:
    """Read ``[quiet_hours]``: a window for each country, and who may send in spite of it."""
    windows: dict[str | None, Window | None] = {}
    for key in table.values:
        if key == OVERRIDE:
            continue
        if key != DEFAULT and key not in SUPPORTED_REGIONS:
            table.wrong(key, _no_country(key))
        else:
            windows[None if key == DEFAULT else key] = _window(table, key)
    # A country set to "none" keeps its place, else the window of all others would count there: looked up by
    # ``windows.get(region, windows.get(None))`` it gives None. Nobody outside has to write such a mapping.
    kept = {region: window for region, window in windows.items() if window or windows.get(None)}
    return QuietHours(MappingProxyType(kept), table.role(OVERRIDE, QuietHours().override))


def _no_country(key: str) -> str:
    code = _ALIASES.get(key.upper(), key.upper())
    if code in SUPPORTED_REGIONS:
        return f"is not a country's code; did you mean {code}?"
    meant = get_close_matches(key.lower(), (DEFAULT, OVERRIDE), n=1)
    hint = (
        f"did you mean {meant[0]}?" if meant else 'write two letters such as US, or "default" for all others'
    )
    return f"is not a country's code; {hint}"


def _window(table: Table, key: str) -> Window | None:
    value = table.values[key]
    if value == NONE:
        return None
    try:
        return Window.parse(str(value))
    except ValueError:
        table.wrong(key, 'write two different local times such as "21:00-08:00", or "none"')
        return None


def budgets(table: Table) -> Budgets:
    """Read ``[budgets]`` with ``[budgets.people]`` and ``[budgets.channels]``."""
    table.has_only(("person_per_day", "channel_per_day", "everybody_per_day", "people", "channels"))
    return Budgets(
        person_per_day=table.whole("person_per_day", "credits"),
        channel_per_day=table.whole("channel_per_day", "credits"),
        everybody_per_day=table.whole("everybody_per_day", "credits"),
        people=MappingProxyType(table.table("people").credits_by(USER, "U0123ABC")),
        channels=MappingProxyType(table.table("channels").credits_by(CHANNEL, "C0123ABC")),
    )


def limits(table: Table) -> Limits:
    """Read ``[limits]``."""
    table.has_only(("list_rows", "list_megabytes", "list_per_second", "group_people"))
    usual = Limits()
    return Limits(
        list_rows=table.whole("list_rows", "rows", 1, MOST_ROWS) or usual.list_rows,
        list_megabytes=table.whole("list_megabytes", "megabytes", 1, MOST_MEGABYTES) or usual.list_megabytes,
        list_per_second=table.whole("list_per_second", "texts", 1, MOST_A_SECOND) or usual.list_per_second,
        group_people=table.whole("group_people", "people", 1),
    )
