"""The command ``export``: the records as tables for people, in one ZIP file."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot.errors import UserError
from bot.records import commands, source, whole_file
from bot.records.exported import TABLES, WITH, Cell, Exported, Field
from bot.settings import Settings
from bot.settings_sources import EnvFiles
from bot.store import schema
from bot.texting.tables import csv_out
from bot.texting.words import pluralize

PORTION: Final = 500
MASKED: Final = "Numbers are masked. Add --full-numbers for whole ones."
WHOLE: Final = "It holds whole numbers: give it only to those who need them, and delete it afterwards."


@dataclass(frozen=True, slots=True)
class Options:
    """How the command was called. ``since`` is aware UTC: what is older is left out."""

    env_files: EnvFiles
    file: Path
    only: Sequence[str]
    since: datetime | None = None
    as_json: bool = False
    full_numbers: bool = False
    words: bool = False
    dry_run: bool = False


def export(options: Options) -> int:
    """Write the tables that are wanted. Returns the exit status."""

    def work(found: Settings) -> None:
        if not options.file.parent.is_dir():
            raise UserError(f"Make the folder {options.file.parent} first.")
        with source.opened(found.database_url, found.data_keys) as database, source.moment(database) as conn:
            schema.require_current(conn)
            counts = _counted(conn, options) if options.dry_run else _write(conn, options)
        commands.say_all(f"  {name}: {pluralize(count, 'row')}" for name, count in counts.items())
        if options.dry_run:
            commands.say(f"All this would be written to {options.file}. Nothing was written.")
        else:
            commands.say(f"Written to {options.file}.", WHOLE if options.full_numbers else MASKED)

    return commands.run(options.env_files, work)


def _counted(conn: Connection, options: Options) -> dict[str, int]:
    return {name: sum(1 for _ in _rows(conn, TABLES[name], options)) for name in _named(options)}


def _write(conn: Connection, options: Options) -> dict[str, int]:
    counts = {}
    with whole_file.whole(options.file) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as file:
        for name in _named(options):
            table = TABLES[name]
            titles = [field.title for field in table.shown(words=options.words)]
            counter = _Counted(_rows(conn, table, options))
            if options.as_json:
                file.writestr(f"{name}.json", _as_json(titles, counter))
            else:
                file.writestr(f"{name}.csv", csv_out.write(_as_csv(titles, counter)))
            counts[name] = counter.count
    return counts


def _named(options: Options) -> list[str]:
    return [name for name in TABLES if {name, WITH.get(name)} & {*options.only}]


def _rows(conn: Connection, table: Exported, options: Options) -> Iterator[list[Cell]]:
    fields: Sequence[Field] = table.shown(words=options.words)
    query = table.query(fields, options.since).execution_options(yield_per=PORTION)
    for row in conn.execute(query):
        yield [
            field.cell(value, full_numbers=options.full_numbers)
            for field, value in zip(fields, row, strict=True)
        ]


def _as_csv(titles: list[str], rows: "_Counted") -> Iterator[Sequence[str]]:
    yield titles
    for row in rows:
        yield ["" if cell is None else str(cell) for cell in row]


def _as_json(titles: list[str], rows: "_Counted") -> str:
    found = [dict(zip(titles, row, strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False, indent=1)


class _Counted:
    """Rows, and how many there were."""

    def __init__(self, rows: Iterator[list[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row
