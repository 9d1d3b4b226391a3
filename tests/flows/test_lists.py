"""Lists from the command to the last report: the ledger of the pretend SMS-iT is the judge."""

from collections.abc import Iterator

import pytest

from bot.access import Who
from bot.settings import Mode
from bot.store.states import SendState
from bot.texting import phones
from tests.flows.harness import ADA, GRACE, LOU, NOBODY, NORA, Harness
from tests.flows.listing import QUICK, Lists, csv, opened
from tests.flows.many import WORDS

pytestmark = pytest.mark.measured
WAYS = (Mode.HTTP,)

TOM = Who("U0TOM", "T0HARBOUR")


@pytest.fixture(scope="module")
def shared_harness(tmp_path_factory: pytest.TempPathFactory, mode: Mode) -> Iterator[Harness]:
    with opened(tmp_path_factory.mktemp("house"), QUICK, mode) as shared:
        yield shared


@pytest.fixture
def shop(harness: Harness) -> Lists:
    return Lists(harness)


def test_everybody_pasted_gets_the_text_once_for_the_credits_shown(shop: Lists) -> None:
    numbers = shop.people(7)
    said = shop.ready(numbers)
    shop.maya.submit()

    shop.ended()

    assert shop.got(numbers)
    assert "Cost *7 credits*" in said
    assert "Balance 5,000 → 4,993" in said
    assert "Pasted list · 7 recipients" in said
    assert "Send *now; takes under 1 min*" in said
    assert shop.taken == 7
    assert len(shop.harness.messages()) == 1


def test_every_row_of_a_file_gets_its_own_words(shop: Lists) -> None:
    numbers = shop.people(5)
    names = ("Al", "Zoë", "王", "", "Bartholomew")
    text = "Dear %%first name%%, your order %%Order%% is ready. " + "x" * 110
    rows = [
        f"{name},{number},A-{line}" for line, (name, number) in enumerate(zip(names, numbers, strict=True))
    ]
    said = shop.ready(csv("First Name,Mobile,Order", *rows), text)
    shop.maya.submit()

    shop.ended()

    def own(line: int, name: str) -> str:
        return f"Dear{' ' if name else ''}{name}, your order A-{line} is ready. " + "x" * 110

    expected = {
        number: own(line, name) for line, (name, number) in enumerate(zip(names, numbers, strict=True))
    }
    assert dict(shop.harness.texts) == expected
    assert len(shop.harness.texts) == 5
    each = [1, 3, 3, 1, 1]  # ë and 王 are in no table of GSM 03.38: 70 characters a credit
    assert "Cost *9 credits*" in said
    assert shop.taken == sum(each)

    shop.maya.message_shortcut("text_this", shop.message())
    shop.harness.modal("Send a text")
    assert "fields that a list's columns fill in, so it can't be copied" in shop.harness.shown()
    assert "%%" not in str(shop.maya.view)
    first = said.index(own(0, "Al")), said.index(own(1, "Zoë")), said.index(own(2, "王"))
    assert list(first) == sorted(first)
    assert own(4, "Bartholomew") not in said
    assert all(f"Line {line}, to {phones.mask(number)}" in said for line, number in enumerate(numbers[:3], 2))
    assert not any(number in said for number in numbers)
    assert f"1 row has no first name: the text will read \u201c{own(3, '')}\u201d" in said
    assert "go back and write %%first name|other words%%" in said


def test_a_text_says_something_else_where_a_row_leaves_its_field_empty(shop: Lists) -> None:
    numbers = shop.people(3)
    rows = [f"{number},{name}," for number, name in zip(numbers, ("Al", "", "\u200b"), strict=True)]
    said = shop.ready(csv("Mobile,Name,Town", *rows), "%%Name|Hello%%, see you (%%Town%%)!")
    shop.maya.submit()

    shop.ended()

    expected = ["Al, see you!", "Hello, see you!", "Hello, see you!"]
    assert dict(shop.harness.texts) == dict(zip(numbers, expected, strict=True))
    assert "2 rows have no Name: the text will read \u201cHello, see you!\u201d" in said
    assert "3 rows have no Town: the text will read \u201cAl, see you!\u201d To fill the gap" in said


def test_rows_that_cannot_be_used_are_named_by_line_and_get_nothing(shop: Lists) -> None:
    one, two, three = shop.people(3)
    shop.harness.bot.services.do_not_text.add(three, "asked us to stop", TOM)
    lines = ("number,day", f"{one},Monday", "not a number,Monday", "", f"{two},Tuesday")
    more = (f"+{one[0]} ({one[1:4]}) {one[4:7]}-{one[7:]},Friday", f"{three},Monday", f"{GRACE},Friday,what")
    said = shop.ready(csv(*lines, *more), "On %%day%%.")
    shop.maya.submit()

    shop.ended()

    assert sorted(shop.harness.texts) == [(one, "On Monday."), (two, "On Tuesday.")]
    assert "*4 rows skipped*" in said
    assert "• Line 3: " in said
    assert "• Line 6: Duplicate of line 2." in said
    assert "• Line 7: This number is on the do-not-text list." in said
    assert "• Line 8: " in said
    assert not any(number in said for number in (one, two, three, GRACE))
    assert shop.taken == 2
    assert "*4 rows skipped*" in shop.thread("*Details*").text
    shop.harness.bot.services.do_not_text.remove(three, "changed their mind", TOM)


