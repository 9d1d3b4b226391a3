"""What a line behind the command says by itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.history.filters import LONG_WORDS, Filters, Stand, What
from bot.features.history.typed import LONG_LINE, LONGEST_LINE, MANY_DIGITS, Typed, read

TODAY = date(2026, 11, 23)


def typed(line: str, region: str | None = "US") -> Typed:
    return read(line, region=region, today=TODAY, own_id="U0MAYA", channel="C0FRONT")


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        ("", Filters()),
        ("+1 415 555 0100", Filters(number="14155550100")),
        ("(415) 555-0100", Filters(number="14155550100")),
        ("0100", Filters(part="0100")),
        ("failed", Filters(stand=Stand.FAILED)),
        ("Undelivered", Filters(stand=Stand.FAILED)),
        ("unknown lists", Filters(stand=Stand.UNCONFIRMED, what=What.LIST)),
        ("me today", Filters(person="U0MAYA", since="2026-11-23", until="2026-11-23")),
        ("here yesterday", Filters(channel="C0FRONT", since="2026-11-22", until="2026-11-22")),
        ("2026-11-30..2026-11-01", Filters(since="2026-11-01", until="2026-11-30")),
        ("<@U0TOM|tom> broadcasts", Filters(person="U0TOM", what=What.BROADCAST)),
        ("“moves to  Thursday” failed", Filters(words="moves to Thursday", stand=Stand.FAILED)),
        (
            "+14155550100 failed 2026-11-03",
            Filters(number="14155550100", stand=Stand.FAILED, since="2026-11-03", until="2026-11-03"),
        ),
    ],
)
def test_what_means_one_thing_is_read(line: str, filters: Filters) -> None:
    assert typed(line) == Typed(filters)


@pytest.mark.parametrize("line", ["Ada Lovelace", "VIP", "Ward 3", "2026-13-45", "0001-01-01"])
def test_all_else_is_a_name_or_digits(line: str) -> None:
    found = typed(line)
    assert found.name == line or found.filters.part


def test_a_name_may_stand_between_what_is_known() -> None:
    assert typed("failed Ada Lovelace today") == Typed(
        Filters(stand=Stand.FAILED, since="2026-11-23", until="2026-11-23"), name="Ada Lovelace"
    )


def test_a_colleague_stands_behind_an_at_sign() -> None:
    assert typed("@Maya Okafor failed") == Typed(Filters(stand=Stand.FAILED), colleague="Maya Okafor")


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        ("number:+1 415 555 0100 failed", Filters(number="14155550100", stand=Stand.FAILED)),
        ("Number: 0100", Filters(part="0100")),
        ("kind:broadcasts status:failed", Filters(what=What.BROADCAST, stand=Stand.FAILED)),
        ("since:2026-11-01 until:yesterday", Filters(since="2026-11-01", until="2026-11-22")),
        ("after:2026-11-01 before:2026-11-05", Filters(since="2026-11-02", until="2026-11-04")),
        ("on:2026-11-03..2026-11-01", Filters(since="2026-11-01", until="2026-11-03")),
        ("on:today by:me", Filters(person="U0MAYA", since="2026-11-23", until="2026-11-23")),
        ("from:<@U0TOM|tom> in:<#C0BACK|back>", Filters(person="U0TOM", channel="C0BACK")),
        ("in:here", Filters(channel="C0FRONT")),
        ('words:"see  you: soon" lists', Filters(words="see you: soon", what=What.LIST)),
        ('"since: Monday" lists', Filters(words="since: Monday", what=What.LIST)),
    ],
)
def test_what_has_a_key_is_that_filter(line: str, filters: Filters) -> None:
    assert typed(line).filters == filters
    assert typed(line).question == ""


def test_a_name_may_have_a_key_and_quotation_marks() -> None:
    ada = Typed(Filters(stand=Stand.FAILED), name="Ada Lovelace")
    assert typed("name:Ada Lovelace failed") == ada
    assert typed('failed contact:"Ada Lovelace"') == ada
    assert typed('group:"failed today"') == Typed(Filters(), name="failed today")
    assert typed("by:@Maya Okafor failed") == Typed(Filters(stand=Stand.FAILED), colleague="Maya Okafor")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nmuber:0100", "Did you mean “number:0100”? There's no “nmuber:”."),
        ("re: Ada", "There's no “re:”. Type number:, name:"),
        ("number:Ada", "digits"),
        ("number:", "right after “number:”"),
        ("number:0100 Ada", "one name or number"),
        ("number:0100 name:Ada", "one name or number"),
        ("kind:letters", "kind:texts"),
        ("status:lost", "status:waiting"),
        ("since:Tuesday", "since:2026-11-03"),
        ("since:2026-13-45", "since:2026-11-03"),
        ("before:0001-01-02", "before:2026-11-03"),
        ("since:today until:yesterday", "isn't before"),
        ("since:today after:today", "“after:” once"),
        ("in:#front-desk", "in:here"),
        ('text:soon "since: Monday"', "“words:” once"),
    ],
)
def test_what_has_a_key_and_is_not_clear_is_asked_about_and_never_a_name(line: str, said: str) -> None:
    found = typed(line)
    assert said in found.question
    assert found == Typed(Filters(), question=found.question)


def test_an_address_has_no_key() -> None:
    assert typed("https://x.example").name == "https://x.example"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("today yesterday", "only one of “today” and “yesterday”"),
        ("Ada today 2026-11-03", "only one of “today” and “2026-11-03”"),
        ("failed Delivered", "only one of “failed” and “Delivered”"),
        ("lists codes", "only one of “lists” and “codes”"),
        ("status:failed sent", "“status:” once"),
        ("since:2026-11-01 today", "“since:” once"),
        ("in:here <#C0BACK|back>", "“in:” once"),
        ("me <@U0TOM|tom>", "one person at a time"),
        ("<@U0TOM> <@U0SAM>", "one person at a time"),
        ("by:<@U0TOM> @Maya", "one person at a time"),
        ('"one" "two"', "“words:” once"),
    ],
)
def test_two_answers_to_one_filter_are_asked_about(line: str, said: str) -> None:
    found = typed(line)
    assert said in found.question
    assert found == Typed(Filters(), question=found.question)


@pytest.mark.parametrize("line", ["failed failed", "failed status:failed", "undelivered failed"])
def test_the_same_answer_twice_is_one(line: str) -> None:
    assert typed(line) == Typed(Filters(stand=Stand.FAILED))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f'"{"a " * 60}"', LONG_WORDS),
        (f'words:"{"a " * 60}"', LONG_WORDS),
        ("1" * 16, MANY_DIGITS),
        (f"number:{'1' * 16}", MANY_DIGITS),
        ("a" * (LONGEST_LINE + 1), LONG_LINE),
    ],
)
def test_nothing_is_cut_silently(line: str, said: str) -> None:
    assert typed(line) == Typed(Filters(), question=said)


def test_a_channel_needs_no_key() -> None:
    assert typed("<#C0BACK|back> failed") == Typed(Filters(channel="C0BACK", stand=Stand.FAILED))


def test_a_number_that_may_be_several_is_asked_about() -> None:
    found = typed("0041 44 668 18 00", region="US")
    assert found.numbers or found.filters.number


@given(st.text(max_size=LONGEST_LINE + 50))
def test_every_line_is_read(line: str) -> None:
    found = typed(line)
    assert len(found.name) <= LONGEST_LINE
    assert len(found.filters.words) <= 100
    assert len(found.filters.part) <= 15
