"""views.*: modals and the Home tab.

Source: docs.slack.dev, reference/methods/views.* and surfaces/modals.
"""

from bot.sandbox.slack.interactions import checked_view
from bot.sandbox.slack.model import OpenView, Payload
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.state import State
from bot.sandbox.slack.triggers import Trigger
from bot.sandbox.slack.web_api.call import Arguments, known_member, required


def open_modal(state: State, arguments: Arguments) -> Payload:
    """views.open. From within an open modal it stacks, as views.push does."""
    trigger = state.triggers.redeem(required(arguments, "trigger_id"))
    view = checked_view(arguments.get("view"), "modal")
    show = state.views.push if _inside(state, trigger) else state.views.open
    return _shown(show(trigger.user, view))


def push(state: State, arguments: Arguments) -> Payload:
    """views.push: only with the trigger of something done in a modal that is still open."""
    trigger = state.triggers.redeem(required(arguments, "trigger_id"))
    if not _inside(state, trigger):
        raise Refusal("invalid_trigger_id")
    view = checked_view(arguments.get("view"), "modal")
    return _shown(state.views.push(trigger.user, view))


def update(state: State, arguments: Arguments) -> Payload:
    """views.update, by `view_id` or `external_id`, guarded by `hash` when given."""
    if not (arguments.get("view_id") or arguments.get("external_id")):
        raise Refusal("invalid_arguments", ["[ERROR] view_id or external_id is required"])
    current = state.views.find(arguments.get("view_id"), arguments.get("external_id"))
    view = checked_view(arguments.get("view"), str(current.view["type"]))
    return _shown(state.views.update(current, view, arguments.get("hash")))


def publish(state: State, arguments: Arguments) -> Payload:
    """views.publish: the Home tab of one person."""
    member = known_member(state, required(arguments, "user_id"))
    view = checked_view(arguments.get("view"), "home")
    return _shown(state.views.publish(member.id, view, arguments.get("hash")))


def _shown(view: OpenView) -> Payload:
    return {"view": view.payload()}


def _inside(state: State, trigger: Trigger) -> bool:
    return any(view.id == trigger.view_id for view in state.views.stack(trigger.user))
