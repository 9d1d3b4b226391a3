"""A file before anybody confirms: what is shown, and that it is fetched no more often than needed."""

import pytest

from bot.errors import UserError
from bot.features.imports import preparation
from bot.features.imports.columns import Columns, Part
from bot.features.imports.entries import Choice
from bot.texting.tables import kept_files
from bot.texting.tables.uploads import UploadedFile
from tests.features.imports.harness import SIMPLE, Harness, number, person


def test_the_first_look_says_what_is_still_missing(harness: Harness) -> None:
    file = harness.file(f"Ann,{number(1)}", "Bo,12", titles="First name,Phone")
    choice = harness.preparation.guess(file)
    found = harness.preparation.preview(file, choice)
    assert choice == Choice(Columns(number=(1,), name=(0,)))
    assert (found.missing, found.good, found.rejected) == ({Part.GROUP}, 1, 1)
    assert (found.groups, found.whole_name) == ({}, ())
    assert found.samples[0].group == preparation.NO_GROUP_YET


def test_without_a_column_of_numbers_nothing_is_counted(harness: Harness) -> None:
    file = harness.file("Ann,VIP", titles="Kontakt,Gruppe")
    found = harness.preparation.preview(file, harness.preparation.guess(file))
    assert (found.missing, found.good, found.rejected, len(found.sheet.rows)) == ({Part.NUMBER}, 0, 0, 1)


def test_a_whole_choice_is_counted(harness: Harness) -> None:
    file = harness.file(*(person(place) for place in range(1, 6)), person(1), person(7, "Silver"))
    found = harness.preparation.preview(file, Choice(SIMPLE))
    assert (found.missing, found.good, found.rejected) == (frozenset(), 6, 1)
    assert [entry.line for entry in found.samples] == [2, 3, 4]
    assert [entry.line for entry in found.first_rejected] == [7]
    assert (found.groups, found.strangers) == ({"VIP": 5, "Silver": 1}, ("Silver",))


def test_a_first_and_a_last_name_are_offered_together(harness: Harness) -> None:
    file = harness.file(f"Ann,Lee,{number(1)}", titles="First name,Last name,Phone")
    choice = harness.preparation.guess(file)
    assert harness.preparation.preview(file, choice).whole_name == (0, 1)


def test_a_file_is_fetched_once_and_after_a_restart_again(harness: Harness) -> None:
    files = [harness.file(person(place)) for place in range(kept_files.MOST + 1)]
    harness.preparation.guess(files[0])
    harness.preparation.preview(files[0], Choice(SIMPLE))
    assert harness.slack.downloads == 1
    for file in files:
        harness.preparation.guess(file)
    harness.preparation.guess(files[0])
    assert harness.slack.downloads == len(files) + 1
    harness.preparation.guess(files[-1])
    assert harness.slack.downloads == len(files) + 1


def test_numbers_that_were_read_are_remembered(harness: Harness) -> None:
    file = harness.file(person(1), "12,Bo,VIP", "12,Cy,VIP")
    first = harness.preparation.preview(file, Choice(SIMPLE))
    assert harness.preparation.preview(file, Choice(SIMPLE)) == first
    assert first.rejected == 2


def test_a_file_that_is_no_table_is_refused(harness: Harness) -> None:
    harness.slack.files["F1"] = b"%PDF-1.7"
    with pytest.raises(UserError, match="PDF"):
        harness.preparation.guess(UploadedFile("F1", "x.csv", 8, "U0MAYA"))


def test_columns_a_file_does_not_have_are_refused(harness: Harness) -> None:
    file = harness.file(person(1))
    with pytest.raises(UserError, match="columns have changed"):
        harness.preparation.plan(file, Choice(Columns(number=(7,)), "VIP"))
