"""From a file to contacts: what its columns seem to hold, and what each row comes to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.contact_import import columns, plan, sheet
from bot.features.contact_import.columns import Columns
from bot.features.contact_import.ids import Field
from bot.features.contact_import.plan import Choice, Plan
from bot.features.contact_import.sheet import Sheet
from bot.policy.model import Limits
from bot.texting.tables import cells
from bot.texting.tables.raw import TableError
from tests.features.contact_import.works import number

TODAY = date(2026, 11, 23)


def read(text: str, region: str | None = "US") -> Sheet:
    return sheet.read(text.encode(), Limits(), region)


def planned(text: str, *, group: str = "", chosen: Columns | None = None) -> Plan:
    found = read(text)
    choice = Choice(chosen or columns.guess(found), group)
    return plan.plan(found, choice, lambda cell: cells.number(cell, "US"), TODAY)


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
    assert (found.columns, found.number, found.notes) == (("Kontakt", "Gruppe"), None, (sheet.NO_NUMBERS,))


@pytest.mark.parametrize(("text", "sentence"), [("\n \n", sheet.EMPTY), ("Phone,Name\n", sheet.NO_ROWS)])
def test_a_file_without_rows_cannot_be_used(text: str, sentence: str) -> None:
    with pytest.raises(TableError) as error:
        read(text)
    assert error.value.sentence == sentence


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
def test_columns_are_read_as_they_were_written(places: tuple[int, ...]) -> None:
    assert columns.read(columns.write(places)) == places


@pytest.mark.parametrize("text", ["", "1+2+3", "x", "-1", "999999", "1+"])
def test_anything_else_is_no_column(text: str) -> None:
    assert columns.read(text) == ()


def test_columns_know_what_they_read() -> None:
    found = Columns(number=(3,)).put(Field.NAME, (2, 1))
    assert found.of(Field.NAME) == (2, 1)
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
        (f"{number(1)},Ann,,,", plan.NO_GROUP),
        (f"{number(1)},Ann,ann at home,,VIP", plan.NO_EMAIL),
        (f"{number(1)},Ann,,1/2/1990,VIP", "day first or month first"),
        (f"{number(1)},Lee,Ann,,,VIP", plan.MORE_CELLS),
        (f"{number(9)},Ann,,,vip", plan.REPEATED.format(line=2)),
    ],
)
def test_a_row_that_cannot_be_added_has_a_reason_and_its_cells(row: str, reason: str) -> None:
    found = planned(f"Phone,Name,Email,Birthday,Group\n{number(9)},Zed,,,VIP\n{row}")
    (entry,) = found.rejected
    assert reason in entry.reason
    assert entry.line == 3
    assert ",".join(entry.cells) == ",".join(row.split(",")[:5])
    assert number(1) not in repr(found)


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
    wanted = {(number(place), group.casefold()) for place, group in rows if group.strip()}
    assert set(added) == wanted
    assert len(found.good) + len(found.rejected) == len(rows)
