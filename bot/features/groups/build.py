"""Plugs in groups: their list, and how it is counted."""

from bot.features.feature import Clockwork, Feature
from bot.features.groups.jobs import EVERY_QUARTER_HOUR, GROUPS, GroupRefresh
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
        infrastructure.counting.run,
    )
    group_listeners = GroupListeners(infrastructure.responder, count_progress)
    return Feature(
        verbs=group_listeners.verbs(),
        listeners=(group_listeners,),
        clockwork=(
            Clockwork(
                GROUPS, GroupRefresh(shared.sync).run, EVERY_QUARTER_HOUR, at_start=infrastructure.counting
            ),
        ),
        stop=(shared.sync.stop,),
    )
