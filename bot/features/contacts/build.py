"""Plugs in contacts, as people look for them, add them and take them home; and groups."""

from bot.access import Role
from bot.features.contacts.adding import Adding
from bot.features.contacts.additions import Additions
from bot.features.contacts.exporting import Exporting
from bot.features.contacts.exports import Exports
from bot.features.contacts.finder import Finder
from bot.features.contacts.groups import GroupList
from bot.features.contacts.ids import Action
from bot.features.contacts.jobs import GROUPS, GroupRefresh
from bot.features.contacts.listeners import Groups
from bot.features.contacts.looking import Looking
from bot.features.contacts.watching import Watching
from bot.features.feature import Feature, HomeButton
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack import kit


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    desk, checking, rules = infrastructure.desk, infrastructure.checking, infrastructure.policy.contacts
    smsit, region, clock = infrastructure.smsit, infrastructure.region, infrastructure.clock
    finder = Finder(smsit, shared.contacts, region)
    exports = Exports(finder, infrastructure.database, clock, region=region)
    exporting = Exporting(checking, exports, infrastructure.poster, infrastructure.files, rules)
    looking = Looking(
        desk,
        checking,
        finder,
        shared.contacts,
        shared.do_not_text,
        infrastructure.access,
        rules,
        beside_one=shared.registries.beside_contact,
        beside_all=shared.registries.beside_contacts,
    )
    adding = Adding(desk, checking, Additions(smsit, region), shared.contacts, region, clock)
    return Feature(
        verbs=(*looking.verbs(), *adding.verbs()),
        listeners=(looking, adding, exporting),
        home=(HomeButton(Role.VIEWER, kit.button("Find contacts", Action.NEW)),),
    )


def build_groups(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the list of groups, and its counting."""
    watching = Watching(
        GroupList(infrastructure.database, infrastructure.clock),
        shared.sync,
        lambda view_id, view: infrastructure.modals.update(view, view_id=view_id),
        infrastructure.long.run,
    )
    groups = Groups(infrastructure.desk, watching)
    return Feature(
        verbs=groups.verbs(),
        listeners=(groups,),
        jobs={GROUPS: GroupRefresh(shared.sync).run},
        stop=(shared.sync.stop,),
    )
