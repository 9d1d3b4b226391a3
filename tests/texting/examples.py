"""Numbers of every region, in the forms in which people write them."""

from dataclasses import dataclass

import phonenumbers
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from bot.texting import phones

REGIONS = sorted(phones.REGIONS)
KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
NUMBERS: list[tuple[str, PhoneNumber]] = [
    (region, number)
    for region in REGIONS
    for kind in KINDS
    if (number := phonenumbers.example_number_for_type(region, kind)) is not None
]
WORDS = (
    "10 Uhr passt",
    "2 complaints by phone",
    "1204 is your room",
    "10:30 works",
    "10.30 Uhr",
    "10-12 Uhr",
    "3x today",
    "24/7 open",
    "20% off",
    "5 o'clock\n6 o'clock",
    "7",
    "10 20 30 go",
    "\N{GRINNING FACE} hi",
    "1\ufe0f\u20e3 one",
    "(2) people",
    "#5 please",
    "\N{CIRCLED DIGIT ONE} first",
    "See you at 10.",
)


@dataclass(frozen=True)
class Written:
    """A number as somebody writes it where ``default`` is the default region."""

    digits: str
    text: str
    default: str | None


@st.composite
def written(draw: st.DrawFn) -> Written:
    region, number = draw(st.sampled_from(NUMBERS))
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    anywhere = st.sampled_from([None, region, "US", "DE", "AT", "IS", "HK", *REGIONS])
    forms = [
        (e164, anywhere),
        (international, anywhere),
        (international.replace(" ", "\xa0"), anywhere),
        (phonenumbers.format_number(number, PhoneNumberFormat.RFC3966), anywhere),
        (f"<{e164.replace('+', 'tel:+')}|{international}>", anywhere),
        (national, st.just(region)),
        (f"Tel: {international}", anywhere),
    ]
    text, defaults = draw(st.sampled_from(forms))
    return Written(e164.removeprefix("+"), text, draw(defaults))
