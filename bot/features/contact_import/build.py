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
from bot.features.contact_import import lanes as jobs
from bot.features.contact_import.attempts import Attempts
from bot.features.contact_import.batch import ImportBatch, note
from bot.features.contact_import.composing import Composing
from bot.features.contact_import.confirming import Confirming
from bot.features.contact_import.drawing import Drawing
from bot.features.contact_import.ids import BUTTONS, Action
from bot.features.contact_import.lanes import Lanes
from bot.features.contact_import.moves import ImportMoves
from bot.features.contact_import.preparing import Preparing
from bot.features.contact_import.results import ImportResults
from bot.features.contact_import.retention import Forgetting
from bot.features.contact_import.service import Imports
from bot.features.contact_import.settling import Settling
from bot.features.contact_import.starting import Starting
from bot.features.contact_import.upkeep import ImportUpkeep
from bot.features.contacts.doorways import Doorway
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.slack.background import LatestWins
from bot.store.messages import Purpose

MARGIN_SECONDS: Final = 10
"""Beyond the time a request has given up by."""


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, smsit = infrastructure.database, infrastructure.clock, infrastructure.smsit
    shared.registries.beside_contacts.append(Doorway("Import", Action.OPEN, Role.BROADCASTER))
    lanes = Lanes(infrastructure.engine, infrastructure.import_lanes)
    pacer = Pacer(infrastructure.policy.contacts.import_per_second)
    preparing = Preparing(infrastructure.sheets, shared.contacts, clock)
    imports = Imports(database, lanes, clock)
    decisions = Decisions(database, lanes, ImportMoves(lanes, infrastructure.access, clock))
    heartbeat = Heartbeat(database, clock, note)
    settling = Settling(
        database,
        smsit,
        clock,
        limit=timedelta(seconds=round(2 * shared.rules.request_seconds) + MARGIN_SECONDS),
        take=pacer.take,
        beat=heartbeat.beat,
        region=infrastructure.region,
    )
    starting = Starting(database, lanes, preparing, clock)
    batch = ImportBatch(database, lanes, Attempts(database, smsit, clock), heartbeat, clock)
    runner = Runner(database, lanes, batch, take=pacer.take)
    results = ImportResults(
        database,
        lanes,
        settling,
        Results(infrastructure.files, infrastructure.poster.post),
        clock,
        after=lambda: shared.sync.start(infrastructure.long.run, full=False),
    )
    looked_after = ImportUpkeep(database, lanes, clock, batch=batch, settling=settling)
    edits = LatestWins(infrastructure.long)
    composing = Composing(infrastructure.desk, preparing, shared.contacts, edits.run)
    confirming = Confirming(infrastructure.checking, composing, imports, edits.drop)
    return Feature(
        verbs=composing.verbs(),
        listeners=(composing, confirming, BatchListeners(BUTTONS, decisions)),
        jobs={jobs.START: starting.run, jobs.CHUNK: runner.run, jobs.RESULT: results.run},
        upkeep=upkeep(Stage.LOOKED_UP, looked_after.parts()),
        renderers=Renderers(subjects={Purpose.IMPORT: Drawing(database).draw}),
        forget=(Forgetting(database, clock, infrastructure.keep).run,),
        stop=(pacer.stop,),
    )
