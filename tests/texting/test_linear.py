"""Nothing the rules of texting are given takes longer than its length says."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import bot.texting
from bot.texting import (
    clusters,
    figures,
    filled_numbers,
    gaps,
    gsm,
    invisibles,
    kept_numbers,
    line_start,
    links,
    membership,
    mentions,
    merge,
    names,
    number_places,
    number_reading,
    phone_masks,
    phones,
    placeholders,
    same_words,
    schedules,
    segments,
    sender_ids,
    spellings,
    template_match,
    templates,
    typed,
    typed_keys,
    words,
    zones,
)
from bot.texting.quiet_hours import Window
from bot.texting.spellings import ranking, shortcuts
from bot.texting.tables import (
    cells,
    consent,
    countries,
    csv_out,
    encodings,
    headings,
    numbers_column,
    places,
    raw,
    reasons,
    records,
    sheet,
    table,
)
from bot.texting.tables.records import Record
from tests import linear
from tests.texting.tables.limits import Limits

NOW = datetime(2026, 11, 24, tzinfo=UTC)
HOME = "US"


def every_spelling(text: str) -> object:
    return (
        spellings.canonical(text, HOME),
        spellings.read(text, HOME),
        spellings.readings(text, HOME),
        spellings.identity(text, HOME),
        spellings.is_same(text, f"+{text}", HOME),
        spellings.is_certain(text, HOME),
        spellings.without_code(text, HOME),
        spellings.national_of(text),
        spellings.of_any_country(text),
        spellings.common(text, HOME),
    )


def every_heading(text: str) -> object:
    several = [text, f"{text} "]
    return (
        headings.folded(text),
        headings.rank(text),
        headings.is_phone(text),
        headings.is_plain_name(text),
        *(
            find(several)
            for find in (
                headings.first_names,
                headings.last_names,
                headings.whole_names,
                headings.emails,
                headings.birthdays,
                headings.groups,
            )
        ),
    )


def every_glance(text: str) -> object:
    """What is told of a cell without reading the number in it."""
    return (
        cells.is_date(text),
        cells.is_compact_date(text),
        cells.is_international(text),
        cells.is_meant_as_number(text),
        cells.is_written_as_phone(text),
        cells.without_mark(text),
    )


def said(text: str) -> object:
    names_, rows = ["Consent", text], [Record(1, [text, text]), Record(2, [text, "no"])]
    return [consent.answer(consent.find(names_, rows), row) for row in rows]


def a_sheet(text: str) -> object:
    found = sheet.read(f"Number,Name,{text}\n14155550100,{text},{text}\n".encode(), Limits(), HOME)
    return table.read(found, (0,), HOME)


CALLS: dict[str, Callable[[str], object]] = {
    "same_words.normal": same_words.normal,
    "same_words.are_same": lambda text: same_words.are_same(text, f"{text} "),
    "clusters.clusters": lambda text: list(clusters.clusters(text)),
    "clusters.holds_joined": clusters.holds_joined,
    "figures.fault": lambda text: figures.fault(text, HOME),
    "filled_numbers.hidden": lambda text: filled_numbers.hidden(text, ("14155550100",)),
    "gaps.closed": lambda text: gaps.closed("\ufdd0".join(text), "\ufdd0"),
    "gsm.plain": gsm.plain,
    "invisibles.without": invisibles.without,
    "links.count": links.count,
    "links.segments_without": links.segments_without,
    "line_start.leading": lambda text: line_start.leading(text, HOME),
    "mentions.Mention.is_in": mentions.Mention("14155550100").is_in,
    "membership.written": lambda text: membership.written(b"key", text),
    "membership.moves": lambda text: membership.moves(f".{text}", text, was=1, are=1),
    "merge.blanks": lambda text: merge.blanks(text, {"a": "", "Name": "", text: text}),
    "merge.columns_in": merge.columns_in,
    "merge.count": lambda text: merge.count(text, text),
    "merge.fold": merge.fold,
    "merge.hint": lambda text: merge.hint([text, *text.split()], [text, *text.split()]),
    "merge.is_blank": merge.is_blank,
    "merge.lacks": lambda text: (merge.lacks(text, text), merge.lacks("%%a%% " * 9 + text, text)),
    "merge.meant": lambda text: merge.meant([text, *text.split()], [text, *text.split()]),
    "merge.length": lambda text: merge.length(text, {"a": "", "Name": text, text: text}),
    "merge.missing": lambda text: merge.missing(text, [text]),
    "merge.render": lambda text: merge.render(text, {"a": "", "Name": "", text: text}),
    "merge.split": merge.split,
    "names.beginning": lambda text: (names.beginning(text, "Ada Lovelace"), names.beginning("Ada", text)),
    "names.fold": names.fold,
    "names.holds": lambda text: (names.holds(text, "ada"), names.holds("Ada Lovelace", text)),
    "names.parts_to_ask_for": names.parts_to_ask_for,
    "names.whole": lambda text: (names.whole(text, "Ada Lovelace"), names.whole(text, text)),
    "names.words_of": names.words_of,
    "number_places.place": number_places.place,
    "number_reading.read": lambda text: number_reading.read(text, HOME),
    "number_reading.readings": lambda text: number_reading.readings(text, HOME),
    "spellings.ranking.ranked": lambda text: ranking.ranked(text, HOME),
    "phone_masks.mask": phone_masks.mask,
    "phone_masks.mask_in": phone_masks.mask_in,
    "phones.from_digits": phones.from_digits,
    "phones.parse": lambda text: phones.parse(text, HOME),
    "kept_numbers.pretty": lambda text: kept_numbers.pretty(text, HOME),
    "kept_numbers.shown": lambda text: kept_numbers.shown(text, HOME),
    "kept_numbers.whole": lambda text: kept_numbers.whole(text, HOME),
    "phones.pretty": phones.pretty,
    "phones.shown": phones.shown,
    "phones.readings": lambda text: phones.readings(text, HOME),
    "spellings.shortcuts.quick": lambda text: shortcuts.quick(text, HOME),
    "placeholders.filled": lambda text: placeholders.filled(text, {"a": "b", "Name": "", text: "c"}),
    "placeholders.for_group": lambda text: (placeholders.for_group(text), placeholders.normal(text)),
    "placeholders.mistake": placeholders.mistake,
    "placeholders.placeholders": lambda text: placeholders.asked(text, [text]),
    "placeholders.spoils": lambda text: placeholders.spoils(text, {"a": "%", text: "%"}),
    "placeholders.value_mistake": placeholders.value_mistake,
    "quiet_hours.Window.parse": Window.parse,
    "schedules.occurrences": lambda text: schedules.occurrences(NOW, text, 1, NOW, ZoneInfo("UTC")),
    "segments.excess": segments.excess,
    "segments.measure": segments.measure,
    "segments.mistake": segments.mistake,
    "segments.plain": segments.plain,
    "sender_ids.allowed_for": sender_ids.allowed_for,
    "sender_ids.check": sender_ids.check,
    "sender_ids.pretty": sender_ids.pretty,
    "sender_ids.shown": sender_ids.shown,
    "spellings.forms.canonical": every_spelling,
    "tables.cells.clean": cells.clean,
    "tables.cells.is_date": every_glance,
    "tables.cells.is_likely": lambda text: cells.is_likely(text, HOME),
    "tables.cells.is_number": lambda text: cells.is_number(text, HOME),
    "tables.cells.number": lambda text: cells.number(text, HOME),
    "tables.consent.find": said,
    "tables.countries.check": lambda text: countries.check(Record(2, [text]), 0, text, "14155550100"),
    "tables.csv_out.unescaped": csv_out.unescaped,
    "tables.csv_out.write": lambda text: csv_out.write([[text, f"={text}", f"'{text}"]]),
    "tables.headings.rank": every_heading,
    "tables.numbers_column.find": lambda text: numbers_column.find(
        [text], [Record(1, [text]), Record(2, [text])], 1, HOME
    ),
    "tables.places.read": places.read,
    "tables.encodings.likely": lambda text: encodings.likely(text.encode(errors="replace"), "DE"),
    "tables.raw.decode": lambda text: raw.decode(text.encode(), Limits()),
    "tables.reasons.kind": lambda text: (reasons.kind(text), reasons.shortened(text)),
    "tables.records.of_csv": records.of_csv,
    "tables.records.of_pasted": records.of_pasted,
    "tables.sheet.read": a_sheet,
    "tables.table.read_csv": lambda text: table.read_csv(
        f"Number,Name\n14155550100,{text}".encode(), Limits()
    ),
    "tables.table.read_pasted": lambda text: table.read_pasted(text, Limits(), HOME),
    "templates.warnings": templates.warnings,
    "template_match.is_made_of": lambda text: template_match.is_made_of(
        text, [text, f"a%%Day%%{text}", "a%%Day%%a%%Town%%", "%%a%% "], ["a"], columns=True
    ),
    "typed_keys.question": lambda text: typed_keys.question(text, text, ("name", "group"), ("name", "group")),
    "typed.undress": typed.undress,
    "typed.without_unseen": typed.without_unseen,
    "words.capitalized": words.capitalized,
    "words.join_and": lambda text: words.join_and([text, text]),
    "words.person": lambda text: (words.person(text, text), words.person("", text)),
    "words.truncate": lambda text: words.truncate(text, 100),
    "zones.parse": zones.parse,
}
BY_ANOTHER = {
    *(
        f"spellings.forms.{each}"
        for each in (
            "common",
            "identity",
            "is_certain",
            "is_same",
            "national_of",
            "of_any_country",
            "read",
            "readings",
            "without_code",
        )
    ),
    *(
        f"tables.headings.{each}"
        for each in (
            "birthdays",
            "emails",
            "first_names",
            "folded",
            "groups",
            "is_phone",
            "is_plain_name",
            "last_names",
            "whole_names",
        )
    ),
    *(
        f"tables.cells.{each}"
        for each in (
            "is_blank",
            "is_compact_date",
            "is_international",
            "is_meant_as_number",
            "is_written_as_phone",
            "without_mark",
        )
    ),
    "merge.is_blank",
    "placeholders.asked",
    "placeholders.normal",
    "tables.consent.Consent.answer",
    "tables.countries.find",
    "tables.sheet.Sheet.check_country",
    "tables.reasons.shortened",
    "tables.sheet.read_pasted",
    "tables.table.read",
}
"""What is looked at through another one."""
ONE_CHARACTER = {
    "gsm.name",
    "gsm.replacement",
    "invisibles.stand_in",
    "typed.may_part",
    "typed.plain_form",
}
OF_COUNTRIES = {"quiet_hours.is_quiet", "quiet_hours.judge", "quiet_hours.worst"}
"""Their only text are the countries of a policy."""
NOT_TYPED = {
    "languages.language",
    "recurrence.kept",
    "recurrence.load",
    "sender_ids.Senders.behind",
    "blind_order.BlindOrder.of",
    "blind_order.place",
    "sender_ids.Senders.choose",
    "tables.uploads.SheetReader.read_pasted",
    "words.capitalized",
    "words.pluralize",
    "words.zone_or_utc",
}
"""What is given words of the bot's own, a choice or what was stored; and a Protocol."""
OF_PLANS = ("number_plans.", "spellings.plans.")
"""They are given the digits that :mod:`bot.texting.number_reading` found, never more than it reads."""
FORGET = linear.forget(bot.texting)


def test_every_function_that_is_given_text_is_looked_at() -> None:
    found = {
        name.removeprefix("texting.") for each in linear.modules(bot.texting) for name in linear.readers(each)
    }
    found = {name for name in found if not name.startswith(OF_PLANS)}
    assert found == set(CALLS) | BY_ANOTHER | ONE_CHARACTER | OF_COUNTRIES | NOT_TYPED


@pytest.mark.chaos
@pytest.mark.usefixtures("unmeasured")
@pytest.mark.parametrize("name", CALLS)
def test_twice_the_text_takes_about_twice_the_work(name: str) -> None:
    assert linear.too_slow(name, CALLS[name], FORGET) == {}
