"""The page of what SMS-iT's codes mean, from the error dictionary of the client."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.smsit import Endpoint, NotSent, OutcomeUnknown, Unavailable
from bot.smsit.codes import DOCUMENTED
from bot.smsit.errors import Audience
from tools.reference.markdown import code, document, table

_WHO: Final = {
    Audience.REQUESTER: "the person who asked",
    Audience.ADMIN: "an admin",
    Audience.SMSIT: "SMS-iT",
}
_FAILURES: Final = (NotSent, OutcomeUnknown, Unavailable)
_FOR_EXAMPLE: Final = "no connection"


def page() -> str:
    """Return the page."""
    return document(
        "Errors",
        "`bot/smsit/codes.py` and `bot/smsit/meanings.py`",
        "What SMS-iT answers when it says no, by the call and the code: in each call the same number means "
        "another thing. A refusal is proof that nothing was sent or changed. The sentence is what people "
        "read. Codes that are on no list are shown with their number.",
        *_calls(),
        "## When there is no clear answer",
        f"The words after the colon say what happened, such as *{_FOR_EXAMPLE}*. [Which failures prove that "
        "nothing was sent](../decisions/0008-not-sent-or-unknown.md) says why these are three.",
        table(
            ("error", "what it means", "people read"),
            (
                (
                    code(each.__name__),
                    (each.__doc__ or "").strip().partition("\n")[0],
                    each(Endpoint.SMS_CONTACT, _FOR_EXAMPLE).sentence,
                )
                for each in _FAILURES
            ),
        ),
    )


def _calls() -> Iterator[str]:
    for endpoint, entries in groupby(DOCUMENTED.items(), key=lambda entry: entry[0][0]):
        yield f"## {endpoint}"
        yield table(
            ("code", "error", "people read", "who can put it right"),
            (
                (str(which), code(said.error.__name__), said.sentence, _WHO[said.audience])
                for (_endpoint, which), said in entries
            ),
        )
