"""How Slack reaches "Insert a template" in the form of any feature that writes a text."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from bot.access import Role
from bot.errors import UserError
from bot.features.templates.service import TemplateService, Usable
from bot.features.templates.views import picker
from bot.slack.blocks import limits
from bot.slack.blocks.kit import Block
from bot.slack.blocks.wrong_fields import marked
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.responder import Responder

Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class Origin:
    """What every such form carries along: the channel it was started in."""

    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Place(Generic[Form]):
    """A text in a form: how its action ids begin, the role to write it, and what that is needed for.

    ``read`` returns the form as it stands, ``insert`` puts the words of a template into it or raises
    :exc:`UserError`, ``draw`` shows it, and ``block`` names the field for templates.
    """

    prefix: str
    role: Role
    to: str
    read: Callable[[Interaction], Form]
    insert: Callable[[Form, str], Form]
    draw: Callable[[Form], Block]
    block: Callable[[Form], str]


@dataclass(frozen=True, slots=True)
class InsertionListeners(Generic[Form]):
    """Offers templates in a form, and puts the one that is chosen into its text."""

    responder: Responder
    templates: TemplateService
    place: Place[Form]

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry, place = registry.to(self.place.to), self.place
        registry.options(f"{place.prefix}.template", place.role, self.offer)
        registry.action(f"{place.prefix}.template", place.role, self.chosen)
        registry.action(f"{place.prefix}.answer", place.role, self.typed)

    def offer(self, interaction: Interaction) -> None:
        """Offer the templates that can be used where the form was started."""
        typed = str(interaction.body.get("value", ""))
        found = self.templates.offered(typed, _channel(interaction))
        interaction.ack(options=[picker.option(each) for each in islice(found, limits.OPTIONS)])

    def chosen(self, interaction: Interaction) -> None:
        """Put a template into the text, or say beside the field why that can't be."""
        form, channel, version_id = self.place.read(interaction), _channel(interaction), interaction.value

        def view() -> Block:
            if not version_id:
                return self.place.draw(form)
            try:
                used: Usable = self.templates.chosen(version_id, channel)
                return self.place.draw(self.place.insert(form, used.body))
            except UserError as error:
                return marked(self.place.draw(form), {self.place.block(form): error.sentence})

        self.responder.edit(interaction, view)
        interaction.ack()

    def typed(self, interaction: Interaction) -> None:
        """Draw the form again with what was typed for a placeholder: the count follows."""
        form = self.place.read(interaction)
        self.responder.edit(interaction, lambda: self.place.draw(form))
        interaction.ack()


def _channel(interaction: Interaction) -> str | None:
    return interaction.state(Origin).channel
