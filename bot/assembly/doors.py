"""The ways in from Slack: every verb of the command table and every listener, each with its role."""

from functools import partial

from bot.access import Who
from bot.assembly.counter import Counter
from bot.assembly.ground import Ground
from bot.assembly.services import HOME_TEXTS, Services
from bot.features.approvals.listeners import Approving
from bot.features.batches.listeners import Listeners as BatchListeners
from bot.features.broadcast.composing import Composing as ComposingBroadcast
from bot.features.broadcast.confirming import Confirming as ConfirmingBroadcast
from bot.features.broadcast.known import Known
from bot.features.broadcast.listeners import GroupReports
from bot.features.budgets import views as budget_views
from bot.features.contacts.groups import GroupList
from bot.features.contacts.listeners import Groups
from bot.features.contacts.watching import Watching
from bot.features.credits import listeners as credit_listeners
from bot.features.delivery import listeners as delivery_listeners
from bot.features.do_not_text.importing import Importing
from bot.features.do_not_text.listeners import Keeping
from bot.features.help import listeners as help_listeners
from bot.features.home import listeners as home_listeners
from bot.features.lists.choosing import Choosing as ChoosingColumns
from bot.features.lists.composing import Composing as ComposingList
from bot.features.lists.confirming import Confirming as ConfirmingList
from bot.features.lists.ids import BUTTONS as LIST_BUTTONS
from bot.features.lists.pressing import Pressing as PressingList
from bot.features.outbox.listeners import Pressing
from bot.features.scheduled.listeners import Waiting
from bot.features.sms.composing import Composing
from bot.features.sms.confirming import Confirming
from bot.features.sms.mistyped_verb import MistypedVerb
from bot.slack.background import LatestWins
from bot.slack.commands import CommandTable
from bot.store.sends import Send, notes


def open_doors(ground: Ground, services: Services) -> CommandTable:
    """Register everything with Bolt and return the command table.

    Bolt asks its listeners one after the other, so what people wait for most comes first.
    """
    settings, desk = ground.settings, ground.desk
    region, zone = settings.default_region, settings.smsit_timezone
    composing = Composing(desk, services.contacts, ground.senders, region, ground.names, ground.bot_id)
    broadcast = ComposingBroadcast(desk, services.contacts, Known(ground.database), ground.senders)
    lists = ComposingList(desk, ground.senders, services.contacts.groups_to_join, ground.names)
    watching = Watching(
        GroupList(ground.database, ground.clock),
        services.sync,
        lambda view_id, view: ground.modals.update(view, view_id=view_id),
        ground.long.run,
    )
    groups = Groups(desk, watching)
    keeping = Keeping(desk, services.do_not_text, ground.people, ground.access, region)
    waiting = Waiting(
        desk,
        services.scheduled,
        services.changing,
        services.decisions,
        ground.people,
        services.quiet_then,
        ground.clock,
    )
    reports = GroupReports(desk, services.elsewhere, ground.access)
    counter = Counter(ground, services)
    commands = CommandTable(
        (
            *composing.verbs(),
            *broadcast.verbs(),
            *lists.verbs(),
            *waiting.verbs(),
            *counter.verbs(),
            *groups.verbs(),
            *keeping.verbs(),
            *credit_listeners.verbs(services.credit, desk, partial(_budgets, ground, services)),
            *delivery_listeners.verbs(services.delivery, desk, reports.report),
            *reports.verbs(),
        ),
        ground.access,
    )
    commands.add(help_listeners.verb(commands.allowed))

    entrances = ground.entrances
    Confirming(
        desk,
        ground.checking,
        services.texting,
        services.outbox,
        services.again,
        services.contacts.group_to_join,
        ground.people,
        ground.senders,
        region,
        zone,
        ground.clock,
    ).register(entrances)
    commands.register(entrances)
    composing.register(entrances)
    MistypedVerb(desk, commands.run).register(entrances)
    Pressing(desk, services.decisions).register(entrances)
    ConfirmingBroadcast(
        desk,
        ground.checking,
        services.broadcasting,
        services.contacts,
        ground.people,
        ground.senders,
        zone,
        ground.clock,
    ).register(entrances)
    broadcast.register(entrances)
    reports.register(entrances)
    Approving(desk, services.approvals).register(entrances)
    confirming_list = ConfirmingList(
        desk,
        ground.checking,
        services.asking,
        services.preparing,
        services.outbox,
        services.contacts.group_to_join,
        ground.people,
        ground.senders,
        ground.access.allows,
        ground.policy.quiet_hours.override,
        ground.clock,
    )
    edits = LatestWins(ground.long)
    confirming_list.register(entrances)
    ChoosingColumns(
        desk, ground.checking, services.asking, confirming_list.confirmation, edits.run, edits.drop
    ).register(entrances)
    lists.register(entrances)
    BatchListeners(LIST_BUTTONS, services.list_decisions).register(entrances)
    PressingList(desk, services.list_settling, services.list_results).register(entrances)
    waiting.register(entrances)
    groups.register(entrances)
    keeping.register(entrances)
    Importing(desk, ground.checking, services.do_not_text, keeping, ground.sheets).register(entrances)
    counter.register(entrances)
    home_listeners.register(
        entrances,
        desk,
        recent=lambda who: _recent(ground, who),
        allowed=commands.allowed,
        buttons=counter.buttons,
    )
    entrances.close()
    return commands


def _budgets(ground: Ground, services: Services, who: Who, channel: str | None) -> tuple[str, ...]:
    with ground.database.read() as conn:
        return budget_views.lines(services.budgets.left(conn, who, channel))


def _recent(ground: Ground, who: Who) -> tuple[Send, ...]:
    with ground.database.read() as conn:
        return notes.newest_of(conn, who.user_id, HOME_TEXTS)
