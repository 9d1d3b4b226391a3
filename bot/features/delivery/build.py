"""Plugs in what became of texts: asked for by people and by the clock, and drawn."""

from bot.access import Role, Who
from bot.features.contacts.doorways import Doorway
from bot.features.delivery.ids import Action
from bot.features.delivery.jobs import Watch
from bot.features.delivery.listeners import verbs
from bot.features.delivery.recalling import Recalling
from bot.features.delivery.recent import Recents
from bot.features.delivery.service import Delivery
from bot.features.feature import Feature, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.poster import Content


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on. It asks for the reports on every kind of send."""
    database, clock, desk = infrastructure.database, infrastructure.clock, infrastructure.desk
    delivery = Delivery(infrastructure.smsit, database, clock, infrastructure.region)
    shared.registries.beside_contact.append(Doorway("Recent texts", Action.RECENT, Role.VIEWER))
    recents = Recents(database, infrastructure.region)
    watch = Watch(
        database,
        shared.questions,
        delivery,
        shared.board,
        clock,
        polls=shared.registries.polls,
        executor=infrastructure.reports,
    )

    def group_report(typed: str, who: Who) -> Content:
        return shared.registries.group_reports[0](typed, who)  # brought by a feature built later

    return Feature(
        verbs=verbs(delivery, desk, group_report),
        listeners=(Recalling(desk, recents, infrastructure.people, infrastructure.access),),
        upkeep=(
            *upkeep(Stage.REPORTS, watch.parts()),
            *upkeep(Stage.DRAWN, {"show lists": shared.board.show_all}),
        ),
    )
