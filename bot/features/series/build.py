"""Plugs in series that are kept here."""

from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.series.listeners import SeriesListeners
from bot.features.series.occurrences import Occurrences
from bot.features.series.renderer import Renderer
from bot.features.series.service import SeriesService
from bot.features.series.upkeep import Upkeep
from bot.features.shared import Shared
from bot.store.series import DUE


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, registries = infrastructure.database, infrastructure.clock, shared.registries
    service = SeriesService(database, shared.permissions, registries.kinds, clock)
    occurrences = Occurrences(database, shared.send_service, clock)
    return Feature(
        listeners=(SeriesListeners(infrastructure.responder, service, registries.rewrites, clock),),
        upkeep=upkeep(Stage.DUE, {"series": Upkeep(occurrences).make}, DUE),
        renderers=Renderers(series=Renderer(service).main),
    )
