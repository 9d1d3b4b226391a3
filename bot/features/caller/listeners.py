"""How Slack reaches the passport of a caller."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.caller import views
from bot.features.caller.ids import Action
from bot.features.caller.lookup import fault, find
from bot.features.caller.service import Passports
from bot.features.contacts.service import ContactBook, LinkedAction, offered
from bot.features.permissions import Permissions
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.blocks.plain_text import markup
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.texting.words import zone_or_utc

LONGEST: Final = 200
LONG: Final = f"Shorten the number or name to {LONGEST} characters."
"""Characters of a name or number that are looked for."""
PART_OF_ONE: Final = "To search for part of a number, use `/sms contacts`."
NOBODY: Final = "Add a number or a name, for example `/sms caller 14155550100`."


@dataclass(frozen=True, slots=True)
class Shown:
    """What a passport is drawn with. ``beside_one`` leads elsewhere from it."""

    users: Users
    permissions: Permissions
    account_zone: ZoneInfo | None
    region: str | None
    beside_one: Sequence[LinkedAction] = ()


@dataclass(frozen=True, slots=True)
class CallerListeners:
    """Opens passports, and shows what a verified code opens in them."""

    responder: Responder
    loading: LoadingView
    passports: Passports
    contacts: ContactBook
    shown: Shown

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="caller",
                usage="/sms caller [number or name]",
                summary="Who is calling: verified or not, last texts, next appointment, opt-outs",
                role=Role.VIEWER,
                run=self.command,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        registry.action(Action.OPEN, Role.VIEWER, self.of_contact)
        registry.action(Action.CHOOSE, Role.VIEWER, self.chosen)
        registry = registry.to("use what a verified code opens")
        registry.action(Action.OF_CODE, Role.SENDER, self.of_code)
        registry.action(Action.WHOLE_NUMBER, Role.SENDER, self.whole_number)

    def command(self, interaction: Interaction, text: str) -> None:
        """Look for whoever was typed."""
        typed = markup.without_links(text).strip()
        if not typed:
            raise UserError(NOBODY)
        if len(typed) > LONGEST:
            raise UserError(LONG)
        self._open(interaction, lambda: self._found(typed, interaction.who))
        interaction.ack()

    def of_contact(self, interaction: Interaction) -> None:
        """Open the passport of a contact."""
        number = interaction.number
        self._open(interaction, lambda: self._passport(number, interaction.who, kept=True))
        interaction.ack()

    def chosen(self, interaction: Interaction) -> None:
        """Show who was chosen among several, in the place of the question."""
        kept = not interaction.value.startswith("+")
        number = interaction.number if kept else interaction.value.removeprefix("+")
        self.loading.newest(
            interaction, views.LOOKING, lambda: self._passport(number, interaction.who, kept=kept)
        )

    def of_code(self, interaction: Interaction) -> None:
        """Open the passport of a caller to whoever verified them."""
        phone = self.passports.phone_of(interaction.value, interaction.who)
        self._open(interaction, lambda: self._passport(phone, interaction.who))
        interaction.ack()

    def whole_number(self, interaction: Interaction) -> None:
        """Write down that the whole number is shown, and show it."""
        number = self.passports.whole_number(interaction.value, interaction.who)
        self.responder.open(interaction, lambda: views.whole_number(number))
        interaction.ack()

    def _open(self, interaction: Interaction, view: Callable[[], Block]) -> None:
        """Open a waiting view at once: SMS-iT may take longer than Slack lets a window wait."""

        def work() -> None:
            view_id = self.responder.show(interaction, views.loading())
            self.responder.look_up(
                interaction, lambda: self.responder.fill(interaction, view_id, _or_trouble(view))
            )

        self.responder.later(interaction, work)

    def _found(self, typed: str, who: Who) -> Block:
        if wrong := fault(typed, self.shown.region):
            raise UserError(f"{kit.escape(wrong)} {PART_OF_ONE}")
        found = find(typed, who, self.contacts.suggest)
        if found.choices:
            return views.choice(found.choices, self.shown.region)
        return self._passport(found.number, who, kept=found.kept)

    def _passport(self, number: str, who: Who, *, kept: bool = False) -> Block:
        shown = self.shown
        zone, account = shown.users.zone(who.user_id), shown.account_zone or zone_or_utc(None)
        others = offered(shown.beside_one, shown.permissions.access.roles(who))
        actions = [each for each in others if each.action_id != Action.OPEN]
        return views.passport(self.passports.of(number, who, kept=kept), actions, zone, account)


def _or_trouble(view: Callable[[], Block]) -> Block:
    try:
        return view()
    except UserError as error:
        return views.trouble(error.sentence)
