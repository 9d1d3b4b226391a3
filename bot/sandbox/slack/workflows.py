"""Workflow Builder, as far as the app's own steps go: one after another, with inputs of one's choice.

Source: docs.slack.dev, reference/events/function_executed and workflows/custom-steps-dynamic-options.
"""

from typing import Final

from bot.sandbox.slack import payloads
from bot.sandbox.slack.courier import Courier
from bot.sandbox.slack.model import Answer, Delivery, Lane, Payload
from bot.sandbox.slack.placed import words
from bot.sandbox.slack.state import State
from bot.sandbox.slack.step_runs import StepRun

_OPTIONS: Final = "slack#/types/options_select"


class Workflows:
    """Runs steps that the manifest declares. Every call waits for the bot's acknowledgement."""

    def __init__(self, state: State, courier: Courier) -> None:
        self._state = state
        self._courier = courier

    @property
    def steps(self) -> dict[str, Payload]:
        """The steps whoever builds a workflow can put into it, by callback id; none without a paid plan."""
        return {
            name: each
            for name, each in self._state.manifest.functions.items()
            if all(output["type"] != _OPTIONS for output in each["output_parameters"]["properties"].values())
        }

    def run(self, step: str, inputs: Payload, after: StepRun | None = None) -> tuple[StepRun, Answer]:
        """Have a workflow come to a step: a new one, or the one of which `after` is the last step so far.

        Raises ValueError for inputs Slack would not let through, and where that one has not come so far.
        """
        begun, delivery = self.begin(step, inputs, after)
        return begun, self._courier.deliver(delivery)

    def begin(self, step: str, inputs: Payload, after: StepRun | None = None) -> tuple[StepRun, Delivery]:
        """Have a workflow come to a step, and give what Slack delivers of it. Raises as :meth:`run`."""
        filled_in = {name: each for name, each in inputs.items() if each != ""}
        begun = self._state.step_runs.begin(step, filled_in, after)
        return begun, Delivery(Lane.EVENT, payloads.event(self._state, _executed(self._state, begun)))

    def given(self, last: StepRun | None) -> list[tuple[str, str, str]]:
        """Give what the steps of a workflow so far gave: the step's title, the output's, and its value."""
        found = []
        for run in () if last is None else self._state.step_runs.of(last.workflow):
            definition = self._state.manifest.functions[run.step]
            named = definition["output_parameters"]["properties"]
            outputs = (run.outputs or {}).items()
            found += [(definition["title"], named[name]["title"], str(value)) for name, value in outputs]
        return found

    def choices(self, step: str, name: str, typed: str, inputs: Payload) -> list[Payload]:
        """Give what the bot offers for an input while somebody types in it, and nothing where it says why.

        Slack shows what was said before the acknowledgement, and waits for nothing later.
        """
        declared = self._state.manifest.functions[step]["input_parameters"]["properties"][name]
        asked = declared["dynamic_options"]
        given = {key: _resolved(each["value"], typed, inputs) for key, each in asked["inputs"].items()}
        run, _ = self.run(asked["function"].rpartition("/")[2], given)
        told = self._state.step_runs.get(run.id)
        if not told.is_over:
            self._state.note_problem(f"{run.step}: told nothing before the acknowledgement")
        return list((told.outputs or {}).get("options", ()))

    def value_of(self, choices: list[Payload], text: str) -> str:
        """Give the value of a choice by its words. Raises LookupError when it is not offered."""
        for each in choices:
            if words(each["text"]) == text:
                return str(each["value"])
        raise LookupError(f"nothing offered is called {text!r}")


def _resolved(template: str, typed: str, inputs: Payload) -> str:
    if template == "{{client.query}}":
        return typed
    return str(inputs.get(template.strip("{}").rpartition(".")[2], ""))


def _executed(state: State, run: StepRun) -> Payload:
    """Give the event for a workflow that came to a step of the app; the inputs are as they were filled in."""
    definition = state.manifest.functions[run.step]
    return {
        "type": "function_executed",
        "function": {
            "id": f"Fn{run.step}",
            "callback_id": run.step,
            "title": definition["title"],
            "description": definition["description"],
            "type": "app",
            "input_parameters": _parameters(definition["input_parameters"]),
            "output_parameters": _parameters(definition["output_parameters"]),
            "app_id": state.app_id,
            "date_created": 1694727597,
            "date_updated": 1694727597,
            "date_deleted": 0,
        },
        "inputs": run.inputs,
        "function_execution_id": run.id,
        "workflow_execution_id": run.workflow,
        "event_ts": state.messages.next_ts(),
        "bot_access_token": "xwfp-of-one-step",
    }


def _parameters(declared: Payload) -> list[Payload]:
    required = declared.get("required", ())
    return [
        {"name": name, "type": each["type"], "title": each["title"], "is_required": name in required}
        for name, each in declared["properties"].items()
    ]
