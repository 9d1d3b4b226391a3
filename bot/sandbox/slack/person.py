"""One person at the keyboard: tests, the tour and the page act through this."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bot.sandbox.slack import composed, payloads
from bot.sandbox.slack.client_checks import NotSubmitted, refusals
from bot.sandbox.slack.courier import Courier
from bot.sandbox.slack.field_values import Typed, content, typed_value
from bot.sandbox.slack.interactions import offered_options
from bot.sandbox.slack.model import Answer, Channel, Delivery, Lane, Member, Message, OpenView, Payload
from bot.sandbox.slack.placed import Placed, find, options_of, words
from bot.sandbox.slack.state import State
from bot.sandbox.slack.surface import MessageSurface, Surface, ViewSurface
from bot.sandbox.slack.typing_rules import linked


class Person:
    """Drives the workspace as one member would. Every call waits for the bot's acknowledgement.

    Call it from any thread but the server's own event loop (from the page: `run.io_bound`). Fields are found
    by label, placeholder, block_id or action_id; buttons by text, block_id or action_id. Channels go by id,
    by name, or "@smsit" for the direct message with the bot. LookupError says what is not there.
    """

    def __init__(self, state: State, courier: Courier, member: Member) -> None:
        self._state = state
        self._courier = courier
        self.member = member

    @property
    def id(self) -> str:
        """The member's id."""
        return self.member.id

    @property
    def view(self) -> OpenView | None:
        """The modal on top of this person's stack, or None."""
        return self._state.views.top(self.id)

    @property
    def title(self) -> str:
        """The title of the modal on top; empty without one."""
        view = self.view
        return view.title if view else ""

    @property
    def errors(self) -> Mapping[str, str]:
        """What the modal on top says beside its fields, by block_id; empty without one."""
        view = self.view
        return view.errors if view else {}

    @property
    def home(self) -> OpenView | None:
        """The Home tab the bot published for this person, or None."""
        return self._state.views.home(self.id)

    def sees(self, channel: str) -> list[Message]:
        """Give the channel's messages this person sees, oldest first, ephemerals too, thread replies not."""
        return self._state.messages.visible_to(self.id, self._channel(channel).id)

    def thread(self, message: Message) -> list[Message]:
        """Give the replies under a message, oldest first."""
        return self._state.messages.thread(self.id, message.channel, message.ts)

    def command(self, line: str, channel: str = "C0FRONT") -> Answer:
        """Type a slash command; `error` is "invalid_command" when the manifest does not name it."""
        name, _, text = line.strip().partition(" ")
        at = self._channel(channel)
        if not self._state.manifest.has_command(name):
            return Answer(False, 0.0, None, error="invalid_command")
        text = text.strip()
        if self._state.manifest.escapes(name):
            text = linked(self._state, text, names=True)
        return self._deliver(Lane.COMMAND, payloads.command(self._state, self.member, at, name, text))

    def say(
        self,
        text: str,
        channel: str = "C0FRONT",
        thread_ts: str | None = None,
        brings: Mapping[str, Sequence[Payload] | Sequence[str]] | None = None,
    ) -> Message:
        """Post an ordinary message; @handles and #channels become links. Tells a bot that subscribed.

        As Slack's own box does, it brings a rich_text block along. `brings` says what else it has:
        `attachments`, the ids of `files` that were uploaded, or other `blocks`.
        """
        at = self._channel(channel)
        ts = self._state.messages.next_ts()
        shown = linked(self._state, text, names=False)
        parts: Payload = {"blocks": composed.blocks(self._state, text)} | dict(brings or {})
        parts = {name: tuple(each) for name, each in parts.items()}
        message = self._state.messages.put(Message(at.id, ts, self.id, shown, thread_ts=thread_ts, **parts))
        body = payloads.message_object(self._state, message) | {"channel": at.id, "event_ts": ts}
        mentioned = f"<@{self._state.bot_user_id}>" in shown and self._state.bot_user_id in at.members
        if at.is_im and self._state.manifest.subscribes("message.im"):
            self._deliver(Lane.EVENT, payloads.event(self._state, body | {"channel_type": "im"}))
        elif mentioned and self._state.manifest.subscribes("app_mention"):
            self._deliver(Lane.EVENT, payloads.event(self._state, body | {"type": "app_mention"}))
        return message

    def upload(self, name: str, data: bytes, mimetype: str = "text/csv") -> str:
        """Bring a file along; the id goes into `fill` of a file input, alone or in a list."""
        return self._state.files.add(name, data, mimetype, self.id).id

    def fill(self, label: str, value: Typed, message: Message | None = None) -> Answer | None:
        """Type or choose a value, None to clear. Gives the Answer when the field tells the bot at once.

        Text, numbers, `date`, `time`, an aware `datetime`, option texts (a list for several), file ids.
        """
        surface = self._surface(message)
        spot = find(surface.blocks, label)
        offered = self._state.offered.get((self.id, spot.block_id, spot.action_id), [])
        state_value = typed_value(spot, value, offered if "external" in spot.kind else None)
        if spot.kind == "file_input":
            files = [self._state.files.get(each) for each in content(state_value)]
            state_value["files"] = [
                self._state.files.describe(each, self._state.public_url) for each in files
            ]
        surface.put(spot, state_value)
        if not spot.dispatches:
            return None
        return self._act(surface, spot, {key: state_value[key] for key in state_value if key != "type"})

    def choose(self, label: str, option: str | list[str], message: Message | None = None) -> Answer | None:
        """Pick an option by its text (an external select: from the last suggestions)."""
        return self.fill(label, option, message)

    def suggestions(self, label: str, typed: str, message: Message | None = None) -> list[Payload]:
        """Type into an external select; the options the bot offered, none while `typed` is too short."""
        surface = self._surface(message)
        spot = find(surface.blocks, label)
        if "external" not in spot.kind:
            raise LookupError(f"{label!r} is a {spot.kind}, nobody is asked for its options")
        if len(typed) < spot.element.get("min_query_length", 3):
            return []
        payload = payloads.block_suggestion(self._state, self.member, surface.place(), spot, typed)
        answer = self._courier.deliver(Delivery(Lane.INTERACTIVE, payload))
        options = offered_options(self._state, answer)
        with self._state.pulse.lock:
            self._state.offered[self.id, spot.block_id, spot.action_id] = options
        return options

    def press(
        self, button: str, message: Message | None = None, *, option: str = "", confirm: bool = True
    ) -> Answer | None:
        """Press a button, or an overflow option by its words.

        Where several menus have an option of that name, `button` names the menu and `option` the option. With
        `confirm=False` the confirm dialog is declined: None.
        """
        surface = self._surface(message)
        spot = find(surface.blocks, button)
        if "confirm" in spot.element and not confirm:
            return None
        return self._press(surface, spot, button, option)

    def aim(self, button: str, message: Message | None = None) -> Callable[[], Answer]:
        """Find a button and return its press: of what is on the screen now, even if that is drawn again."""
        surface = self._surface(message)
        return partial(self._press, surface, find(surface.blocks, button), button)

    def submit(self) -> Answer:
        """Press the modal's submit button. Raises NotSubmitted when Slack's own client would not send it."""
        view = self._modal()
        if not view.view["submit"]:
            raise LookupError("this modal has no submit button")
        reasons = refusals(view)
        if reasons:
            raise NotSubmitted(reasons)
        view = self._state.views.set_errors(view, {})
        urls = payloads.view_response_urls(self._state, view)
        return self._deliver(Lane.INTERACTIVE, payloads.view_submission(self._state, self.member, view, urls))

    def back(self) -> Answer | None:
        """Press the modal's close button: the view below comes up. Gives the Answer when the bot is told."""
        view = self._modal()
        return self.close() if view.view["clear_on_close"] else self._close(view, is_cleared=False)

    def close(self) -> Answer | None:
        """Press the cross of the modal: the whole stack goes. Gives the Answer when the bot is told."""
        root = self._state.views.find(self._modal().root_id)
        return self._close(root, is_cleared=True)

    def shortcut(self, callback_id: str) -> Answer:
        """Run a global shortcut; `error` is "invalid_shortcut" when the manifest does not name it."""
        if not self._state.manifest.has_shortcut(callback_id, "global"):
            return Answer(False, 0.0, None, error="invalid_shortcut")
        at = self._state.messages.next_ts()
        return self._deliver(Lane.INTERACTIVE, payloads.shortcut(self._state, self.member, callback_id, at))

    def message_shortcut(self, callback_id: str, message: Message) -> Answer:
        """Run a message shortcut on a message; `error` as for `shortcut`."""
        if not self._state.manifest.has_shortcut(callback_id, "message"):
            return Answer(False, 0.0, None, error="invalid_shortcut")
        at = self._state.messages.next_ts()
        payload = payloads.message_action(self._state, self.member, callback_id, message, at)
        return self._deliver(Lane.INTERACTIVE, payload)

    def open_home(self) -> Answer:
        """Open the app's Home tab; `error` is "not_subscribed" when the manifest does not ask to be told."""
        if not self._state.manifest.has_event("app_home_opened"):
            return Answer(False, 0.0, None, error="not_subscribed")
        body = payloads.app_home_opened(self._state, self.member, self.home)
        return self._deliver(Lane.EVENT, payloads.event(self._state, body))

    def _deliver(self, lane: Lane, payload: Payload) -> Answer:
        return self._courier.deliver(Delivery(lane, payload))

    def _act(self, surface: Surface, spot: Placed, chosen: Payload) -> Answer:
        entry = payloads.action(spot, chosen, self._state.messages.next_ts())
        values = {block: dict(actions) for block, actions in surface.values().items()}
        payload = payloads.block_actions(self._state, self.member, surface.place(), entry, values)
        return self._deliver(Lane.INTERACTIVE, payload)

    def _close(self, view: OpenView, *, is_cleared: bool) -> Answer | None:
        self._state.views.close(view)
        if not view.view["notify_on_close"]:
            return None
        payload = payloads.view_closed(self._state, self.member, view, is_cleared=is_cleared)
        return self._deliver(Lane.INTERACTIVE, payload)

    def _modal(self) -> OpenView:
        if self.view is None:
            raise LookupError("no modal is open")
        return self.view

    def _press(self, surface: Surface, spot: Placed, button: str, option: str = "") -> Answer:
        chosen = [each for each in options_of(spot.element) if words(each["text"]) == (option or button)]
        if option and not chosen:
            raise LookupError(f"no option {option!r} in {button!r}")
        return self._act(surface, spot, {"selected_option": chosen[0]} if chosen else {})

    def _surface(self, message: Message | None) -> Surface:
        if message is not None:
            return MessageSurface(self._state, self.id, message.channel, message.ts)
        view = self.view or self.home
        if view is None:
            raise LookupError("no modal is open and no Home tab published")
        return ViewSurface(self._state, view.id)

    def _channel(self, name: str) -> Channel:
        if name == f"@{self._state.people[self._state.bot_user_id].name}":
            return self._state.direct_message(self.id)
        channel = self._state.find_channel(name)
        if self.id not in channel.members:
            raise LookupError(f"{self.id} is not in {channel.id}")
        return channel
