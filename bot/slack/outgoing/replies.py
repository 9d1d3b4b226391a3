"""Answers to one person, seen by nobody else."""

import logging
import secrets
from http.client import HTTPException

from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot import metrics
from bot.errors import TooBusy, UserError
from bot.slack import web
from bot.slack.blocks import kit
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.refused import is_third, window
from bot.slack.mark import NO_MARK, Mark
from bot.slack.outgoing.background import Background, Work
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Content, Poster
from bot.slack.outgoing.posting_errors import PosterError

log = logging.getLogger(__name__)

HTTP_OK = 200
_PRESSED = frozenset({"block_actions", "shortcut"})
"""Arrivals after which a window may be opened: a command is answered where it was typed."""


def words(text: str) -> Content:
    """Return a message of one paragraph; ``text`` is mrkdwn."""
    return Content(text=text, blocks=(kit.section(text),))


def given_back(interaction: Interaction, sentence: str) -> Content:
    """Return why a command was not done, and below it what was typed, to be copied.

    ``sentence`` is mrkdwn. What was typed is in the blocks, exactly as it was; only that person sees it.
    """
    if not interaction.line:
        return words(sentence)
    return Content(
        text=sentence,
        blocks=(kit.section(sentence), kit.context("What you typed:"), *kit.typed(interaction.line)),
    )


def new_reference() -> str:
    """Return a short id that stands both in an answer and in the log."""
    return secrets.token_hex(4)


def unforeseen(reference: str) -> str:
    """Return what a person is told when something broke that nobody foresaw."""
    return (
        "Something went wrong on our side. Check your text's message before you try again. If it keeps "
        f"happening, give an admin the reference `{reference}`."
    )


class Replies:
    """Tells the person who asked, by the way their payload offers; what they can press has a mark."""

    def __init__(
        self, poster: Poster, background: Background, mark: Mark = NO_MARK, modals: Modals | None = None
    ) -> None:
        self._poster = poster
        self._background = background
        self._mark = mark
        self._modals = modals

    def later(self, interaction: Interaction, content: Content) -> None:
        """Tell the person, without holding up the acknowledgement; dropped with a log line when it fails."""
        self._put_off(lambda: self.send(interaction, content))

    def refuse_later(self, interaction: Interaction, content: Content) -> None:
        """As :meth:`refuse`, without holding up the acknowledgement; dropped when too much is waiting."""
        self._put_off(lambda: self.refuse(interaction, content))

    def refuse(self, interaction: Interaction, content: Content) -> None:
        """Tell the person why nothing happened, where they look: in a window, if they pressed in one.

        A direct message is for where no window can be opened any more.
        """
        if interaction.response_url or not self._opened(interaction, content):
            self.send(interaction, content)

    def _put_off(self, work: Work) -> None:
        try:
            self._background.run(work)
        except TooBusy:
            log.warning("an answer was dropped: too much is waiting")

    def _opened(self, interaction: Interaction, content: Content) -> bool:
        """Open a window that says it, on top of the one they are in; False where that can't be."""
        view = interaction.view
        is_inside = view.get("type") == "modal"
        if self._modals is None or interaction.body.get("type") not in _PRESSED or not interaction.trigger_id:
            return False
        if self._modals.is_spent(interaction.trigger_id) or (is_inside and is_third(view)):
            return False
        view_shown = window(content.blocks, close="Back" if is_inside else "Close")
        try:
            self._modals.open(interaction.trigger_id, view_shown, inside=is_inside)
        except UserError:
            return False
        return True

    def send(self, interaction: Interaction, content: Content) -> None:
        """Tell the person now, from a thread that may wait for Slack."""
        if interaction.response_url and self._respond(interaction.response_url, content):
            return
        try:
            self._poster.tell(interaction.channel_id, interaction.who.user_id, content)
        except PosterError as error:
            log.warning("an answer did not reach the person: %s", error)

    def _respond(self, url: str, content: Content) -> bool:
        try:
            client = WebhookClient(url, timeout=10, retry_handlers=[])
            client.proxy = None  # the opener knows it
            with metrics.slack_call("response_url", web.outcome):
                response = client.send(
                    text=content.text,
                    blocks=self._mark.put(content.blocks),
                    response_type="ephemeral",
                    replace_original=False,
                )
        except (SlackClientError, HTTPException, OSError) as error:
            log.warning("a response address did not answer: %s", type(error).__name__)
            return False
        return response.status_code == HTTP_OK
