"""Plugs in the steps of workflows. What each does, the feature brings whose matter it is."""

from dataclasses import replace
from functools import partial

from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.features.workflow_steps import jobs
from bot.features.workflow_steps.completion import StepCompletion
from bot.features.workflow_steps.form import plain
from bot.features.workflow_steps.listeners import StepListeners
from bot.features.workflow_steps.renderer import Renderer
from bot.features.workflow_steps.service import Result, Run, Step, WorkflowSteps
from bot.features.workflow_steps.upkeep import Upkeep
from bot.store.messages import Purpose
from bot.store.workflow_steps import LOOKED_AFTER


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    names_of = infrastructure.mention_names.of

    def act(step: Step, run: Run) -> Result:
        return shared.registries.steps[step](replace(run, inputs=plain(run.inputs, names_of)))

    database, clock, results = infrastructure.database, infrastructure.clock, infrastructure.step_results
    steps = WorkflowSteps(
        database,
        infrastructure.access,
        infrastructure.policy.workflows,
        act,
        shared.registries.step_choices,
        partial(jobs.enqueue_act, infrastructure.engine),
        clock,
    )
    completion = StepCompletion(database, results, clock)
    upkeep_ = Upkeep(steps, completion, infrastructure.background.run)
    return Feature(
        listeners=(StepListeners(steps, completion, results, infrastructure.responder),),
        jobs={jobs.ACT: jobs.StepJobs(steps, completion).act},
        upkeep=upkeep(Stage.FIGURES, {"steps": upkeep_.run}, LOOKED_AFTER),
        renderers=Renderers(subjects={Purpose.STEP: Renderer(database).draw}),
        forget=(partial(steps.forget, infrastructure.keep),),
    )
