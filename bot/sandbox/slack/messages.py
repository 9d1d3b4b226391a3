"""Messages of every channel, as they stand now."""

from collections.abc import Iterator

from bot.sandbox.slack.model import Clock, Message
from bot.sandbox.slack.pulse import Pulse


class MessageBoard:
    """Keeps messages in the order they were posted. Iterating gives a copy taken at that moment."""

    def __init__(self, pulse: Pulse, clock: Clock) -> None:
        self._pulse = pulse
        self._clock = clock
        self._messages: dict[tuple[str, str], Message] = {}
        self._last_micros = 0

    def __iter__(self) -> Iterator[Message]:
        with self._pulse.lock:
            return iter(tuple(self._messages.values()))

    def __len__(self) -> int:
        return len(self._messages)

    def next_ts(self) -> str:
        """Give a time stamp nobody has, later than all before, even when the clock stands still."""
        with self._pulse.lock:
            now = self._clock()
            micros = int(now.timestamp()) * 1_000_000 + now.microsecond
            self._last_micros = max(micros, self._last_micros + 100)
            seconds, rest = divmod(self._last_micros, 1_000_000)
            return f"{seconds}.{rest:06d}"

    def put(self, message: Message) -> Message:
        """Post the message, or replace the one with the same channel and ts."""
        with self._pulse.lock:
            self._messages[message.channel, message.ts] = message
            self._pulse.beat()
        return message

    def remove(self, message: Message) -> None:
        """Take the message away; nothing happens when it is gone already."""
        with self._pulse.lock:
            self._messages.pop((message.channel, message.ts), None)
            self._pulse.beat()

    def find(self, channel: object, ts: object) -> Message | None:
        """Give the message at this place, or None."""
        with self._pulse.lock:
            return self._messages.get((str(channel), str(ts)))

    def visible_to(self, user_id: str, channel: str) -> list[Message]:
        """Give what this person sees in the channel, oldest first; thread replies only when broadcast."""
        return [
            message
            for message in self
            if message.channel == channel
            and message.visible_to(user_id)
            and (message.thread_ts is None or message.broadcast)
        ]

    def thread(self, user_id: str, channel: str, ts: str) -> list[Message]:
        """Give the replies under one message that this person sees, oldest first."""
        return [
            message
            for message in self
            if message.channel == channel and message.thread_ts == ts and message.visible_to(user_id)
        ]
