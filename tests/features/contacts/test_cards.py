"""One card a person, however many rows SMS-iT has of them."""

from hypothesis import given
from hypothesis import strategies as st

from bot.features.contacts.service import (
    Card,
    merge,
)
from bot.smsit import Contact
from tests.features.contacts.rows import ADA, ADA_TOO, MARY, row


def test_rows_of_one_number_are_one_card_with_all_groups() -> None:
    assert merge([ADA, MARY, ADA_TOO]) == (
        Card("14155550100", "Ada Lovelace", ("VIP", "Patients"), subscribed=True),
        Card("14155550104", "Mary", ("VIP",), subscribed=True),
    )


def test_a_person_may_be_texted_while_one_group_is_subscribed() -> None:
    out, still_in = row("Ada", "1", "A", subscribed=False), row("Ada", "1", "B")

    assert merge([out, still_in])[0].subscribed
    assert not merge([out])[0].subscribed


def test_a_card_takes_the_first_name_and_leaves_empty_groups_out() -> None:
    rows = [row("", "1", ""), row("Ada", "1", "A"), row("Ada L.", "1", "A")]

    assert merge(rows) == (Card("1", "Ada", ("A",), subscribed=True),)
    assert merge([]) == ()


@given(st.lists(st.builds(row, st.sampled_from(["", "Ada", "Grace"]), st.sampled_from(["1", "2", "3"]))))
def test_nobody_is_lost_or_doubled_in_merging(rows: list[Contact]) -> None:
    cards = merge(rows)

    assert [card.number for card in cards] == list(dict.fromkeys(each.number for each in rows))


def test_a_card_does_not_show_whose_it_is() -> None:
    shown = repr(merge([ADA]))

    assert "Ada" not in shown
    assert "5550100" not in shown
