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
    line_start,
    merge,
    names,
    number_places,
    number_reading,
    phones,
    schedules,
    segments,
    sender_ids,
    spellings,
    templates,
    typed,
    zones,
)
from bot.texting.quiet_hours import Window
from bot.texting.tables import (
    cells,
    consent,
    csv_out,
    headings,
    numbers_column,
    places,
    raw,
    reasons,
    records,
    sheet,
    table,
)
from bot.texting.tables.consent import Sense
from bot.texting.tables.records import Record
from tests import linear
from tests.texting.tables.limits import Limits

NOW = datetime(2026, 11, 24, tzinfo=UTC)
CALLS: dict[str, Callable[[str], object]] = {
    "clusters.clusters": lambda text: list(clusters.clusters(text)),
    "clusters.holds_joined": clusters.holds_joined,
    "gaps.closed": lambda text: gaps.closed("\ufdd0".join(text), "\ufdd0"),
    "gsm.plain": gsm.plain,
    "line_start.leading": lambda text: line_start.leading(text, "US"),
    "number_reading.read": lambda text: number_reading.read(text, "US"),
    "invisibles.without": invisibles.without,
    "merge.blanks": lambda text: merge.blanks(text, {"a": "", "Name": "", text: text}),
    "merge.columns_in": merge.columns_in,
    "merge.count": lambda text: merge.count(text, text),
    "merge.fold": merge.fold,
    "merge.missing": lambda text: merge.missing(text, [text]),
    "merge.render": lambda text: merge.render(text, {"a": "", "Name": "", text: text}),
    "names.beginning": lambda text: names.beginning(text, text),
    "names.fold": names.fold,
    "names.holds": lambda text: names.holds(text, text),
    "names.parts_to_ask_for": names.parts_to_ask_for,
    "names.whole": lambda text: names.whole(text, text),
    "names.words_of": names.words_of,
    "number_places.place": number_places.place,
    "phones.from_digits": phones.from_digits,
    "phone_masks.mask": phones.mask,
    "phone_masks.mask_in": phones.mask_in,
    "phones.parse": lambda text: phones.parse(text, "US"),
    "phones.pretty": phones.pretty,
    "quiet_hours.Window.parse": Window.parse,
    "schedules.occurrences": lambda text: schedules.occurrences(NOW, text, 1, NOW, ZoneInfo("UTC")),
    "segments.measure": segments.measure,
    "segments.plain": segments.plain,
    "sender_ids.allowed_for": sender_ids.allowed_for,
    "sender_ids.check": sender_ids.check,
    "spellings.canonical": lambda text: spellings.canonical(text, "US"),
    "spellings.common": lambda text: spellings.common(text, "US"),
    "spellings.identity": lambda text: spellings.identity(text, "US"),
    "spellings.is_same": lambda text: spellings.is_same(text, "14155550100", "US"),
    "spellings.read": lambda text: spellings.read(text, "US"),
    "spellings.readings": lambda text: spellings.readings(text, "US"),
    "tables.cells.clean": cells.clean,
    "tables.cells.is_compact_date": cells.is_compact_date,
    "tables.cells.is_date": cells.is_date,
    "tables.cells.is_international": cells.is_international,
    "tables.cells.is_likely": lambda text: cells.is_likely(text, "US"),
    "tables.cells.is_meant_as_number": cells.is_meant_as_number,
    "tables.cells.is_number": lambda text: cells.is_number(text, "US"),
    "tables.cells.is_written_as_phone": cells.is_written_as_phone,
    "tables.cells.number": lambda text: cells.number(text, "US"),
    "tables.cells.without_mark": cells.without_mark,
    "tables.consent.Consent.answer": lambda text: consent.Consent(0, Sense.REFUSES).answer(text),
    "tables.consent.find": lambda text: consent.find([f"sms opt-in {text}"], [Record(2, [text])]),
    "tables.csv_out.unescaped": csv_out.unescaped,
    "tables.csv_out.write": lambda text: csv_out.write([[text, f"={text}", f"'{text}"]]),
    "tables.headings.birthdays": lambda text: headings.birthdays([text]),
    "tables.headings.emails": lambda text: headings.emails([text]),
    "tables.headings.first_names": lambda text: headings.first_names([text]),
    "tables.headings.folded": headings.folded,
    "tables.headings.groups": lambda text: headings.groups([text]),
    "tables.headings.is_phone": headings.is_phone,
    "tables.headings.is_plain_name": headings.is_plain_name,
    "tables.headings.last_names": lambda text: headings.last_names([text]),
    "tables.headings.rank": headings.rank,
    "tables.headings.whole_names": lambda text: headings.whole_names([text]),
    "tables.numbers_column.find": lambda text: numbers_column.find([text], [Record(2, [text])], 1, "US"),
    "tables.places.read": places.read,
    "tables.raw.decode": lambda text: raw.decode(text.encode(), Limits()),
    "tables.records.of_csv": records.of_csv,
    "tables.records.of_pasted": records.of_pasted,
    "tables.reasons.kind": reasons.kind,
    "tables.reasons.shortened": reasons.shortened,
    "tables.sheet.read": lambda text: sheet.read(f"Name,{text}\n{text}".encode(), Limits(), "US"),
    "tables.sheet.read_pasted": lambda text: sheet.read_pasted(text, Limits(), "US"),
    "tables.table.read_csv": lambda text: table.read_csv(
        f"Number,Name\n14155550100,{text}".encode(), Limits()
    ),
    "tables.table.read_pasted": lambda text: table.read_pasted(text, Limits(), "US"),
    "templates.warnings": templates.warnings,
    "typed.undress": typed.undress,
    "typed.without_unseen": typed.without_unseen,
    "zones.parse": zones.parse,
}
ONE_CHARACTER = {"gsm.name", "gsm.replacement", "invisibles.stand_in"}
IN_READERS = {
    *("number_readings.ranked", "quick_readings.quick", "tables.table.read"),
    *(f"number_plans.{name}" for name in ("international", "is_as_typed", "is_grouped_at_home", "local")),
    *(f"number_plans.{name}" for name in ("prefixes", "recorded")),
    *(f"numbering_plans.{name}" for name in ("code_of", "compiled", "fits", "fits_any", "has_prefix")),
    "numbering_plans.has_rewrite",
}
"""What the readers of numbers and tables hand on; it is looked at through them."""
OF_COUNTRIES = {
    *("number_plans.dialled_abroad", "number_plans.is_of", "numbering_plans.plan_of"),
    "numbering_plans.plans_of",
    *("quiet_hours.is_quiet", "quiet_hours.judge", "quiet_hours.worst"),
}
"""Their only text is a country, of a policy or of a number."""
FORGET = linear.forget(bot.texting)


def test_every_function_that_is_given_text_is_looked_at() -> None:
    found = {
        name.removeprefix("texting.") for each in linear.modules(bot.texting) for name in linear.readers(each)
    }
    assert found == set(CALLS) | ONE_CHARACTER | IN_READERS | OF_COUNTRIES


@pytest.mark.parametrize("name", CALLS)
def test_twice_the_text_takes_about_twice_the_work(name: str) -> None:
    assert linear.too_slow(CALLS[name], FORGET) == {}
