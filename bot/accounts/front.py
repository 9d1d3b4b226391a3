"""Takes everything that arrives from Slack to the one bot it belongs to, and brings its answer back."""

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any, Final

from bot.accounts import views
from bot.accounts.house import House, NoAnswer, NotThere
from bot.accounts.memory import Memory
from bot.accounts.model import Account, Accounts
from bot.accounts.routing import GONE, Ask, Nowhere, Route, To, open_to, route, step_of, workspace_of
from bot.accounts.speaker import Speaker
from bot.errors import TooBusy
from bot.slack.incoming.forwarded import ACKNOWLEDGED, Reply, in_json
from bot.slack.incoming.interaction import who_is
from bot.slack.incoming.payloads import Payload
from bot.slack.manifest import REMOVED
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.replies import words
from bot.slack.surface import HOME_OPENED, SMS

log = logging.getLogger(__name__)

VERB: Final = "account"
_RETRIED: Final = ("x-slack-retry-num", "x-slack-retry-reason")
_AMBIGUOUS: Final = (
    "It's not known which SMS-iT account this step is for: its person has several. List them under one "
    "account in ACCOUNTS_FILE."
)
_UNANSWERED: Final = "the bot of account %s gave no answer to a %s (%s)"

Removed = Callable[[str, Mapping[str, Any]], bool]
"""Told that a workspace (its id, the event) may have the app no more; tells whether that is settled now."""


def nothing_removed(_workspace: str, _event: Mapping[str, Any]) -> bool:
    """Do nothing: the app was not installed by the bot."""
    return True


