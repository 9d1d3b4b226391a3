"""Nothing the rules of texting are given takes longer than its length says."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import bot.texting
from bot.texting import (
    clusters,
    gaps,
    gsm,
    invisibles,
    merge,
    number_places,
    phones,
    schedules,
    segments,
    sender_ids,
    templates,
    typed,
    zones,
)
from bot.texting.quiet_hours import Window
from bot.texting.tables import cells, csv_out, numbers_column, raw, records, table
from bot.texting.tables.records import Record
from tests import linear
from tests.texting.tables.limits import Limits

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CALLS: dict[str, Callable[[str], object]] = {
    "clusters.clusters": lambda text: list(clusters.clusters(text)),
    "clusters.holds_joined": clusters.holds_joined,
    "gaps.closed": lambda text: gaps.closed("\ufdd0".join(text), "\ufdd0"),
    "gsm.plain": gsm.plain,
    "invisibles.without": invisibles.without,
    "merge.blanks": lambda text: merge.blanks(text, {"a": "", "Name": "", text: text}),
    "merge.columns_in": merge.columns_in,
    "merge.count": lambda text: merge.count(text, text),
    "merge.fold": merge.fold,
    "merge.missing": lambda text: merge.missing(text, [text]),
    "merge.render": lambda text: merge.render(text, {"a": "", "Name": "", text: text}),
    "number_places.place": number_places.place,
    "phones.from_digits": phones.from_digits,
    "phones.leading": lambda text: phones.leading(text, "US"),
    "phones.mask": phones.mask,
    "phones.mask_in": phones.mask_in,
    "phones.parse": lambda text: phones.parse(text, "US"),
    "phones.pretty": phones.pretty,
    "quiet_hours.Window.parse": Window.parse,
    "schedules.occurrences": lambda text: schedules.occurrences(NOW, text, 1, NOW, ZoneInfo("UTC")),
    "segments.measure": segments.measure,
    "segments.plain": segments.plain,
    "sender_ids.allowed_for": sender_ids.allowed_for,
    "sender_ids.check": sender_ids.check,
    "tables.cells.clean": cells.clean,
    "tables.cells.is_date": cells.is_date,
    "tables.cells.is_meant_as_number": cells.is_meant_as_number,
    "tables.cells.is_number": lambda text: cells.is_number(text, "US"),
    "tables.cells.number": lambda text: cells.number(text, "US"),
    "tables.csv_out.unescaped": csv_out.unescaped,
    "tables.csv_out.write": lambda text: csv_out.write([[text, f"={text}", f"'{text}"]]),
    "tables.numbers_column.find": lambda text: numbers_column.find(
        [Record(1, [text]), Record(2, [text])], "US"
    ),
    "tables.raw.decode": lambda text: raw.decode(text.encode(), Limits()),
    "tables.records.of_csv": records.of_csv,
    "tables.records.of_pasted": records.of_pasted,
    "tables.table.read_csv": lambda text: table.read_csv(
        f"Number,Name\n14155550100,{text}".encode(), Limits()
    ),
    "tables.table.read_pasted": lambda text: table.read_pasted(text, Limits(), "US"),
    "templates.warnings": templates.warnings,
    "typed.undress": typed.undress,
    "zones.parse": zones.parse,
}
ONE_CHARACTER = {"gsm.name", "gsm.replacement", "invisibles.stand_in"}
OF_COUNTRIES = {"quiet_hours.is_quiet", "quiet_hours.judge", "quiet_hours.worst"}
"""Their only text are the countries of a policy."""
FORGET = linear.forget(bot.texting)


def test_every_function_that_is_given_text_is_looked_at() -> None:
    found = {
        name.removeprefix("texting.") for each in linear.modules(bot.texting) for name in linear.readers(each)
    }
    assert found == set(CALLS) | ONE_CHARACTER | OF_COUNTRIES


@pytest.mark.parametrize("name", CALLS)
def test_twice_the_text_takes_about_twice_the_work(name: str) -> None:
    assert linear.too_slow(CALLS[name], FORGET) == {}
