"""Plugs in texts to many numbers, each its own."""

from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import Runner
from bot.engine.pacer import Pacer
from bot.features.approvals.renderer import standing_of
from bot.features.batches.listeners import Listeners as BatchListeners
from bot.features.batches.results import Results
from bot.features.batches.service import Decisions
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.lists import lanes as jobs
from bot.features.lists.batch import ListBatch, note
from bot.features.lists.column_question import ColumnQuestions
from bot.features.lists.ids import BUTTONS
from bot.features.lists.lanes import Lanes
from bot.features.lists.listeners.buttons import ButtonListeners
from bot.features.lists.listeners.columns import ColumnListeners
from bot.features.lists.listeners.confirmation import ConfirmationListeners
from bot.features.lists.listeners.form import FormListeners
from bot.features.lists.moves import ListMoves
from bot.features.lists.pausing import Pausing
from bot.features.lists.renderer import Renderer
from bot.features.lists.results import ListResults
from bot.features.lists.service import ListService
from bot.features.lists.settling import Settling
from bot.features.lists.starting import Starting
from bot.features.lists.upkeep import ListUpkeep
from bot.features.shared import Shared
from bot.slack.outgoing.background import LatestWins
from bot.store.sends import SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, policy = infrastructure.database, infrastructure.clock, infrastructure.policy
    responder, rules, access = infrastructure.responder, shared.rules, infrastructure.access
    lanes = Lanes(infrastructure.engine, infrastructure.lanes)
    shared.registries.dispatch[SendKind.LIST] = lanes.start
    shared.registries.follow[SendKind.LIST] = shared.attempts.follow
    list_service = ListService(database, infrastructure.uploads, shared.safeguards, rules, clock)
    column_questions = ColumnQuestions(database, infrastructure.uploads, clock)
    pacer = Pacer(policy.limits.list_per_second)
    pausing = Pausing(database, clock)
    starting = Starting(
        database, lanes, shared.send_service, clock, changed=shared.safeguards.approvals.changed, rules=rules
    )
    batch = ListBatch(
        database,
        pausing,
        clock,
        attempt_row=shared.attempts.attempt,
        beat=Heartbeat(database, clock, note).beat,
        rules=rules,
    )
    runner = Runner(database, lanes, batch, take=pacer.take)
    decisions = Decisions(database, lanes, ListMoves(lanes, access, rules, clock))
    settling = Settling(
        database, lanes, shared.safeguards.budgets, access, rules, clock, shared.attempts.follow
    )
    list_upkeep = ListUpkeep(database, lanes, clock, batch=batch, pausing=pausing, rules=rules)
    results = ListResults(database, lanes, Results(infrastructure.files, infrastructure.poster.post), access)
    form_listeners = FormListeners(
        responder, infrastructure.senders, shared.contacts.groups_to_join, infrastructure.mention_names
    )
    confirmation_listeners = ConfirmationListeners(
        responder,
        infrastructure.loading,
        column_questions,
        list_service,
        shared.send_service,
        shared.contacts.group_to_join,
        infrastructure.users,
        infrastructure.senders,
        access.allows,
        rules.override,
        clock,
    )
    edits = LatestWins(infrastructure.long)
    column_listeners = ColumnListeners(
        responder,
        infrastructure.loading,
        column_questions,
        confirmation_listeners.confirmation,
        edits.run,
        edits.drop,
    )
    renderer = Renderer(database, clock, standing_of(database, policy.approval.channel))
    return Feature(
        verbs=form_listeners.verbs(),
        listeners=(
            confirmation_listeners,
            column_listeners,
            form_listeners,
            BatchListeners(BUTTONS, decisions),
            ButtonListeners(responder, settling, results),
        ),
        jobs={
            jobs.START: starting.run,
            jobs.CHUNK: runner.run,
            jobs.TIDY: list_upkeep.tidy_one,
            jobs.SETTLE: settling.run,
            jobs.RESULT: results.run,
        },
        upkeep=upkeep(Stage.FIGURES, list_upkeep.parts()),
        renderers=Renderers(main={SendKind.LIST: renderer.main}, details={SendKind.LIST: renderer.details}),
        stop=(pacer.stop,),
    )
