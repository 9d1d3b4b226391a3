"""A file before anybody confirms: what is shown, and that it is fetched no more often than needed."""

import pytest

from bot.errors import UserError
from bot.features.contact_import import preparing
from bot.features.contact_import.columns import Columns
from bot.features.contact_import.ids import Field
from bot.features.contact_import.plan import Choice
from bot.slack import sheets
from bot.texting.tables.uploads import UploadedFile
from tests.features.contact_import.works import SIMPLE, Works, number, person


def test_the_first_look_says_what_is_still_missing(works: Works) -> None:
    file = works.file(f"Ann,{number(1)}", "Bo,12", titles="First name,Phone")
    choice = works.preparing.guess(file)
    found = works.preparing.preview(file, choice)
    assert choice == Choice(Columns(number=(1,), name=(0,)))
    assert (found.missing, found.good, found.rejected) == ({Field.GROUP}, 1, 1)
    assert (found.groups, found.whole_name) == ({}, ())
    assert found.samples[0].group == preparing.NO_GROUP_YET


def test_without_a_column_of_numbers_nothing_is_counted(works: Works) -> None:
    file = works.file("Ann,VIP", titles="Kontakt,Gruppe")
    found = works.preparing.preview(file, works.preparing.guess(file))
    assert (found.missing, found.good, found.rejected, len(found.sheet.rows)) == ({Field.NUMBER}, 0, 0, 1)


def test_a_whole_choice_is_counted(works: Works) -> None:
    file = works.file(*(person(place) for place in range(1, 6)), person(1), person(7, "Silver"))
    found = works.preparing.preview(file, Choice(SIMPLE))
    assert (found.missing, found.good, found.rejected) == (frozenset(), 6, 1)
    assert [entry.line for entry in found.samples] == [2, 3, 4]
    assert [entry.line for entry in found.first_rejected] == [7]
    assert (found.groups, found.strangers) == ({"VIP": 5, "Silver": 1}, ("Silver",))


def test_a_first_and_a_last_name_are_offered_together(works: Works) -> None:
    file = works.file(f"Ann,Lee,{number(1)}", titles="First name,Last name,Phone")
    choice = works.preparing.guess(file)
    assert works.preparing.preview(file, choice).whole_name == (0, 1)


def test_a_file_is_fetched_once_and_after_a_restart_again(works: Works) -> None:
    files = [works.file(person(place)) for place in range(sheets.KEPT + 1)]
    works.preparing.guess(files[0])
    works.preparing.preview(files[0], Choice(SIMPLE))
    assert works.slack.downloads == 1
    for file in files:
        works.preparing.guess(file)
    works.preparing.guess(files[0])
    assert works.slack.downloads == len(files) + 1
    assert len(works.sheets._kept) == sheets.KEPT


def test_numbers_that_were_read_are_remembered(works: Works) -> None:
    file = works.file(person(1), "12,Bo,VIP", "12,Cy,VIP")
    first = works.preparing.preview(file, Choice(SIMPLE))
    assert works.preparing.preview(file, Choice(SIMPLE)) == first
    assert first.rejected == 2


def test_a_file_that_is_no_table_is_refused(works: Works) -> None:
    works.slack.files["u"] = b"%PDF-1.7"
    with pytest.raises(UserError, match="PDF"):
        works.preparing.guess(UploadedFile("u", "x.csv", 8))


def test_columns_a_file_does_not_have_are_refused(works: Works) -> None:
    file = works.file(person(1))
    with pytest.raises(UserError, match="not those"):
        works.preparing.plan(file, Choice(Columns(number=(7,)), "VIP"))
