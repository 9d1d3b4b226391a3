"""Uploaded files, from people and from the bot."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from bot.sandbox.slack.ids import Ids
from bot.sandbox.slack.model import Clock, Payload, StoredFile
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.refusal import Refusal


class FileCabinet:
    """Keeps files in memory by id."""

    def __init__(self, pulse: Pulse, ids: Ids, clock: Clock) -> None:
        self._pulse = pulse
        self._ids = ids
        self._clock = clock
        self._files: dict[str, StoredFile] = {}

    def __iter__(self) -> Iterator[StoredFile]:
        with self._pulse.lock:
            return iter(tuple(self._files.values()))

    def add(self, name: str, content: bytes, mimetype: str, user: str) -> StoredFile:
        """Keep a whole file."""
        return self._keep(
            StoredFile(self._ids.next("F"), name, mimetype, user, self._clock(), content, len(content))
        )

    def announce(self, name: str, length: int, user: str) -> StoredFile:
        """Make room for a file whose `length` bytes follow in a second request."""
        kind = "text/csv" if name.endswith(".csv") else "application/octet-stream"
        return self._keep(
            StoredFile(
                self._ids.next("F"), name, kind, user, self._clock(), expected_length=length, complete=False
            )
        )

    def receive(self, file_id: str, content: bytes) -> bool:
        """Take the bytes of an announced file; False when their number is not the one announced."""
        file = self.get(file_id)
        if len(content) != file.expected_length:
            return False
        self._keep(replace(file, content=content))
        return True

    def finish(self, file_id: str, title: str | None) -> StoredFile:
        """End an upload. Refuses a file that is unknown or whose bytes never came."""
        file = self.get(file_id)
        if len(file.content) != file.expected_length:
            raise Refusal("file_not_found")
        return self._keep(replace(file, complete=True, name=title or file.name))

    def get(self, file_id: object) -> StoredFile:
        """Give the file of this id. Refuses with `file_not_found`."""
        with self._pulse.lock:
            file = self._files.get(str(file_id))
        if file is None:
            raise Refusal("file_not_found")
        return file

    def describe(self, file: StoredFile, public_url: str) -> Payload:
        """Give the file object of Slack's API."""
        address = f"{public_url}/slack/files/{file.id}/{quote(file.name, safe='')}"
        return {
            "id": file.id,
            "created": int(file.created.timestamp()),
            "timestamp": int(file.created.timestamp()),
            "name": file.name,
            "title": file.name,
            "mimetype": file.mimetype,
            "filetype": file.name.rpartition(".")[2],
            "user": file.user,
            "size": len(file.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": address,
            "url_private_download": f"{address}?download=1",
        }

    def _keep(self, file: StoredFile) -> StoredFile:
        with self._pulse.lock:
            self._files[file.id] = file
            self._pulse.beat()
        return file
