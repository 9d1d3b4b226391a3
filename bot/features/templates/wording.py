"""Where the policy wants it: what goes to many people comes from templates, and only its values are new."""

from collections.abc import Mapping
from typing import Final, Protocol

from sqlalchemy import Connection

from bot.errors import UserError
from bot.policy.model import Templates as Rules
from bot.store import templates
from bot.store.sends import SendKind
from bot.store.templates import Ready, Scope, VersionState
from bot.texting import merge, placeholders, template_match

EDITED: Final = (
    "Insert a template and fill in its values. Broadcasts and lists can only say what {templates} say, so "
    "any other change to the words has to be made in the template."
)
LOST: Final = (
    "The template was archived or is no longer approved, and {what} can only say what {templates} say."
)
_WHAT: Final[Mapping[SendKind, str]] = {SendKind.GROUP: "broadcasts", SendKind.LIST: "lists"}
_WHAT_TO_DO: Final[Mapping[SendKind, str]] = {
    SendKind.GROUP: "Edit the text and insert another template, or cancel it.",
    SendKind.LIST: "Cancel it, and make a new list from another template.",
}


class WordsError(UserError):
    """A text that may not go out with these words."""


class Wording(Protocol):
    """Says which words a send may have."""

    @property
    def only_values(self) -> bool:
        """Tell whether what a list fills in has to be such as a person may fill in: a few plain words."""

    def require(self, conn: Connection, kind: SendKind, body: str, channel: str | None) -> None:
        """Raise :exc:`WordsError` unless a send of a kind, written in a channel, may have these words."""

    def require_still(self, conn: Connection, kind: SendKind, body: str, channel: str | None) -> None:
        """Raise :exc:`WordsError` unless a send that was confirmed may still say its words."""


class AnyWords:
    """Lets every send say what it likes."""

    only_values = False

    def require(self, conn: Connection, kind: SendKind, body: str, channel: str | None) -> None:
        """Let it pass."""

    def require_still(self, conn: Connection, kind: SendKind, body: str, channel: str | None) -> None:
        """Let it pass."""


ANY_WORDS: Final = AnyWords()


class TemplatesOnly:
    """Lets broadcasts and lists say only what templates say that can be used, one or several after another.

    What was filled in is the only difference. A broadcast may leave the first name out.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    @property
    def only_values(self) -> bool:
        """Tell whether lists can only say what templates say."""
        return self._rules.broadcasts_only

    def require(self, conn: Connection, kind: SendKind, body: str, channel: str | None) -> None:
        """Raise :exc:`WordsError` unless the words come from templates."""
        if not self._asks(kind):
            return
        used = templates.usable(conn, ready(self._rules), Scope(channel or ""))
        bodies = [version.body for _template, version in used]
        if not _is_theirs(body, bodies, kind):
            raise WordsError(EDITED.format(templates=self._templates))

    def require_still(self, conn: Connection, kind: SendKind, body: str, channel: str | None) -> None:
        """Raise :exc:`WordsError` unless a send that was confirmed may still say its words.

        What an earlier version says stands as long as its template is in use and it stays approved; also when
        the template was given another name since.
        """
        if not self._asks(kind):
            return
        still = (*ready(self._rules), VersionState.WITHDRAWN)
        bodies = templates.standing(conn, still, Scope(channel or ""))
        if not _is_theirs(body, list(bodies), kind):
            lost = LOST.format(what=_WHAT[kind], templates=self._templates)
            raise WordsError(f"{lost} {_WHAT_TO_DO[kind]}")

    def _asks(self, kind: SendKind) -> bool:
        return self._rules.broadcasts_only and kind in _WHAT

    @property
    def _templates(self) -> str:
        return "approved templates" if self._rules.approval else "templates"


def ready(rules: Rules) -> Ready:
    """Return the states in which a version may be used."""
    return (VersionState.APPROVED,) if rules.approval else (VersionState.WAITING, VersionState.APPROVED)


def _is_theirs(body: str, bodies: list[str], kind: SendKind) -> bool:
    if kind is SendKind.LIST:
        return template_match.is_made_of(body, bodies, columns=True)
    kept = placeholders.KEPT_BY_SMSIT
    to_group = list(map(placeholders.for_group, bodies))
    nameless = [merge.render(each, dict.fromkeys(kept, "")).strip() for each in to_group]
    return template_match.is_made_of(body, to_group, kept) or template_match.is_made_of(body, nameless)
