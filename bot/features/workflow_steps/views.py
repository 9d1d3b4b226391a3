"""How a person is told of a step that was done in their name, and whose workflow doesn't know. Pure."""

from typing import Final

from bot.features.workflow_steps.completion import NO_ANSWER
from bot.slack.blocks import kit
from bot.slack.outgoing.poster import Content
from bot.slack.workflow_functions import FUNCTIONS
from bot.store.workflow_steps import WorkflowStep

UNTOLD: Final = (
    "Before you run this workflow again, check what it has done: its step *{step}* ran in your name, but "
    "{why}, so the workflow may have stopped there."
)
NOT_ANSWERED: Final = "Slack couldn't be told for a day"
NOT_TAKEN: Final = "Slack didn't take the result (`{code}`)"
TEXT: Final = "To look the text up, type `/sms status {id}`."


def untold(step: WorkflowStep) -> Content:
    """Return the message about a step whose result Slack was not told."""
    code = str((step.result or {}).get("not_told", NO_ANSWER))
    why = NOT_ANSWERED if code == NO_ANSWER else NOT_TAKEN.format(code=kit.escape(code))
    said = UNTOLD.format(step=FUNCTIONS[step.step]["title"], why=why)
    lines = [said] if step.send_id is None else [said, TEXT.format(id=step.send_id)]
    return Content(text=" ".join(lines), blocks=(kit.section("\n".join(lines)),))