def test_a_row_whose_text_would_be_empty_or_too_long_is_left_out(shop: Lists) -> None:
    one, two, three = shop.people(3)
    said = shop.ready(csv("number,text", f"{one},", f"{two},Hello", f"{three},{'é' * 900}"), "%%Text%%")
    shop.maya.submit()

    shop.ended()

    assert shop.harness.texts == [(two, "Hello")]
    assert "• Line 2: The text would be empty for this row." in said
    assert "• Line 4: This row's text is too long: 100 characters over" in said


def test_unknown_and_opted_out_numbers_get_nothing_and_are_told(shop: Lists) -> None:
    said = shop.ready((ADA, NOBODY, NORA, LOU))
    shop.maya.submit()

    shop.ended()

    assert shop.got((ADA, LOU))
    assert shop.taken == 2
    assert "This person has opted out of your texts." in said
    assert "• Line 3: This person has opted out of your texts." in said
    assert "Cost *3 credits*" in said
    assert "Numbers not in contacts will be refused; we'll list them." in said
    assert shop.counts() == {
        SendState.DELIVERED: 1,
        SendState.UNDELIVERED: 1,
        SendState.REFUSED: 1,
    }
    shop.message("2 of 3 sent, 1 delivered, 1 not delivered, 1 not sent, 1 row skipped")
    assert "*Not sent*. 1 text: SMS-iT can't text this number" in shop.thread("*Not sent*").text


def test_with_a_group_unknown_numbers_are_added_first_and_those_who_opted_out_stay_so(shop: Lists) -> None:
    fresh = "14155550998"
    shop.compose(csv("Name,Number", f"Fay Fresh,{fresh}", f"Nora,{NORA}", f"Ada,{ADA}"))
    shop.add_to("Physio")
    said = shop.confirmation(shop.maya)
    assert "Physio" in said
    assert "Numbers not in contacts" not in said
    shop.maya.submit()

    shop.ended()

    assert shop.got((fresh, ADA))
    assert shop.taken == 2
    added = shop.smsit.book.find(fresh)
    assert added is not None
    assert (added.name, [row.group for row in added.rows]) == ("Fay Fresh", ["Physio"])
    nora = shop.smsit.book.find(NORA)
    assert nora is not None
    assert not nora.subscribed
    assert "This person has opted out of your texts." in said
    assert SendState.REFUSED not in shop.counts()
    shop.smsit.delete_contact(fresh)


def test_somebody_put_on_the_do_not_text_list_while_it_runs_gets_nothing(shop: Lists) -> None:
    numbers = shop.people(6)
    with shop.gate() as gate:
        shop.send(numbers)
        shop.harness.wait_for(lambda: shop.harness.texts)
        shop.harness.bot.services.do_not_text.add(numbers[4], "told us at the desk", TOM)
        gate.open()
        shop.ended()

    assert shop.got([*numbers[:4], numbers[5]])
    assert shop.taken == 5
    assert shop.counts()[SendState.REFUSED] == 1
    shop.harness.bot.services.do_not_text.remove(numbers[4], "changed their mind", TOM)


def test_two_submissions_and_their_redeliveries_are_one_list(shop: Lists) -> None:
    numbers = shop.people(3)
    slack = shop.harness.sandbox.slack
    shop.compose(numbers)
    composed = shop.maya.submit()
    shop.harness.wait_for(lambda: shop.maya.title == "Review list")
    slack.redeliver(composed)
    shop.harness.quiet()
    confirmed = shop.maya.submit()
    slack.redeliver(confirmed)
    shop.until(SendState.ACCEPTED)
    slack.redeliver(confirmed)

    shop.ended()

    assert shop.got(numbers)
    assert shop.taken == 3
    assert len(shop.harness.sends()) == 1
    slack.problems.clear()  # the first one's view is already there


def test_what_is_pasted_with_several_columns_is_read_like_a_file(shop: Lists) -> None:
    one, two = shop.people(2)
    shop.send(("number\tname", f"{one}\tAl", f"{two}\tBo"), "Hello %%name%%.")

    shop.ended()

    assert sorted(shop.harness.texts) == [(one, "Hello Al."), (two, "Hello Bo.")]


def test_a_text_with_nothing_to_fill_in_goes_out_as_it_stands(shop: Lists) -> None:
    numbers = shop.people(2)
    shop.send(csv("number,name", *(f"{number},Al" for number in numbers)), WORDS)

    shop.ended()

    assert shop.got(numbers)
