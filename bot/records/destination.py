"""Where ``move`` takes records to: an address that was given, which is to blame for what fails there."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from bot import regular_files
from bot.logs import kind_of
from bot.records import occupant, ownership, source, target
from bot.records.source import NotReady
from bot.records.target import Claim
from bot.store.database import Database
from bot.store.database_address import Unusable, file_of

UNUSABLE: Final = "Check the address to move to: that database can't be used ({}). Nothing was changed."


@contextmanager
def blamed() -> Iterator[None]:
    """Have the address be named for what fails within."""
    try:
        yield
    except Unusable as error:
        raise NotReady(UNUSABLE.format(error.why)) from None
    except SQLAlchemyError as error:  # its text may quote the address, and with it a password
        raise NotReady(UNUSABLE.format(kind_of(error))) from None
    except OSError as error:
        raise NotReady(UNUSABLE.format(regular_files.why(error))) from None


@dataclass(frozen=True, slots=True)
class Destination:
    """The address, and the keys of its data. ``replace``: records there are given up.

    ``other_tables``: so is what another program keeps in that file.

    Those of another SMS-iT account than ``whose`` aren't, unless it is None.
    """

    url: str = field(repr=False)
    data_keys: Sequence[str] = field(repr=False)
    whose: str | None
    replace: bool
    other_tables: bool = False

    def looked_at(self) -> str:
        """Return what the database is called, and whether it is there; nothing is changed there."""
        with blamed():
            path = self._file()
            if path is not None and not path.exists():
                _require_place(path)
                return f"the SQLite file {path.name}, which isn't there yet"
            with source.opened(self.url, self.data_keys) as there:
                occupant.require_no_namesakes(there)
                self._require_given_up(there)
                return source.told(there)

    @contextmanager
    def claimed(self) -> Iterator[Claim]:
        """Give the database, to be filled. Raises :exc:`NotReady`."""
        self._file()
        with target.claimed(
            self.url, self.data_keys, replace=self.replace, other_tables=self.other_tables
        ) as claim:
            if claim.was_there:
                self._require_given_up(claim.database)
            yield claim

    def _file(self) -> Path | None:
        path = file_of(self.url)
        if path is not None:
            occupant.require_ours(path, even_mixed=self.other_tables)
        return path

    def _require_given_up(self, there: Database) -> None:
        if not self.replace:
            target.require_empty(there)
        elif target.records_in(there):
            ownership.require_to_be_given_up(there, self.whose)


def _require_place(path: Path) -> None:
    """Raise :exc:`NotReady` where the file that isn't there yet couldn't be made, nor its folder."""
    nearest = next(each for each in path.absolute().parents if each.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise NotReady(UNUSABLE.format(f"nothing can be made in {nearest.name or nearest}"))
