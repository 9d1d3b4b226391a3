"""Plugs in groups: their list, and how it is counted."""

from bot.features.feature import Feature
from bot.features.groups.jobs import GROUPS, GroupRefresh
from bot.features.groups.listeners.browse import GroupListeners
from bot.features.groups.listeners.count_progress import CountProgress
from bot.features.groups.service import GroupList
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the list of groups, and its counting."""
    count_progress = CountProgress(
        GroupList(infrastructure.database, infrastructure.clock),
        shared.sync,
        lambda view_id, view: infrastructure.modals.update(view, view_id=view_id),
        infrastructure.long.run,
    )
    group_listeners = GroupListeners(infrastructure.responder, count_progress)
    return Feature(
        verbs=group_listeners.verbs(),
        listeners=(group_listeners,),
        jobs={GROUPS: GroupRefresh(shared.sync).run},
        stop=(shared.sync.stop,),
    )
