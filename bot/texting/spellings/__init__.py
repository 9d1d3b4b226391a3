"""One phone, one form: telling that several rows of digits are the same phone.

A phone can be written in several ways that all reach it. Argentina puts a 9 before the area code or a 15
behind it, Mexico used to put a 1, Brazil's mobiles got a ninth digit; a zero dialled at home stays behind the
country code, the digits dialled for abroad stay in front, or the country code is missing. What SMS-iT keeps
was typed by somebody or came from another program, so all of this is found there.

Three questions, three answers:

- :func:`canonical` is the one form for storing and looking up: digits with country code (E.164), as the
  country's plan has them today.
- :func:`identity` tells people apart, and decides who is texted. Digits that can be read in two ways are only
  the same as themselves: nobody else is ever taken for them.
- :func:`readings` are all phones that digits may mean. The do-not-text list goes by them: there it is better
  to refuse one text too many. Digits :func:`without_code` may be of any country there, and those that are no
  number of the region are not :func:`is_certain`.

``region`` is the two-letter default for digits without a country code. Digits the bot wrote itself need none.
"""

from bot.texting.spellings.forms import (
    canonical,
    common,
    identity,
    is_certain,
    is_same,
    national_of,
    of_any_country,
    read,
    readings,
    without_code,
)

__all__ = [
    "canonical",
    "common",
    "identity",
    "is_certain",
    "is_same",
    "national_of",
    "of_any_country",
    "read",
    "readings",
    "without_code",
]