class Front:
    """Answers arrivals. ``houses`` are the bots by the keys of their accounts."""

    def __init__(
        self,
        accounts: Accounts,
        houses: Mapping[str, House],
        memory: Memory,
        speaker: Speaker,
        background: Background,
        removed: Removed = nothing_removed,
    ) -> None:
        self._accounts = accounts
        self._houses = houses
        self._memory = memory
        self._speaker = speaker
        self._background = background
        self._removed = removed

    def go_by(self, accounts: Accounts) -> None:
        """Hand on by other channels and people from now on; the accounts have to be the same."""
        self._accounts = accounts

    def answer(self, payload: Payload, headers: Mapping[str, str]) -> Reply:
        """Answer one arrival."""
        if payload.get("type") == "url_verification":
            return in_json({"challenge": payload.get("challenge", "")})
        if "ssl_check" in payload:
            return ACKNOWLEDGED
        event = payload.get("event") or {}
        if event.get("type") in REMOVED:
            is_settled = self._removed(workspace_of(payload), event)
            return ACKNOWLEDGED if is_settled else Reply(HTTPStatus.SERVICE_UNAVAILABLE)
        if _is_asked_for(payload):
            return self._show(payload)
        if key := _chosen(payload):
            return self._choose(payload, key)
        retried = {name: value for name, value in headers.items() if name.lower() in _RETRIED}
        return self._take(self._route(payload), payload, retried)

    def _route(self, payload: Payload) -> Route:
        """Return where an arrival goes: a step that came before goes where it went."""
        step = step_of(payload)
        went = self._memory.went(step) if step else None
        if went is None:
            found = route(self._accounts, payload, self._memory.choice)
            if not step or not isinstance(found, To):
                return found
            went = self._memory.goes(step, found.account.key)
        account = self._accounts.find(went)
        return To(account) if account else GONE

    def _take(self, found: Route, payload: Payload, retried: Mapping[str, str]) -> Reply:
        workspace, step = workspace_of(payload), step_of(payload)
        match found:
            case To(account):
                if _is_home(payload):
                    self._leave_others(account, payload)
                return self._forward(account, payload, retried)
            case Ask(_) if step:
                return self._speaker.fail_step(workspace, step, _AMBIGUOUS)
            case Ask(accounts) if _is_home(payload):
                return self._speaker.show_home(workspace, who_is(payload).user_id, views.home(accounts))
            case Ask(accounts):
                return self._speaker.say(workspace, payload, views.asking(accounts))
            case Nowhere(reason) if step and self._accounts.of(workspace):
                return self._speaker.fail_step(workspace, step, reason)
            case Nowhere(reason):
                log.warning("a %s belongs to no account", _kind(payload))
                return self._speaker.refuse(workspace, payload, reason)

    def _forward(self, account: Account, payload: Payload, retried: Mapping[str, str]) -> Reply:
        try:
            return self._houses[account.key].forward(payload, retried)
        except NotThere:
            log.warning(_UNANSWERED, account.key, _kind(payload), "it doesn't run, or has too much to do")
            if "event" in payload:  # Slack delivers events again
                return Reply(HTTPStatus.SERVICE_UNAVAILABLE)
            return self._speaker.refuse(workspace_of(payload), payload, views.unavailable(account))
        except NoAnswer as error:
            # Nothing is said: what arrived may have been done. Slack tells the person as of any bot.
            log.warning(_UNANSWERED, account.key, _kind(payload), error)
            return Reply(HTTPStatus.GATEWAY_TIMEOUT)

    def _show(self, payload: Payload) -> Reply:
        """Tell somebody as which account they text, and let them choose."""
        workspace, user_id = workspace_of(payload), who_is(payload).user_id
        here = self._accounts.of(workspace)
        bound = next((each for each in here if payload.get("channel_id") in each.channels), None)
        mine = open_to(here, user_id)
        chosen = self._memory.choice(workspace, user_id)
        elsewhere = mine[0] if len(mine) == 1 else next((each for each in mine if each.key == chosen), None)
        return self._speaker.say(workspace, payload, views.told(bound, elsewhere, mine))

    def _choose(self, payload: Payload, key: str) -> Reply:
        """Remember what somebody chose, and show it on their Home tab if they look at that."""
        workspace, user_id = workspace_of(payload), who_is(payload).user_id
        mine = open_to(self._accounts.of(workspace), user_id)
        account = next((each for each in mine if each.key == key), None)
        if account is None:
            return self._speaker.refuse(workspace, payload, views.NOT_YOURS)
        self._memory.choose(workspace, user_id, account.key)
        opened = _home_opened(payload, workspace, user_id, "home")
        if (payload.get("view") or {}).get("type") == "home":
            self._background.run(lambda: self._tell(account, opened))
            return ACKNOWLEDGED
        self._leave_others(account, opened)
        return self._speaker.say(workspace, payload, words(views.chosen(account)))

    def _leave_others(self, account: Account, payload: Payload) -> None:
        """Have no other bot draw on the Home tab of somebody who looks at that of this account."""
        workspace, user_id = workspace_of(payload), who_is(payload).user_id
        left = _home_opened(payload, workspace, user_id, "messages")
        for other in self._accounts.of(workspace):
            if other.key != account.key:
                with suppress(TooBusy):  # two drawing there do no harm, and what arrived is not held up
                    self._background.run(partial(self._tell, other, left))

    def _tell(self, account: Account, event: Payload) -> None:
        try:
            self._houses[account.key].forward(event, {})
        except (NotThere, NoAnswer) as error:
            log.info(_UNANSWERED, account.key, HOME_OPENED, type(error).__name__)


def _is_asked_for(payload: Payload) -> bool:
    typed = str(payload.get("text") or "").strip().lower()
    return payload.get("command") == SMS.name and typed == VERB


def _chosen(payload: Payload) -> str:
    """Return the key of the account that somebody pressed a button for; empty for everything else."""
    first: Mapping[str, Any] = (payload.get("actions") or [{}])[0]
    action_id = str(first.get("action_id") or "")
    return action_id.removeprefix(views.CHOOSE) if action_id.startswith(views.CHOOSE) else ""


def _is_home(payload: Payload) -> bool:
    event = payload.get("event") or {}
    return event.get("type") == HOME_OPENED and event.get("tab", "home") == "home"


def _home_opened(payload: Payload, workspace: str, user_id: str, tab: str) -> Payload:
    """Return the event that says that somebody looks at a tab, as Slack tells it."""
    return {
        "type": "event_callback",
        "team_id": workspace,
        "api_app_id": payload.get("api_app_id", ""),
        "event_id": f"{payload.get('event_id') or payload.get('trigger_id') or ''}.{tab}",
        "authorizations": [{"team_id": workspace}],
        "event": {"type": HOME_OPENED, "user": user_id, "tab": tab},
    }


def _kind(payload: Payload) -> str:
    return str(payload.get("command") or (payload.get("event") or {}).get("type") or payload.get("type"))
