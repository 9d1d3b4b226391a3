"""From a file to contacts: what its columns seem to hold, and what each row comes to."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.imports import columns, entries
from bot.features.imports.columns import Columns, Part
from bot.features.imports.entries import Choice, Plan, Refusers
from bot.policy.model import Limits
from bot.texting.tables import cells, places, reasons, sheet
from bot.texting.tables.consent import Answer
from bot.texting.tables.raw import TableError
from bot.texting.tables.sheet import Sheet
from tests.features.imports.harness import number

TODAY = date(2026, 11, 23)


def read(text: str, region: str | None = "US") -> Sheet:
    return sheet.read(text.encode(), Limits(), region)


def planned(text: str, *, group: str = "", chosen: Columns | None = None) -> Plan:
    found = read(text)
    choice = Choice(chosen or columns.guess(found), group)
    return entries.plan(found, choice, lambda cell: cells.number(cell, "US"), TODAY)


# --- the sheet


def test_a_file_is_read_with_the_names_of_its_columns() -> None:
    found = read("Mobile;Given  name;\n+1 415 555 0100;Ann;VIP\n\n+1 415 555 0101;Bo;")
    assert (found.columns, found.headed, found.number) == (("Mobile", "Given name", "Column 3"), True, 0)
    assert [row.line for row in found.rows] == [2, 4]


def test_a_file_without_names_is_told_so() -> None:
    found = read(f"{number(1)},Ann\n{number(2)},Bo,more")
    assert (found.columns, found.headed, found.number) == (("Column 1", "Column 2", "Column 3"), False, 0)
    assert sheet.NO_NAMES in found.notes
    assert columns.guess(found) == Columns(number=(0,))


def test_where_no_column_looks_like_numbers_a_person_chooses() -> None:
    found = read("Kontakt,Gruppe\nAnn,VIP")
    assert (found.columns, found.number, found.notes) == (("Kontakt", "Gruppe"), None, ())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n \n", "This file is empty."),
        ("Phone,Name\n", "This file has column names but no rows."),
    ],
)
def test_a_file_without_rows_cannot_be_used(text: str, sentence: str) -> None:
    with pytest.raises(TableError) as error:
        read(text)
    assert error.value.sentence.startswith(sentence)


def test_a_file_of_too_many_rows_cannot_be_used() -> None:
    with pytest.raises(TableError):
        sheet.read(b"Phone\n1\n2\n3", Limits(list_rows=2), None)


# --- the columns


@pytest.mark.parametrize(
    ("titles", "guessed"),
    [
        ("Phone,Name,E-mail,Birthday,Group", Columns((0,), (1,), (2,), (3,), (4,))),
        ("Last name,First Name,Tel,DOB", Columns((2,), (1, 0), (), (3,), ())),
        ("Vorname,Handy,Geburtstag,Gruppe", Columns((1,), (0,), (), (2,), (3,))),
        ("Surname,Customer name,Cell,Mail address", Columns((2,), (1,), (3,), (), ())),
        ("Number,Notes", Columns((0,))),
    ],
)
def test_columns_are_guessed_from_their_names(titles: str, guessed: Columns) -> None:
    assert columns.guess(read(f"{titles}\n{',' * titles.count(',')}x")) == guessed


@given(st.lists(st.integers(0, 99), max_size=2).map(tuple))
def test_columns_are_read_as_they_were_written(chosen: tuple[int, ...]) -> None:
    assert places.read(places.write(chosen)) == chosen


@pytest.mark.parametrize("text", ["", "1+2+3", "x", "-1", "999999", "1+"])
def test_anything_else_is_no_column(text: str) -> None:
    assert places.read(text) == ()


def test_columns_know_what_they_read() -> None:
    found = Columns(number=(3,)).put(Part.NAME, (2, 1))
    assert found.of(Part.NAME) == (2, 1)
    assert found.read == (1, 2, 3)
    assert found.fits(4)
    assert not found.fits(3)


# --- the rows

FULL = (
    "Phone,First name,Last name,Email,Birthday,Group,Notes\n"
    "(415) 555-0100, Ann ,Lee,ann@example.com,25/06/1981,VIP,likes tea\n"
    "+447700900123,Bo,,,1/2/1990,Gold,"
)


def test_a_row_becomes_a_contact() -> None:
    found = planned(FULL)
    ann, bo = found.good
    assert (ann.number, ann.name, ann.email, ann.group) == (
        "14155550100",
        "Ann Lee",
        "ann@example.com",
        "VIP",
    )
    assert (ann.birthday, bo.birthday) == (date(1981, 6, 25), date(1990, 2, 1))
    assert (bo.number, bo.name, bo.email) == ("447700900123", "Bo", "")
    assert found.groups == {"VIP": 1, "Gold": 1}


def test_only_the_columns_that_were_chosen_are_kept_as_given() -> None:
    found = planned(FULL)
    assert found.headers == ("Phone", "First name", "Last name", "Email", "Birthday", "Group")
    assert found.entries[0].cells == (
        "(415) 555-0100",
        " Ann ",
        "Lee",
        "ann@example.com",
        "25/06/1981",
        "VIP",
    )


def test_columns_without_names_get_such_as_are_known_again() -> None:
    found = planned(f"{number(1)},Ann,VIP", chosen=Columns(number=(0,), name=(1,), group=(2,)))
    assert found.headers == ("Number", "Name", "Group")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("12,Ann,,,VIP", "too short"),
        (f"{number(1)},Ann,,,", entries.NO_GROUP),
        (f"{number(1)},Lee,Ann,,,VIP", reasons.MORE_CELLS),
        (f"{number(9)},Ann,,,vip", entries.REPEATED.format(line=2)),
    ],
)
def test_a_row_that_cannot_be_added_has_a_reason_and_its_cells(row: str, reason: str) -> None:
    found = planned(f"Phone,Name,Email,Birthday,Group\n{number(9)},Zed,,,VIP\n{row}")
    (entry,) = found.rejected
    assert reason in entry.reason
    assert entry.line == 3
    assert ",".join(entry.cells) == ",".join(row.split(",")[:5])
    assert number(1) not in repr(found)


@pytest.mark.parametrize(
    ("email", "birthday", "kept", "born", "said"),
    [
        ("ann at home", "1981-06-12", "", date(1981, 6, 12), ["email"]),
        ("ada@@example.com", "", "", None, ["email"]),
        ("b@example.com; b2@example.com", "", "", None, ["email"]),
        ("n/a", "0/0/00", "", None, ["email", "birthday"]),
        ("Eve <eve@example.com>", "--12-09", "eve@example.com", None, ["birthday"]),
        ("mailto:eve@example.com", "12/10", "eve@example.com", None, ["birthday"]),
        ("eve@example.com", "'1985-12-10", "eve@example.com", date(1985, 12, 10), []),
        ("", "1/2/1990", "", None, ["birthday"]),
        ("a" * 400 + "@example.com", "1" * 400, "", None, ["email", "birthday"]),
    ],
)
def test_what_cannot_be_read_beside_the_number_is_left_out_and_said(
    email: str, birthday: str, kept: str, born: date | None, said: list[str]
) -> None:
    found = planned(f"Phone,Name,Email,Birthday,Group\n{number(1)},Ann,{email},{birthday},VIP")
    (entry,) = found.good
    assert (entry.number, entry.name, entry.email, entry.birthday) == (number(1), "Ann", kept, born)
    assert [line for line, _sentence in found.unread] == [2] * len(said)
    assert all(word in sentence for word, (_line, sentence) in zip(said, found.unread, strict=True))
    assert email not in str(found.unread) or not email


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_stands_beside_a_number_the_contact_is_kept(email: str, birthday: str) -> None:
    page = io.StringIO()
    csv.writer(page).writerows([["Phone", "Email", "Birthday"], [number(1), email, birthday]])
    try:
        found = planned(page.getvalue(), group="VIP")
    except TableError:
        return  # half a character, an open mark: said for the file as a whole
    assert [entry.number for entry in found.good] == [number(1)]


@pytest.mark.parametrize(
    ("titles", "row", "name"),
    [
        ("Name,Surname", "Ada,Lovelace", "Ada Lovelace"),
        ("Name,Vorname", "Lovelace,Ada", "Ada Lovelace"),
        ("Name,Surname", "Ada Lovelace,Lovelace", "Ada Lovelace"),
        ("Last Name,First Name,Name", "Lovelace,Ada,ada99", "Ada Lovelace"),
        ("Prénom,Nom", "Ada,Lovelace", "Ada Lovelace"),
        ("Imię,Nazwisko", "Ada,Lovelace", "Ada Lovelace"),
        ("Förnamn,Efternamn", "Ada,Lovelace", "Ada Lovelace"),
        ("Ad,Soyad", "Ada,Lovelace", "Ada Lovelace"),
        ("Phonetic First Name,First Name,Last Name", "ey,Ada,Lovelace", "Ada Lovelace"),
    ],
)
def test_a_name_in_two_columns_is_joined(titles: str, row: str, name: str) -> None:
    found = planned(f"{titles},Phone\n{row},{number(1)}", group="VIP")
    assert [entry.name for entry in found.good] == [name]


def test_the_column_of_addresses_is_the_one_that_holds_some() -> None:
    found = read(f"E-mail 1 - Label,E-mail 1 - Value,Phone\nHome,ada@example.com,{number(1)}")
    assert columns.guess(found).email == (1,)


CONSENT = f"Phone,SMS opt-in\n{number(1)},no\n{number(2)},yes\n{number(3)},"


def test_people_who_did_not_agree_are_left_out_or_added_as_somebody_said() -> None:
    found = read(CONSENT)
    both = [
        entries.plan(found, Choice(Columns((0,)), "VIP", each), lambda cell: cells.number(cell, "US"), TODAY)
        for each in (Refusers.LEFT_OUT, Refusers.ADDED)
    ]
    assert [[entry.number for entry in each.good] for each in both] == [
        [number(2)],
        [number(1), number(2), number(3)],
    ]
    assert [entry.reason for entry in both[0].rejected] == [
        reasons.CONSENT[Answer.NO],
        reasons.CONSENT[Answer.UNCLEAR],
    ]


def test_a_number_may_stand_in_several_groups() -> None:
    assert len(planned(f"Phone,Group\n{number(1)},VIP\n{number(1)},Gold").good) == 2


def test_one_group_for_all_goes_before_a_column() -> None:
    found = planned(f"Phone,Group\n{number(1)},\n{number(2)},Gold\n{number(2)},VIP", group="All")
    assert [entry.group for entry in found.good] == ["All", "All"]
    assert "line 3" in found.rejected[0].reason


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.sampled_from(["VIP", "vip", "Gold", " ", ""])),
        min_size=1,
        max_size=25,
    )
)
def test_each_number_is_added_to_a_group_once_and_each_row_has_its_say(rows: list[tuple[int, str]]) -> None:
    found = planned("Phone,Group\n" + "\n".join(f"{number(place)},{group}" for place, group in rows))
    assert [entry.line for entry in found.entries] == list(range(2, len(rows) + 2))
    added = [(entry.number, entry.group.casefold()) for entry in found.good]
    assert len(added) == len(set(added))
    request = {(number(place), group.casefold()) for place, group in rows if group.strip()}
    assert set(added) == request
    assert len(found.good) + len(found.rejected) == len(rows)
