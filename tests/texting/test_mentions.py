"""A number is found in a text however it is written, and other numbers are not."""

import pytest

from bot.texting.mentions import Mention

ADA = Mention("14155550100")


@pytest.mark.parametrize(
    "text",
    [
        "14155550100",
        "Call +1 415-555-0100 now",
        "(415) 555.0100",
        "call 415\u00a0555\u201101\u20110\u20110!",
        "0014155550100;x",
        "415 555 0100 12:30",
        "415 555 0100 / 415 555 0101",
        "415\u00ad555\u200b0100",
        "Tel:4155550100",
        "\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff10\uff10",
        "\u0664\u0661\u0665 \u0665\u0665\u0665 \u0660\u0661\u0660\u0660",
    ],
)
def test_a_number_is_found_however_it_is_written(text: str) -> None:
    assert ADA.is_in(text)


@pytest.mark.parametrize(
    "text", ["", "Ada", "415-555-0101", "555 0100", "415 is 555 or 0100", "41555501000", "41 55 55 010"]
)
def test_other_digits_are_not_it(text: str) -> None:
    assert not ADA.is_in(text)


def test_all_spellings_of_a_phone_count() -> None:
    argentine = Mention("5491123456789")

    assert argentine.is_in("54 11 2345-6789")
    assert argentine.is_in("011 15 2345 6789")
