"""Which account an arrival belongs to. Pure: the same arrival and the same choices give the same account.

What somebody was shown goes back to the account that showed it, by its mark, and nowhere else: where it may
have been shown to them at all. Slack says what a message holds, so a press in one counts by what was drawn
there. A Home tab, and a message for one person alone, came from an account that is theirs or the channel's.
Everything else goes by its channel, then by its person, then to the default; where that leaves several, the
person is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.accounts.model import Account, Accounts
from bot.slack.incoming.interaction import who_is
from bot.slack.mark import marks

STEP: Final = "function_executed"


@dataclass(frozen=True, slots=True)
class To:
    """It belongs to this account."""

    account: Account


@dataclass(frozen=True, slots=True)
class Ask:
    """It could belong to any of these: the person has to say."""

    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Nowhere:
    """It belongs to none; the reason is one of those below."""

    reason: str


UNKNOWN_WORKSPACE: Final = Nowhere("This workspace has no SMS-iT account here, so nothing was done.")
OUTDATED: Final = Nowhere(
    "It's not known which SMS-iT account this button or form belongs to, so nothing was done. Please start "
    "again."
)
GONE: Final = Nowhere(
    "The SMS-iT account that this step went to isn't there any more, and it's not known what it did. Look in "
    "SMS-iT before you run the workflow again."
)
NO_ACCOUNT: Final = Nowhere(
    "You have no SMS-iT account in this channel. Use a channel that has one, or ask the person who runs the "
    "bot."
)

Route = To | Ask | Nowhere
Choice = Callable[[str, str], str | None]
"""Gives the key of the account that a person (workspace, user) chose; none where they did not."""


def route(accounts: Accounts, payload: Mapping[str, Any], chosen: Choice) -> Route:
    """Return where a payload of Slack's belongs."""
    shown_by = marks(payload)
    workspace = workspace_of(payload)
    if shown_by is not None:
        found = _back(accounts, shown_by, workspace)
        return (
            found if not isinstance(found, To) or _was_shown(found.account, accounts, payload) else OUTDATED
        )
    here = accounts.of(workspace)
    if not here:
        return UNKNOWN_WORKSPACE
    if len(here) == 1:
        return To(here[0])
    channel = _channel(payload)
    if account := next((each for each in here if channel in each.channels), None):
        return To(account)
    user_id = who_is(payload).user_id
    # A step is delivered again, and nobody looks at it: what somebody chose since must not move it.
    return _of_person(here, user_id, None if step_of(payload) else chosen(workspace, user_id))


def _back(accounts: Accounts, shown_by: frozenset[str], workspace: str) -> Route:
    if shown_by == {""}:
        found = next((each for each in accounts.of(workspace) if each.was_alone), None)
        return To(found) if found else OUTDATED
    key, *others = shown_by
    account = None if others else accounts.find(key)
    return To(account) if account else OUTDATED


def _was_shown(account: Account, accounts: Accounts, payload: Mapping[str, Any]) -> bool:
    """Tell whether somebody may have been shown by an account what they used."""
    here = accounts.of(workspace_of(payload))
    if message := payload.get("message"):
        return all(_is_drawn(each.get("action_id"), message) for each in payload.get("actions") or ())
    view = payload.get("view") or {}
    if not here or (view and view.get("type") != "home"):
        return True  # a stranger's account looks at them; anybody may have been led to a window
    return account in open_to(here, who_is(payload).user_id) or _channel(payload) in account.channels


def _is_drawn(action_id: object, shown: object) -> bool:
    """Tell whether an element of this id stands in something that was shown."""
    if isinstance(shown, Mapping):
        return shown.get("action_id") == action_id or any(
            _is_drawn(action_id, each) for each in shown.values()
        )
    return isinstance(shown, list) and any(_is_drawn(action_id, each) for each in shown)


def _of_person(here: tuple[Account, ...], user_id: str, chosen: str | None) -> Route:
    theirs = open_to(here, user_id)
    if len(theirs) == 1:
        return To(theirs[0])
    if account := next((each for each in theirs if each.key == chosen), None):
        return To(account)
    return Ask(theirs) if theirs else NO_ACCOUNT


def open_to(here: tuple[Account, ...], user_id: str) -> tuple[Account, ...]:
    """Return the accounts of a workspace that a person may choose: those that list them, else the default."""
    listing = tuple(each for each in here if user_id in each.people)
    return listing or tuple(each for each in here if each.default or len(here) == 1)


def workspace_of(payload: Mapping[str, Any]) -> str:
    """Return the id of the workspace in which the app got an arrival; empty where none is named."""
    granted = payload.get("authorizations") or [{}]
    team = granted[0].get("team_id") or payload.get("team_id") or (payload.get("team") or {}).get("id")
    return str(team or "")


def step_of(payload: Mapping[str, Any]) -> str:
    """Return Slack's id for the step of a workflow that arrived; empty for everything else."""
    event = payload.get("event") or {}
    return str(event.get("function_execution_id", "")) if event.get("type") == STEP else ""


def _channel(payload: Mapping[str, Any]) -> str:
    if "event" in payload:
        return ""
    return str(payload.get("channel_id") or (payload.get("channel") or {}).get("id") or "")
