"""The ways in from Slack to what is done about customers: codes and contacts."""

from bot.assembly.ground import Ground
from bot.assembly.services import Services
from bot.features.contact_import.composing import Composing as ComposingImport
from bot.features.contact_import.confirming import Confirming as ConfirmingImport
from bot.features.contact_import.ids import Action as ImportAction
from bot.features.contact_import.pressing import Pressing as PressingImport
from bot.features.contacts.adding import Adding
from bot.features.contacts.doorways import Doorway
from bot.features.contacts.exporting import Exporting
from bot.features.contacts.ids import Action as ContactAction
from bot.features.contacts.looking import Looking
from bot.features.delivery.ids import Action as DeliveryAction
from bot.features.delivery.recalling import Recalling
from bot.features.delivery.recent import Recents
from bot.features.otp.composing import Composing as ComposingCode
from bot.features.otp.confirming import Confirming as ConfirmingCode
from bot.features.otp.ids import Action as CodeAction
from bot.features.otp.listeners import Checks
from bot.features.sms.ids import Action as TextAction
from bot.slack import kit
from bot.slack.background import LatestWins
from bot.slack.commands import Verb
from bot.slack.entrances import Entrances
from bot.slack.kit import Block
from bot.slack.roles import Role, Who


class Counter:
    """Registers the listeners, and returns the rows of the command table."""

    def __init__(self, ground: Ground, services: Services) -> None:
        self._access = ground.access
        desk, checking, policy = ground.desk, ground.checking, ground.policy
        region = ground.settings.default_region
        codes, people = services.codes, services.people
        self._composing_code = ComposingCode(desk, services.contacts, codes.record, policy.otp, region)
        self._checks = Checks(desk, checking, codes.verifying, codes.record, ground.people, ground.clock)
        self._confirming_code = ConfirmingCode(checking, codes.sending, ground.people, policy.otp, region)
        self._looking = Looking(
            desk,
            checking,
            people.finder,
            services.contacts,
            services.do_not_text,
            ground.access,
            policy.contacts,
            beside_one=(
                Doorway("Text", TextAction.TO_CONTACT, Role.SENDER),
                Doorway("Send a code", CodeAction.TO_CONTACT, Role.SENDER),
                Doorway("Recent texts", DeliveryAction.RECENT, Role.VIEWER),
            ),
            beside_all=(Doorway("Import", ImportAction.OPEN, Role.BROADCASTER),),
        )
        self._adding = Adding(desk, checking, people.additions, services.contacts, region, ground.clock)
        self._exporting = Exporting(checking, people.exports, policy.contacts)
        edits = LatestWins(ground.long)
        imports = services.imports
        self._composing_import = ComposingImport(desk, imports.preparing, services.contacts, edits.run)
        self._confirming_import = ConfirmingImport(
            checking, self._composing_import, imports.imports, edits.drop
        )
        self._pressing_import = PressingImport(imports.imports)
        self._recalling = Recalling(desk, Recents(ground.database), ground.people, ground.access)

    def verbs(self) -> tuple[Verb, ...]:
        """Return the rows of the command table."""
        return (
            *self._composing_code.verbs(),
            *self._checks.verbs(),
            *self._looking.verbs(),
            *self._adding.verbs(),
            *self._composing_import.verbs(),
        )

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        self._confirming_code.register(entrances)
        self._composing_code.register(entrances)
        self._checks.register(entrances)
        self._looking.register(entrances)
        self._adding.register(entrances)
        self._exporting.register(entrances)
        self._recalling.register(entrances)
        self._composing_import.register(entrances)
        self._confirming_import.register(entrances)
        self._pressing_import.register(entrances)

    def buttons(self, who: Who) -> tuple[Block, ...]:
        """Return what the Home tab offers a person to begin with."""
        offered = (
            (Role.SENDER, kit.button("Send a text", TextAction.NEW, style="primary")),
            (Role.SENDER, kit.button("Send a code", CodeAction.NEW)),
            (Role.VIEWER, kit.button("Find contacts", ContactAction.NEW)),
        )
        return tuple(button for role, button in offered if self._access.allows(who, role))
