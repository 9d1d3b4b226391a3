"""A file before anybody confirms its import: fetched, read, and shown as it would be added.

Nothing of it is stored: what a person chose stands in their modal, the file stays with Slack, and after a
restart it is simply read again. A few files are kept in memory while somebody chooses columns.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bot.features.contact_import import columns, sheet
from bot.features.contact_import.columns import Columns, Places
from bot.features.contact_import.ids import Field
from bot.features.contact_import.plan import Choice, Entry, Plan, plan
from bot.features.contact_import.sheet import Sheet
from bot.slack.errors import UserError
from bot.texting.clock import Clock
from bot.texting.tables import cells
from bot.texting.tables.cells import CellError
from bot.texting.tables.raw import ListLimits, TableError

SAMPLES: Final = 3
FIRST_REJECTED: Final = 5
GROUPS_SHOWN: Final = 5
FILES_KEPT: Final = 2
NO_GROUP_YET: Final = "…"
"""Stands for the group in a preview, until one is chosen."""
OTHER_COLUMNS: Final = "The columns of this file are not those that were chosen. Upload it again."

Download = Callable[[Mapping[str, Any]], bytes]
"""Fetches a file as Slack describes it. Raises :exc:`UserError`."""


class Groups(Protocol):
    """The groups that are known."""

    def group_named(self, value: str) -> str | None:
        """Return the known group of that name, or whose choice has this value; none when there is none."""


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A file at Slack: where it is, what it is called, and its size in bytes."""

    url: str = field(repr=False)
    name: str
    size: int

    def described(self) -> dict[str, Any]:
        """Return it as Slack describes it, as far as a download needs it."""
        return {"url_private_download": self.url, "size": self.size}


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. ``missing`` are the parts somebody still has to choose.

    ``whole_name`` are the columns of a first and a last name, where there are two. ``strangers`` are groups
    the bot does not know (yet), with how many rows.
    """

    file: UploadedFile
    names: tuple[str, ...]
    rows: int
    choice: Choice
    whole_name: Places
    missing: frozenset[Field]
    good: int
    rejected: int
    first_rejected: tuple[Entry, ...]
    samples: tuple[Entry, ...] = field(repr=False)
    groups: Mapping[str, int] = field(repr=False)
    strangers: tuple[str, ...] = field(repr=False)
    notes: tuple[str, ...]


class _Numbers:
    """Reads numbers, each once: another look at the same file costs little."""

    def __init__(self, region: str | None) -> None:
        self._region = region
        self._read: dict[str, tuple[str, str]] = {}

    def __call__(self, cell: str) -> str:
        found = self._read.get(cell)
        if found is None:
            found = self._read[cell] = self._of(cell)
        digits, sentence = found
        if sentence:
            raise CellError(sentence)
        return digits

    def _of(self, cell: str) -> tuple[str, str]:
        try:
            return cells.number(cell, self._region), ""
        except CellError as error:
            return "", error.sentence


class Preparing:
    """Reads files for imports. ``region`` is the two-letter default for numbers in local form."""

    def __init__(
        self,
        download: Download,
        groups: Groups,
        clock: Clock,
        *,
        limits: ListLimits,
        region: str | None,
    ) -> None:
        self._download = download
        self._groups = groups
        self._clock = clock
        self._limits = limits
        self._region = region
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[Sheet, _Numbers]] = OrderedDict()

    def guess(self, file: UploadedFile) -> Choice:
        """Return what the columns of a file seem to be. Raises :exc:`UserError` when it cannot be used."""
        return Choice(columns.guess(self._sheet(file)[0]))

    def preview(self, file: UploadedFile, choice: Choice) -> Preview:
        """Return what an import would do. Raises :exc:`UserError` when the file cannot be used."""
        found, numbers = self._chosen(file, choice)
        missing = _missing(choice)
        made = Plan((), ())
        if Field.NUMBER not in missing:
            counted = Choice(choice.columns, NO_GROUP_YET) if Field.GROUP in missing else choice
            made = plan(found, counted, numbers, self._clock().date())
        good, rejected = made.good, made.rejected
        groups = {} if Field.GROUP in missing else made.groups
        whole_name = columns.guess(found).name
        return Preview(
            file=file,
            names=found.columns,
            rows=len(found.rows),
            choice=choice,
            whole_name=whole_name if len(whole_name) > 1 else (),
            missing=missing,
            good=len(good),
            rejected=len(rejected),
            first_rejected=rejected[:FIRST_REJECTED],
            samples=good[:SAMPLES],
            groups=groups,
            strangers=self._strangers(groups),
            notes=found.notes,
        )

    def plan(self, file: UploadedFile, choice: Choice) -> Plan:
        """Return every row of a file as it is to be added. Raises :exc:`UserError` when it cannot be used."""
        found, numbers = self._chosen(file, choice)
        return plan(found, choice, numbers, self._clock().date())

    def _chosen(self, file: UploadedFile, choice: Choice) -> tuple[Sheet, _Numbers]:
        found = self._sheet(file)
        if not choice.columns.fits(len(found[0].columns)):
            raise UserError(OTHER_COLUMNS)
        return found

    def _sheet(self, file: UploadedFile) -> tuple[Sheet, _Numbers]:
        with self._lock:
            kept = self._kept.get(file.url)
        if kept is None:
            kept = self._read(file), _Numbers(self._region)
            with self._lock:
                self._kept[file.url] = kept
                while len(self._kept) > FILES_KEPT:
                    self._kept.popitem(last=False)
        return kept

    def _read(self, file: UploadedFile) -> Sheet:
        try:
            return sheet.read(self._download(file.described()), self._limits, self._region)
        except TableError as error:
            raise UserError(error.sentence) from None

    def _strangers(self, groups: Mapping[str, int]) -> tuple[str, ...]:
        largest: Sequence[str] = tuple(groups)[:GROUPS_SHOWN]
        return tuple(name for name in largest if self._groups.group_named(name) is None)


def _missing(choice: Choice) -> frozenset[Field]:
    wanted: Columns = choice.columns
    number = {Field.NUMBER} if not wanted.number else set()
    group = {Field.GROUP} if not (wanted.group or choice.group) else set()
    return frozenset(number | group)
