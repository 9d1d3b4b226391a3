"""Plugs in contacts from a file."""

from datetime import timedelta
from typing import Final

from bot.access import Role
from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import Runner
from bot.engine.pacer import Pacer
from bot.features.batches.listeners import Listeners as BatchListeners
from bot.features.batches.results import Results
from bot.features.batches.service import Decisions
from bot.features.contacts.service import LinkedAction
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.imports import lanes as jobs
from bot.features.imports.attempts import Attempts
from bot.features.imports.batch import ImportBatch, note
from bot.features.imports.ids import BUTTONS, Action
from bot.features.imports.lanes import Lanes
from bot.features.imports.listeners.confirmation import ConfirmationListeners
from bot.features.imports.listeners.form import FormListeners
from bot.features.imports.lookup import Lookup
from bot.features.imports.moves import ImportMoves
from bot.features.imports.preparation import Preparation
from bot.features.imports.renderer import Renderer
from bot.features.imports.results import ImportResults
from bot.features.imports.retention import Retention
from bot.features.imports.service import Imports
from bot.features.imports.start import Start
from bot.features.imports.upkeep import ImportUpkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.outgoing.background import LatestWins
from bot.store.messages import Purpose

MARGIN_SECONDS: Final = 10
"""Beyond the time a request has given up by."""


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, smsit = infrastructure.database, infrastructure.clock, infrastructure.smsit
    shared.registries.beside_contacts.append(LinkedAction("Import", Action.OPEN, Role.BROADCASTER))
    lanes = Lanes(infrastructure.engine, infrastructure.import_lanes)
    policy = infrastructure.policy
    pacer = Pacer(lambda: policy.contacts.import_per_second)
    preparation = Preparation(infrastructure.uploads, shared.contacts, clock)
    imports = Imports(database, lanes, clock)
    decisions = Decisions(database, lanes, ImportMoves(lanes, shared.permissions, clock))
    heartbeat = Heartbeat(database, clock, note)
    lookup = Lookup(
        database,
        smsit,
        clock,
        limit=timedelta(seconds=round(2 * shared.rules.request_seconds) + MARGIN_SECONDS),
        take=pacer.take,
        beat=heartbeat.beat,
        region=infrastructure.region,
    )
    start = Start(database, lanes, preparation, clock)
    batch = ImportBatch(database, lanes, Attempts(database, smsit, clock), heartbeat, clock)
    runner = Runner(database, lanes, batch, take=pacer.take)
    results = ImportResults(
        database,
        lanes,
        lookup,
        Results(infrastructure.files, infrastructure.poster.post),
        clock,
        after=lambda: shared.sync.start(infrastructure.counting.run, full=False),
    )
    import_upkeep = ImportUpkeep(database, lanes, clock, batch=batch, lookup=lookup)
    edits = LatestWins(infrastructure.long)
    form_listeners = FormListeners(infrastructure.responder, preparation, shared.contacts, edits.run)
    confirmation_listeners = ConfirmationListeners(
        infrastructure.long_loading, form_listeners, imports, edits.drop
    )
    return Feature(
        verbs=form_listeners.verbs(),
        listeners=(form_listeners, confirmation_listeners, BatchListeners(BUTTONS, decisions)),
        jobs={jobs.START: start.run, jobs.CHUNK: runner.run, jobs.RESULT: results.run},
        upkeep=(
            *upkeep(Stage.LOOKED_UP, import_upkeep.parts(), import_upkeep.look),
            *upkeep(Stage.DRAWN, {"imports files": preparation.forget_unused}),
        ),
        renderers=Renderers(subjects={Purpose.IMPORT: Renderer(database).draw}),
        forget=(Retention(database, clock, infrastructure.keep).run,),
        stop=(pacer.stop,),
    )
