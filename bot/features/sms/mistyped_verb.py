"""The other meaning of a line that begins with nearly a verb: the form's button that runs the command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.access import Role
from bot.features.sms import compose_view
from bot.features.sms.form import Meta, draft
from bot.features.sms.ids import Action
from bot.slack import kit
from bot.slack.commands import COMMAND
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.visits import Visit
from bot.slack.writing import question, who


@dataclass(frozen=True, slots=True)
class MistypedVerb:
    """Runs the command that was meant, with the words that stand in the form. ``run`` checks its role."""

    desk: Desk
    run: Callable[[Visit], None]

    def register(self, entrances: Entrances) -> None:
        """Register the listener."""
        entrances.action(Action.RUN_INSTEAD, Role.SENDER, self.pressed)

    def pressed(self, visit: Visit) -> None:
        """Run the command in the place of the form."""
        state, meta = State.of(visit.view), visit.state(Meta)
        line = question.line(state, who.MEANT, draft(state, meta).message)
        _word, *rest = line.split(maxsplit=1) or [""]
        body = {
            "command": COMMAND,
            "text": " ".join([meta.verb, *rest]),
            "trigger_id": visit.trigger_id,
            "channel_id": meta.channel,
            "view": visit.view,
        }
        self.run(Visit(visit.who, body, self._answering(visit), replaces=True))

    def _answering(self, visit: Visit) -> Callable[..., None]:
        """Return an acknowledgement that shows what a command answers; that of a button shows nothing."""

        def ack(**answer: Any) -> None:  # noqa: ANN401 - Bolt's own signature
            if "text" in answer:
                blocks: list[Block] = answer.get("blocks") or [kit.section(answer["text"])]
                view_id = str(visit.view.get("id", ""))
                self.desk.later(visit, lambda: self.desk.fill(visit, view_id, compose_view.said(blocks)))
            visit.ack()

        return ack
