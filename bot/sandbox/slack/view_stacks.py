"""Every person's open modals, up to three on each other, and their Home tab.

Source: docs.slack.dev, surfaces/modals and reference/methods/views.*.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from bot.sandbox.slack.field_values import carried_values, initial_values
from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.model import OpenView, Payload, copied
from bot.sandbox.slack.people import APP_ID, BOT_ID
from bot.sandbox.slack.placed import with_ids
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusal import Refusal

DEPTH = 3
_DEFAULTS: Payload = {
    "callback_id": "",
    "private_metadata": "",
    "external_id": "",
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


class ViewStacks:
    """Opens, pushes, updates and closes views. Refuses in Slack's words; payload rules are checked before."""

    def __init__(self, pulse: Pulse, ids: Ids, *, team_id: str) -> None:
        self._pulse = pulse
        self._ids = ids
        self._team_id = team_id
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes: dict[str, OpenView] = {}

    def __iter__(self) -> Iterator[OpenView]:
        with self._pulse.lock:
            return iter([*chain.from_iterable(self._stacks.values()), *self._homes.values()])

    def stack(self, user: str) -> tuple[OpenView, ...]:
        """Give the person's modals, the one on top last."""
        with self._pulse.lock:
            return tuple(self._stacks.get(user, ()))

    def top(self, user: str) -> OpenView | None:
        """Give the modal the person looks at, or None."""
        stack = self.stack(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> OpenView | None:
        """Give the Home tab published for this person, or None."""
        with self._pulse.lock:
            return self._homes.get(user)

    def find(self, view_id: object = None, external_id: object = None) -> OpenView:
        """Give the open view of this id or external id. Refuses with `not_found` when there is none."""
        for view in self:
            if (view_id and view.id == view_id) or (external_id and view.view["external_id"] == external_id):
                return view
        raise Refusal("not_found")

    def open(self, user: str, payload: Payload) -> OpenView:
        """Show a modal as the only one; whatever the person had open is gone."""
        return self._add(user, payload, below=[])

    def push(self, user: str, payload: Payload) -> OpenView:
        """Show a modal on top of the open ones. Refuses a fourth with `push_limit_reached`."""
        below = list(self.stack(user))
        if len(below) >= DEPTH:
            raise Refusal("push_limit_reached")
        return self._add(user, payload, below)

    def update(self, view: OpenView, payload: Payload, expected_hash: object = None) -> OpenView:
        """Draw the view anew; typed values stay as `carried_values` says. Refuses a stale hash."""
        with self._pulse.lock:
            current = self.find(view.id)
            if expected_hash and expected_hash != current.hash:
                raise Refusal("hash_conflict")
            self._check_external_id(payload, current.id)
            body = self._completed(current.id, payload, current.root_id, current.view["previous_view_id"])
            return self._replace(
                replace(
                    current,
                    view=body,
                    hash=self._hash(),
                    errors={},
                    values=carried_values(body["blocks"], current.values),
                )
            )

    def publish(self, user: str, payload: Payload, expected_hash: object = None) -> OpenView:
        """Show the Home tab. Refuses a stale hash."""
        with self._pulse.lock:
            current = self._homes.get(user)
            if current is not None:
                return self.update(current, payload, expected_hash)
            self._check_external_id(payload, "")
            view_id = self._ids.next("V")
            body = self._completed(view_id, payload, view_id, None)
            self._homes[user] = OpenView(view_id, user, self._hash(), body, initial_values(body["blocks"]))
            self._pulse.beat()
            return self._homes[user]

    def close(self, view: OpenView) -> None:
        """Take this modal and all above it away; nothing happens when it is closed already."""
        with self._pulse.lock:
            stack = self.stack(view.user)
            kept = next((at for at, open_view in enumerate(stack) if open_view.id == view.id), len(stack))
            self._stacks[view.user] = list(stack[:kept])
            self._pulse.beat()

    def set_value(self, view: OpenView, block_id: str, action_id: str, value: Payload) -> OpenView:
        """Put what a person typed into the view."""
        with self._pulse.lock:
            current = self.find(view.id)
            block = {**current.values.get(block_id, {}), action_id: value}
            return self._replace(replace(current, values={**current.values, block_id: block}))

    def set_errors(self, view: OpenView, errors: dict[str, str]) -> OpenView:
        """Show these sentences beside the fields of these block ids, and no others."""
        with self._pulse.lock:
            return self._replace(replace(self.find(view.id), errors=errors))

    def _add(self, user: str, payload: Payload, below: list[OpenView]) -> OpenView:
        with self._pulse.lock:
            self._check_external_id(payload, "")
            view_id = self._ids.next("V")
            root = below[0].id if below else view_id
            body = self._completed(view_id, payload, root, below[-1].id if below else None)
            made = OpenView(view_id, user, self._hash(), body, initial_values(body["blocks"]))
            self._stacks[user] = [*below, made]
            self._pulse.beat()
            return made

    def _replace(self, view: OpenView) -> OpenView:
        stack = self._stacks.get(view.user, [])
        if view.view["type"] == "home":
            self._homes[view.user] = view
        else:
            self._stacks[view.user] = [view if each.id == view.id else each for each in stack]
        self._pulse.beat()
        return view

    def _check_external_id(self, payload: Payload, own_id: str) -> None:
        wanted = payload.get("external_id")
        if wanted and any(view.view["external_id"] == wanted and view.id != own_id for view in self):
            raise Refusal("duplicate_external_id")

    def _completed(self, view_id: str, payload: Payload, root: str, previous: str | None) -> Payload:
        return {
            **_DEFAULTS,
            **copied({**payload, "blocks": []}),
            "id": view_id,
            "team_id": self._team_id,
            "app_id": APP_ID,
            "app_installed_team_id": self._team_id,
            "bot_id": BOT_ID,
            "root_view_id": root,
            "previous_view_id": previous,
            "blocks": with_ids(payload["blocks"], self._ids),
        }

    def _hash(self) -> str:
        return self._ids.next("h")
