"""A file before anybody confirms its import: fetched, read, and shown as it would be added.

Nothing of it is stored: what a person chose stands in their modal, the file stays with Slack, and after a
restart it is simply read again. A few files are kept in memory while somebody chooses columns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from bot.errors import UserError
from bot.features.imports import columns
from bot.features.imports.columns import Part
from bot.features.imports.entries import Choice, Entry, Plan, plan
from bot.texting.clock import Clock
from bot.texting.tables import cells
from bot.texting.tables.cells import CellError
from bot.texting.tables.consent import Answer
from bot.texting.tables.kept_files import KeptFiles
from bot.texting.tables.places import Places
from bot.texting.tables.portions import in_portions
from bot.texting.tables.reasons import OTHER_COLUMNS
from bot.texting.tables.sheet import Sheet
from bot.texting.tables.uploads import SheetReader, UploadedFile

SAMPLES: Final = 3
FIRST_REJECTED: Final = 5
GROUPS_SHOWN: Final = 5
NO_NUMBERS: Final = "We can't tell which column holds the phone numbers. Choose it below."
NO_GROUP_YET: Final = "…"
"""Stands for the group in a preview, until one is chosen."""


class Groups(Protocol):
    """The groups that are known."""

    def group_named(self, value: str) -> str | None:
        """Return the known group of that name, or whose choice has this value; none when there is none."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. ``missing`` are the parts somebody still has to choose.

    ``whole_name`` are the columns of a first and a last name, where there are two. ``strangers`` are groups
    the bot does not know (yet), with how many rows. ``unread`` counts the parts that are left out of rows
    that are added, ``refusers`` the people of whom the file does not say that they agreed to texts.
    """

    file: UploadedFile
    sheet: Sheet = field(repr=False)
    choice: Choice
    whole_name: Places
    missing: frozenset[Part]
    good: int
    rejected: int
    first_rejected: tuple[Entry, ...]
    samples: tuple[Entry, ...] = field(repr=False)
    unread: int
    first_unread: tuple[tuple[int, str], ...]
    refusers: int
    groups: Mapping[str, int] = field(repr=False)
    strangers: tuple[str, ...] = field(repr=False)
    notes: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing has to be chosen any more, what becomes of ``refusers`` included."""
        return not self.missing and not (self.refusers and self.choice.refusers is None)


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


class Preparation:
    """Says what imports of files would do."""

    def __init__(self, uploads: SheetReader, groups: Groups, clock: Clock) -> None:
        self._uploads = uploads
        self._groups = groups
        self._clock = clock
        self._numbers = KeptFiles[_Numbers]()

    def guess(self, file: UploadedFile) -> Choice:
        """Return what the columns of a file seem to be. Raises :exc:`UserError` when it cannot be used."""
        return Choice(columns.guess(self._sheet(file)[0]))

    def preview(self, file: UploadedFile, choice: Choice) -> Preview:
        """Return what an import would do. Raises :exc:`UserError` when the file cannot be used."""
        found, numbers = self._chosen(file, choice)
        refusers = _refusers(found)
        missing = _missing(choice)
        made = Plan((), ())
        if Part.NUMBER not in missing:
            counted = replace(choice, group=NO_GROUP_YET) if Part.GROUP in missing else choice
            made = plan(found, counted, numbers, self._clock().date())
        good, rejected = made.good, made.rejected
        groups = {} if Part.GROUP in missing else made.groups
        whole_name = columns.guess(found).name
        return Preview(
            file=file,
            sheet=found,
            choice=choice,
            whole_name=whole_name if len(whole_name) > 1 else (),
            missing=missing,
            good=len(good),
            rejected=len(rejected),
            first_rejected=rejected[:FIRST_REJECTED],
            samples=good[:SAMPLES],
            unread=len(made.unread),
            first_unread=made.unread[:FIRST_REJECTED],
            refusers=refusers,
            groups=groups,
            strangers=self._strangers(groups),
            notes=_notes(found, choice),
        )

    def plan(self, file: UploadedFile, choice: Choice) -> Plan:
        """Return every row of a file as it is to be added. Raises :exc:`UserError` when it cannot be used."""
        found, numbers = self._chosen(file, choice)
        return plan(found, choice, numbers, self._clock().date())

    def forget_unused(self) -> None:
        """Let go of files that nobody looks at any more."""
        self._numbers.forget_unused()

    def _chosen(self, file: UploadedFile, choice: Choice) -> tuple[Sheet, _Numbers]:
        found = self._sheet(file)
        if not choice.columns.fits(len(found[0].columns)):
            raise UserError(OTHER_COLUMNS)
        return found

    def _sheet(self, file: UploadedFile) -> tuple[Sheet, _Numbers]:
        found = self._uploads.read(file)
        return found, self._numbers.get(file) or self._numbers.put(file, _Numbers(self._uploads.region))

    def _strangers(self, groups: Mapping[str, int]) -> tuple[str, ...]:
        largest: Sequence[str] = tuple(groups)[:GROUPS_SHOWN]
        return tuple(name for name in largest if self._groups.group_named(name) is None)


def _notes(found: Sheet, choice: Choice) -> tuple[str, ...]:
    return found.notes if choice.columns.number else (*found.notes, NO_NUMBERS)


def _refusers(found: Sheet) -> int:
    if not found.consents:
        return 0
    return sum(found.answer(row) is not Answer.YES for row in in_portions(found.rows))


def _missing(choice: Choice) -> frozenset[Part]:
    number = set() if choice.columns.number else {Part.NUMBER}
    group = set() if choice.columns.group or choice.group else {Part.GROUP}
    return frozenset(number | group)
