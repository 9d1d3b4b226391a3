"""Whom a text to a group reaches: exactly those SMS-iT texts, whatever its list looks like."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.groups.audience import Audience, Audiences, first_name
from bot.features.groups.pages import PAGE_ROWS
from bot.smsit import Contact, Unavailable
from bot.texting.number_places import place
from tests.fakes.smsit_contacts import FakeContactList
from tests.features.contacts.rows import row


def count(*rows: Contact, group: str = "VIP") -> Audience:
    return Audiences(FakeContactList(*rows), key=b"secret").count(group)


def test_only_entries_of_exactly_that_group_count() -> None:
    found = count(
        row("Ada", "14155550100"), row("Bo", "14155550101", "VIP 2"), row("Cy", "14155550102", "vip")
    )

    assert found.numbers == ("14155550100",)
    assert (found.opted_out, found.duplicates) == (0, 0)


def test_a_number_counts_once_however_many_entries_it_has() -> None:
    found = count(row("Ada", "14155550100", id_="1"), row("Ada L.", "14155550100", id_="2"))

    assert found.numbers == ("14155550100",)
    assert (found.duplicates, found.entries) == (1, 2)


def test_who_opted_out_of_the_group_is_not_texted_even_if_another_group_may() -> None:
    found = count(row("Ada", "14155550100", subscribed=False), row("Ada", "14155550100", "VIP 2"))

    assert found.numbers == ()
    assert (found.opted_out, found.duplicates, found.stopped_too) == (1, 0, 0)


def test_smsit_texts_a_subscribed_entry_although_another_one_opted_out() -> None:
    out = row("Ada", "14155550100", subscribed=False, id_="1")
    found = count(out, row("Adele", "14155550100", id_="2"))

    assert found.numbers == ("14155550100",)
    assert found.names == {"14155550100": "Adele"}
    assert (found.opted_out, found.duplicates, found.stopped_too, found.entries) == (0, 1, 1, 1)


def test_names_are_those_smsit_fills_in() -> None:
    found = count(row(" Ada King Lovelace ", "1"), row("", "2"), row("  ", "3"))

    assert found.names == {"1": "Ada", "2": "", "3": ""}
    assert first_name("Grace\tHopper") == "Grace"


def test_an_entry_without_a_digit_is_nobody() -> None:
    assert count(row("Ada", ""), row("Bo", "1")).numbers == ("1",)


SPELLINGS = ("14155550112", "0014155550112", "4155550112", "04155550112", "01114155550112")


@given(
    st.lists(st.integers(0, 40), unique=True, max_size=8),
    st.lists(st.integers(0, 40), unique=True, max_size=8),
    st.randoms(use_true_random=False),
)
def test_a_group_has_the_fingerprint_of_who_is_in_it_however_they_are_listed(
    some: list[int], others: list[int], chance: Random
) -> None:
    def listed(people: list[int]) -> str:
        mixed = [row("", chance.choice(SPELLINGS)[:-2] + f"{each:02}", id_=str(each)) for each in people]
        chance.shuffle(mixed)
        return Audiences(FakeContactList(*mixed), "US", key=b"secret").count("VIP").members

    assert (listed(some) == listed(others)) is (set(some) == set(others))


def test_the_fingerprint_of_a_group_tells_nothing_without_the_key() -> None:
    people = FakeContactList(row("Ada", "14155550100"))
    one, other = (Audiences(people, key=key).count("VIP").members for key in (b"one", b"other"))

    assert one != other
    assert "14155550100" not in one


def test_places_are_guessed_from_the_numbers() -> None:
    london, new_york = "447700900100", "12125550100"
    found = count(row("Ada", london), row("Bo", london[:-1] + "1"), row("Cy", new_york))

    assert found.places == {place(london): 2, place(new_york): 1}


def test_every_page_is_read_and_told() -> None:
    rows = [row("Ada", str(10_000 + number)) for number in range(2 * PAGE_ROWS + 5)]
    told: list[int] = []

    found = Audiences(FakeContactList(*rows), key=b"secret").count("VIP", told.append)

    assert len(found.numbers) == len(rows)
    assert told == [PAGE_ROWS, 2 * PAGE_ROWS, len(rows)]


def test_pages_shorter_than_asked_for_are_not_the_last() -> None:
    directory = FakeContactList(*(row("Ada", str(100 + number)) for number in range(25)))
    directory.most_rows = 10

    assert len(Audiences(directory, key=b"secret").count("VIP").numbers) == 25


def test_an_entry_that_slides_onto_the_next_page_is_no_second_one() -> None:
    rows = [row("Ada", str(10_000 + number)) for number in range(PAGE_ROWS + 5)]
    directory = FakeContactList(*rows)

    def added_meanwhile(read: int) -> None:
        if read == PAGE_ROWS:
            directory.rows = (row("New", "09999"), *rows)

    found = Audiences(directory, key=b"secret").count("VIP", added_meanwhile)

    assert len(found.numbers) == len(rows)
    assert found.duplicates == 0


def test_a_group_with_nobody_in_it_is_nobody() -> None:
    assert count(row("Bo", "1", "VIP 2")).numbers == ()
    assert count().numbers == ()


def test_a_group_smsit_writes_in_other_letters_is_not_texted_by_mistake() -> None:
    with pytest.raises(UserError, match="capitalises"):
        count(row("Ada", "14155550100", "vip"))


@pytest.mark.parametrize("after", [0, 1])
def test_when_smsit_does_not_answer_there_is_no_count(after: int) -> None:
    directory = FakeContactList(*(row("Ada", str(10_000 + number)) for number in range(PAGE_ROWS + 5)))
    directory.trouble, directory.trouble_after = Unavailable("getcontacts", "timeout"), after

    with pytest.raises(UserError) as told:
        Audiences(directory, key=b"secret").count("VIP")
    assert told.value.sentence == directory.trouble.sentence


def test_a_list_that_repeats_for_ever_comes_to_an_end() -> None:
    class Repeating(FakeContactList):
        def get_contacts(self, **filters: object) -> tuple[Contact, ...]:
            return self.rows

    with pytest.raises(UserError, match="repeats the same page"):
        Audiences(Repeating(row("Ada", "1")), key=b"secret").count("VIP")


def test_an_audience_does_not_show_whom_it_holds() -> None:
    shown = repr(count(row("Ada", "14155550100")))

    assert "Ada" not in shown
    assert "5550100" not in shown


entries = st.lists(
    st.tuples(st.sampled_from(["", "1", "2", "3"]), st.sampled_from(["VIP", "VIP 2"]), st.booleans()),
    max_size=12,
)


@given(entries)
def test_an_audience_is_a_plain_count_of_its_entries(given_rows: Sequence[tuple[str, str, bool]]) -> None:
    rows = [
        row("Ada", number, group, subscribed=yes, id_=str(place_))
        for place_, (number, group, yes) in enumerate(given_rows)
    ]
    mine = [(number, yes) for number, group, yes in given_rows if group == "VIP" and number]
    texted = {number for number, yes in mine if yes}

    found = count(*rows)

    assert Counter(found.numbers) == Counter(texted)
    assert found.opted_out == len({number for number, _ in mine} - texted)
    assert found.duplicates == len(mine) - len(texted) - found.opted_out
    assert found.entries == sum(yes for _, yes in mine)


def test_phones_have_one_form_however_they_are_kept() -> None:
    people = FakeContactList(row("Ada", "4155550112"), row("Bo", "14155550113"))
    found = Audiences(people, "US", key=b"secret").count("VIP")
    assert dict(zip(found.numbers, found.phones, strict=True)) == {
        "4155550112": "14155550112",
        "14155550113": "14155550113",
    }
