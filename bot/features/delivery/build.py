"""Plugs in what became of texts: asked for by people and by the clock, and drawn."""

from bot.access import Role, Who
from bot.features.contacts.service import LinkedAction
from bot.features.delivery.evidence import Evidence, RowsInDoubt
from bot.features.delivery.ids import Action
from bot.features.delivery.jobs import Watch
from bot.features.delivery.listeners.recent import RecentListeners
from bot.features.delivery.listeners.status import verbs
from bot.features.delivery.listeners.unknown import UnknownListeners
from bot.features.delivery.recent import RecentTexts
from bot.features.delivery.renderer import Today
from bot.features.delivery.service import Delivery
from bot.features.feature import Feature, HomePart, HomeSection, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.outgoing.poster import Content
from bot.store import due_messages


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on. It asks for the reports on every kind of send."""
    database, clock, responder = infrastructure.database, infrastructure.clock, infrastructure.responder
    delivery = Delivery(infrastructure.smsit, database, clock, infrastructure.region)
    evidence = Evidence(infrastructure.smsit, database, clock)
    shared.registries.beside_contact.append(LinkedAction("Recent texts", Action.RECENT, Role.VIEWER))
    recent_texts = RecentTexts(database, shared.permissions, infrastructure.region)
    watch = Watch(
        database,
        shared.report_client,
        evidence,
        shared.messages,
        clock,
        polls=shared.registries.polls,
        executor=infrastructure.reports,
    )

    today = Today(database, shared.permissions, shared.rules.days_zone, clock)

    def group_report(typed: str, who: Who, channel: str | None) -> Content:
        return shared.registries.group_reports[0](typed, who, channel)  # brought by a feature built later

    return Feature(
        verbs=verbs(delivery, responder, group_report),
        listeners=(
            RecentListeners(responder, recent_texts, infrastructure.users, clock),
            UnknownListeners(
                responder, shared.decisions, evidence, RowsInDoubt(database, shared.permissions)
            ),
        ),
        upkeep=(
            *upkeep(Stage.REPORTS, watch.parts(), watch.looks()),
            *upkeep(Stage.DRAWN, {"show lists": shared.messages.show_all}, due_messages.DUE),
        ),
        home_parts=(HomePart(HomeSection.TODAY, today.draw),),
    )
