"""Accounts of two workspaces, and payloads of every kind that Slack sends."""

from pathlib import Path
from typing import Any, Final

from bot.accounts.model import Account, Accounts

HARBOUR, NORTH, STRANGE = "T0HARBOUR", "T0NORTH", "T0STRANGE"
FRONT, HELP, OTHER = "C0FRONT", "C0HELP", "C0OTHER"
MAYA, PRIYA, TOM, SAM = "U0MAYA", "U0PRIYA", "U0TOM", "U0SAM"


def account(key: str, workspace: str = HARBOUR, **more: Any) -> Account:  # noqa: ANN401 - as the class has them
    return Account(key=key, name=key.title(), workspace=workspace, settings=Path(f"{key}.env"), **more)


CLINIC: Final = account(
    "clinic", channels=frozenset({FRONT}), people=frozenset({MAYA, PRIYA}), was_alone=True
)
DENTAL: Final = account("dental", channels=frozenset({HELP}), people=frozenset({MAYA, TOM}))
EYES: Final = account("eyes", default=True)
ALONE: Final = account("alone", NORTH)
ACCOUNTS: Final = Accounts((CLINIC, DENTAL, EYES, ALONE))


def shown_by(
    kind: str, mark: str, user: str = MAYA, team: str = HARBOUR, channel: str = ""
) -> dict[str, Any]:
    """Something somebody did in what the account of a mark showed; an empty mark stands for none."""
    end = f"@{mark}" if mark else ""
    body: dict[str, Any] = {"type": kind, "team": {"id": team}, "user": {"id": user, "team_id": team}}
    view = {"id": "V1", "type": "modal", "callback_id": f"sms.form{end}", "blocks": []}
    match kind:
        case "block_actions":
            body["actions"] = [{"type": "button", "action_id": f"outbox.cancel{end}", "value": "1"}]
            return body | (posted(f"outbox.cancel{end}", channel) if channel else {"view": view})
        case "block_suggestion":
            return body | {"action_id": f"sms.contact{end}", "value": "ada", "view": view}
    return body | {"view": view}


def posted(action_id: str, channel: str) -> dict[str, Any]:
    """Where somebody pressed in a message that everybody in a channel sees, with this button in it."""
    row = {"type": "actions", "elements": [{"type": "button", "action_id": action_id, "value": "1"}]}
    return {"channel": {"id": channel}, "message": {"ts": "1.2", "blocks": [row]}}


def command(text: str = "", channel: str = OTHER, user: str = MAYA, team: str = HARBOUR) -> dict[str, Any]:
    return {
        "command": "/sms",
        "text": text,
        "channel_id": channel,
        "user_id": user,
        "team_id": team,
        "trigger_id": "1.2.3",
    }


def shortcut(user: str = MAYA, team: str = HARBOUR, channel: str = "") -> dict[str, Any]:
    body = {"type": "shortcut", "callback_id": "send_text", "user": {"id": user, "team_id": team}}
    place = {"type": "message_action", "channel": {"id": channel}} if channel else {}
    return body | {"team": {"id": team}, "trigger_id": "1.2.3"} | place


def home(user: str = MAYA, team: str = HARBOUR, tab: str = "home") -> dict[str, Any]:
    return event({"type": "app_home_opened", "user": user, "tab": tab}, team)


def step(person: str, execution: str = "Fx1", team: str = HARBOUR) -> dict[str, Any]:
    function = {"callback_id": "send_text_step"}
    inputs = {"person": person}
    found = {"type": "function_executed", "function_execution_id": execution, "function": function}
    return event(found | {"inputs": inputs}, team)


def event(body: dict[str, Any], team: str = HARBOUR) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": team,
        "authorizations": [{"team_id": team}],
        "event_id": "Ev1",
        "event": body,
    }
