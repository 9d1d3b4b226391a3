"""Steps of workflows that were begun, and what the bot said came of them.

Source: docs.slack.dev, reference/methods: functions.completeSuccess and functions.completeError.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.manifest import Manifest
from bot.sandbox.slack.model import Payload
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusal import Refusal

_TYPES: Final[Mapping[str, type | tuple[type, ...]]] = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "slack#/types/user_id": str,
    "slack#/types/options_select": list,
}


@dataclass(frozen=True, slots=True)
class StepRun:
    """One execution of a step: running until there are `outputs`, or an `error`.

    `workflow` is the id of the execution of the workflow, the same for all its steps.
    """

    id: str
    step: str
    inputs: Payload = field(repr=False)
    outputs: Payload | None = field(default=None, repr=False)
    error: str = ""
    workflow: str = ""

    @property
    def is_over(self) -> bool:
        """Whether the workflow went on, or stopped."""
        return self.outputs is not None or bool(self.error)


class StepRuns:
    """Keeps executions, in the order in which they began."""

    def __init__(self, pulse: Pulse, ids: Ids, manifest: Manifest) -> None:
        self._pulse = pulse
        self._ids = ids
        self._manifest = manifest
        self._runs: dict[str, StepRun] = {}

    @property
    def all(self) -> tuple[StepRun, ...]:
        """Every execution as it stands."""
        with self._pulse.lock:
            return tuple(self._runs.values())

    def begin(self, step: str, inputs: Payload, after: StepRun | None = None) -> StepRun:
        """Begin an execution: of a new workflow, or of the one that `after` is the last step of.

        Raises ValueError for inputs that Workflow Builder would not let through, and where that one has not
        gone on from its last step.
        """
        if after is not None and self.get(after.id).outputs is None:
            raise ValueError("the step before has not been completed")
        definition = self._manifest.functions.get(step)
        if definition is None:
            raise ValueError(f"the manifest has no step {step}")
        if wrong := _mistakes(definition["input_parameters"], inputs):
            raise ValueError("; ".join(wrong))
        workflow = self._ids.next("Wx") if after is None else after.workflow
        run = StepRun(self._ids.next("Fx"), step, dict(inputs), workflow=workflow)
        self._put(run)
        return run

    def of(self, workflow: str) -> tuple[StepRun, ...]:
        """Every step of a workflow so far, in their order."""
        return tuple(run for run in self.all if run.workflow == workflow)

    def get(self, run_id: object) -> StepRun:
        """Give an execution. Refuses with `function_execution_not_found`."""
        with self._pulse.lock:
            run = self._runs.get(str(run_id))
        if run is None:
            raise Refusal("function_execution_not_found")
        return run

    def complete(self, run_id: object, outputs: Payload) -> None:
        """Let a workflow go on. Refuses outputs that are not those of the manifest."""
        run = self._running(run_id)
        definition = self._manifest.functions[run.step]
        if wrong := _mistakes(definition["output_parameters"], outputs):
            raise Refusal("parameter_validation_failed", wrong)
        self._put(replace(run, outputs=outputs))

    def fail(self, run_id: object, error: str) -> None:
        """Stop a workflow."""
        self._put(replace(self._running(run_id), error=error))

    def _running(self, run_id: object) -> StepRun:
        run = self.get(run_id)
        if run.is_over:
            raise Refusal("execution_not_in_running_state")
        return run

    def _put(self, run: StepRun) -> None:
        with self._pulse.lock:
            self._runs[run.id] = run
            self._pulse.beat()


def _mistakes(parameters: Payload, given: Payload) -> list[str]:
    """Say what of these values is missing, unknown or of another type than was declared."""
    declared: Mapping[str, Any] = parameters["properties"]
    missing = [f"{name} is missing" for name in parameters.get("required", ()) if _is_empty(given.get(name))]
    unknown = [f"{name} is not declared" for name in given.keys() - declared.keys()]
    return (
        missing
        + unknown
        + [
            f"{name} is no {declared[name]['type']}"
            for name, value in given.items()
            if name in declared and not _is_a(value, declared[name]["type"])
        ]
    )


def _is_a(value: object, kind: str) -> bool:
    wanted = _TYPES.get(kind, object)
    return isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool))


def _is_empty(value: object) -> bool:
    return value is None or value == ""
