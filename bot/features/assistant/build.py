"""Plugs the drafts of assistants in."""

from functools import partial

from bot.features.assistant.listeners import DraftListeners
from bot.features.assistant.renderer import Renderer
from bot.features.assistant.service import AssistantDrafts
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.store.assistant_drafts import EXPIRED
from bot.store.messages import Purpose


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    drafts = AssistantDrafts(infrastructure.database, infrastructure.clock)
    return Feature(
        listeners=(DraftListeners(drafts, shared.registries.reviews),),
        upkeep=upkeep(Stage.DUE, {"drafts": drafts.expire}, EXPIRED),
        renderers=Renderers(subjects={Purpose.DRAFTED: Renderer(infrastructure.database).draw}),
        forget=(partial(drafts.forget, infrastructure.keep),),
    )
