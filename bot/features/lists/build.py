"""Plugs in texts to many numbers, each its own."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from bot.access import Role, Who
from bot.engine.batches.heartbeat import Heartbeat
from bot.engine.batches.runner import Runner
from bot.engine.pacer import Pacer
from bot.features.audiences import form as audience_form
from bot.features.audiences.service import AudienceService
from bot.features.batches.listeners import Listeners as BatchListeners
from bot.features.batches.results import Results
from bot.features.batches.service import Decisions
from bot.features.contacts.service import LinkedAction, Person, Search
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.lists import lanes as jobs
from bot.features.lists.again import Again
from bot.features.lists.batch import ListBatch, note
from bot.features.lists.column_question import ColumnQuestions
from bot.features.lists.decisions import RowDecisions
from bot.features.lists.form import validate
from bot.features.lists.ids import BUTTONS, FEATURE, Action
from bot.features.lists.lanes import Lanes
from bot.features.lists.listeners.again import AgainListeners
from bot.features.lists.listeners.buttons import ButtonListeners
from bot.features.lists.listeners.columns import ColumnListeners
from bot.features.lists.listeners.confirmation import ConfirmationListeners
from bot.features.lists.listeners.drafted import DraftedLists
from bot.features.lists.listeners.form import FormListeners, form_of
from bot.features.lists.listeners.others import OthersListeners
from bot.features.lists.listeners.people import PeopleListeners
from bot.features.lists.listeners.reached import ReachedListeners
from bot.features.lists.listeners.series_form import SeriesForm
from bot.features.lists.listeners.submission import SubmissionListeners
from bot.features.lists.moves import ListMoves
from bot.features.lists.opt_outs import OptOuts
from bot.features.lists.others import Others
from bot.features.lists.pauses import Pauses
from bot.features.lists.reached import Reached
from bot.features.lists.reader import ListReader
from bot.features.lists.renderer import Renderer
from bot.features.lists.results import ListResults
from bot.features.lists.retention import Retention
from bot.features.lists.row_drafts import RowDrafts
from bot.features.lists.series_people import SeriesPeople
from bot.features.lists.service import ListService
from bot.features.lists.start import Start
from bot.features.lists.upkeep import ListUpkeep
from bot.features.lists.views import form as form_view
from bot.features.lists.views import others as others_view
from bot.features.lists.views import reached as reached_view
from bot.features.sends.kinds import Kind
from bot.features.shared import Shared
from bot.features.templates.listeners.insertion import InsertionListeners, Place
from bot.slack.blocks.fields import message as message_field
from bot.slack.outgoing.background import LatestWins
from bot.store import audience_choices
from bot.store.sends import SendKind
from bot.texting import membership
from bot.texting.placeholders import KEPT_BY_SMSIT

KEY_FOR_MEMBERS: Final = b"keyed hashes of who is on a list"


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, policy = infrastructure.database, infrastructure.clock, infrastructure.policy
    responder, rules, access = infrastructure.responder, shared.rules, infrastructure.access
    lanes = Lanes(infrastructure.engine, infrastructure.lanes)
    shared.registries.dispatch[SendKind.LIST] = lanes.start
    shared.registries.kinds[SendKind.LIST] = Kind(Role.BROADCASTER, "List", shared.attempts.follow)
    failures, reached, others = (
        Again(database, shared.permissions),
        Reached(database),
        Others(database, shared.permissions, clock),
    )
    shared.registries.beside_contacts.append(
        LinkedAction("Text these people", Action.FOUND, Role.BROADCASTER)
    )
    shared.registries.instead_of_group.append(others_view.button)
    shared.registries.instead_of_held.append(others_view.of_held)
    shared.registries.reached_of_group.append(reached_view.others)
    sees_numbers = shared.contacts.sees_numbers
    people = _audiences(infrastructure, shared)
    reader = ListReader(
        infrastructure.uploads,
        people,
        failures,
        reached,
        sees_numbers=sees_numbers,
        as_read_by=shared.permissions.as_read_by,
    )
    opt_outs = OptOuts(infrastructure.smsit, clock, infrastructure.region)
    row_drafts = RowDrafts(database, opt_outs, shared.safeguards, clock)
    members = partial(membership.written, infrastructure.key_for(KEY_FOR_MEMBERS))
    list_service = ListService(database, reader, row_drafts, shared.safeguards, rules, clock, members=members)
    shared.registries.test_bodies[SendKind.LIST] = list_service.body_at
    column_questions = ColumnQuestions(database, infrastructure.uploads, clock)
    pacer = Pacer(lambda: policy.limits.list_per_second)
    pauses = Pauses(database, clock, shared.safeguards.wording)
    start = Start(
        database,
        lanes,
        shared.send_service,
        clock,
        safeguards=shared.safeguards,
        series_people=SeriesPeople(
            database, reader, row_drafts, shared.safeguards, shared.send_service, clock, members=members
        ),
        rules=rules,
    )
    batch = ListBatch(
        database,
        pauses,
        clock,
        attempt_row=shared.attempts.attempt,
        beat=Heartbeat(database, clock, note).beat,
        rules=rules,
        weekly=shared.safeguards.weekly,
    )
    runner = Runner(database, lanes, batch, take=pacer.take)
    decisions = Decisions(
        database, lanes, ListMoves(lanes, shared.permissions, rules, clock, wording=shared.safeguards.wording)
    )
    row_decisions = RowDecisions(
        database, lanes, shared.safeguards.budgets, shared.permissions, rules, clock, shared.attempts.follow
    )
    list_upkeep = ListUpkeep(database, lanes, clock, batch=batch, pauses=pauses, rules=rules)
    out = Results(infrastructure.files, infrastructure.poster.post)
    results = ListResults(database, lanes, out, shared.permissions, sees_numbers=sees_numbers)
    form_listeners = FormListeners(
        responder, infrastructure.senders, shared.contacts.groups_to_join, infrastructure.mention_names
    )
    people_listeners = PeopleListeners(
        responder,
        infrastructure.senders,
        shared.contacts,
        infrastructure.mention_names,
        infrastructure.region,
    )
    shared.registries.rewrites[SendKind.LIST] = SeriesForm(
        partial(audience_choices.look, database),
        shared.contacts,
        infrastructure.senders,
        infrastructure.region,
    ).rewritten
    place = Place(
        FEATURE,
        Role.BROADCASTER,
        "text a list",
        form_of,
        lambda form, body: message_field.inserted(form, body, KEPT_BY_SMSIT),
        lambda form: form_view.compose(form, infrastructure.senders),
        message_field.template_block,
    )
    confirmation_listeners = ConfirmationListeners(
        list_service, others, shared.send_service, access, rules, clock
    )
    edits = LatestWins(infrastructure.long)
    column_listeners = ColumnListeners(
        responder,
        infrastructure.long_loading,
        column_questions,
        confirmation_listeners.confirmation,
        edits.run,
        edits.drop,
    )
    submission_listeners = SubmissionListeners(
        responder,
        infrastructure.long_loading,
        partial(
            validate,
            senders=infrastructure.senders,
            group_named=shared.contacts.group_to_join,
            chosen=partial(audience_form.choice, group_named=shared.contacts.group_named),
            clock=clock,
        ),
        list_service.require_textable,
        column_listeners.question_or_confirmation,
        infrastructure.users,
        infrastructure.senders,
    )
    others_listeners = OthersListeners(
        responder,
        infrastructure.long_loading,
        others,
        confirmation_listeners.confirmation,
        infrastructure.users,
    )
    reached_listeners = ReachedListeners(
        infrastructure.long_loading,
        reached,
        others,
        confirmation_listeners.confirmation,
        infrastructure.users,
    )
    again_listeners = AgainListeners(
        responder,
        infrastructure.long_loading,
        failures,
        confirmation_listeners.confirmation,
        infrastructure.users,
    )
    drafted = DraftedLists(
        responder,
        infrastructure.long_loading,
        shared.permissions,
        confirmation_listeners.confirmation,
        infrastructure.users,
        shared.account,
    )
    shared.registries.reviews[SendKind.LIST] = drafted.review
    renderer = Renderer(database, clock, policy.approval)
    shared.registries.looks[SendKind.LIST] = renderer.look
    return Feature(
        verbs=(*form_listeners.verbs(), *people_listeners.verbs()),
        listeners=(
            confirmation_listeners,
            submission_listeners,
            column_listeners,
            form_listeners,
            people_listeners,
            others_listeners,
            reached_listeners,
            again_listeners,
            InsertionListeners(responder, shared.templates, place),
            BatchListeners(BUTTONS, decisions),
            ButtonListeners(responder, row_decisions, results),
        ),
        jobs={
            jobs.START: start.run,
            jobs.CHUNK: runner.run,
            jobs.TIDY: list_upkeep.tidy_one,
            jobs.SETTLE: row_decisions.run,
            jobs.RESULT: results.run,
        },
        upkeep=(
            *upkeep(Stage.FIGURES, list_upkeep.parts(), list_upkeep.look),
            *upkeep(Stage.DRAWN, {"files": infrastructure.uploads.forget_unused}),
        ),
        renderers=Renderers(main={SendKind.LIST: renderer.main}, details={SendKind.LIST: renderer.details}),
        forget=(Retention(database).run,),
        stop=(pacer.stop,),
    )


def _audiences(infrastructure: Infrastructure, shared: Shared) -> AudienceService:
    """Return what looks up the people of a list: by a search, or in groups."""
    directory = shared.directory

    def everybody(search: Search, who: Who) -> Iterator[Person]:
        return directory.everybody(search, full=shared.contacts.sees_numbers(who))

    return AudienceService(
        everybody,
        infrastructure.database,
        infrastructure.clock,
        limits=shared.rules.limits,
        region=infrastructure.region,
    )
