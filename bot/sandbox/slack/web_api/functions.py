"""functions.*: what came of steps of workflows."""

from bot.sandbox.slack.model import Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.web_api.call import Arguments, required


def complete_success(state: State, arguments: Arguments) -> Payload:
    """functions.completeSuccess."""
    outputs = required(arguments, "outputs")
    if not isinstance(outputs, dict):
        raise Refusal("parameter_validation_failed", ["outputs are no object"])
    state.step_runs.complete(required(arguments, "function_execution_id"), outputs)
    return {}


def complete_error(state: State, arguments: Arguments) -> Payload:
    """functions.completeError."""
    state.step_runs.fail(required(arguments, "function_execution_id"), str(required(arguments, "error")))
    return {}
