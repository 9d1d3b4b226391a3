"""What is kept of how an import was asked for: the file, its columns, the group. None of it is a row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from bot.features.imports.columns import Columns, Part
from bot.features.imports.entries import Choice, Refusers
from bot.texting.tables.uploads import UploadedFile

_IN_ADDRESS: Final = re.compile(r"[/-](F[A-Z0-9]+)/")
"""Where the addresses of Slack's files have their ids: ``/files-pri/T0123-F0123/download/people.csv``."""


@dataclass(frozen=True, slots=True)
class SavedRequest:
    """How an import was asked for. ``file`` is kept until its rows are read, ``headers`` from then on."""

    choice: Choice
    file: UploadedFile | None = field(default=None, repr=False)
    headers: tuple[str, ...] = ()

    def dump(self) -> dict[str, Any]:
        """Return it as plain values, to be stored."""
        file = self.file
        return {
            "columns": {part.value: list(self.choice.columns.of(part)) for part in Part},
            "group": self.choice.group,
            "refusers": self.choice.refusers,
            "file": None if file is None else {"id": file.id, "name": file.name, "size": file.size},
            "headers": list(self.headers),
        }

    @classmethod
    def load(cls, stored: Mapping[str, Any], user_id: str) -> Self:
        """Return what :meth:`dump` made of the request of a person."""
        columns = Columns(**{part: tuple(places) for part, places in stored["columns"].items()})
        file, refusers = stored["file"], stored.get("refusers")
        return cls(
            Choice(columns, stored["group"], Refusers(refusers) if refusers else None),
            None if file is None else UploadedFile(_id(file), file["name"], file["size"], user_id),
            tuple(stored["headers"]),
        )


def _id(file: Mapping[str, Any]) -> str:
    """Return Slack's id of a file; of one that was kept by its address, the one in it."""
    if "id" in file:
        return str(file["id"])
    found = _IN_ADDRESS.search(file["url"])
    return found[1] if found else ""
