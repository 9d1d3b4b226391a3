"""A call with many mistakes is refused for the first of them on the API page."""

from collections.abc import Mapping

import pytest

from bot.sandbox.smsit.account import Account
from tests.sandbox.smsit.people import ADA, FROM, NOBODY, NORA

Mistakes = Mapping[int, Mapping[str, str]]

SERIES = {"recurring": "1", "repeat": "Daily", "frequency": "1"}
MISTAKES: Mapping[str, Mistakes] = {
    "addcontact": {
        -1: {"apikey": "wrong"},
        -2: {"number": "", "group": "Nobody made this"},  # with neither it is -3
        -4: {"group": ""},
        -5: {"group": "Nobody made this"},
        -6: {"number": "415-555-0100"},
        -7: {"number": ADA, "group": "VIP"},
    },
    "getcontacts": {
        -1: {"apikey": "wrong"},
        -2: {"group": "Nobody made this"},
        -3: {"source": "4"},
        -4: {"subscribed": "2"},
        -5: {"sortby": "id"},
        -6: {"sortdir": "up"},
        -7: {"name": "Nobody"},
    },
    "smsgroup": {
        -1: {"apikey": "wrong"},
        -2: {"from": ""},
        -3: {"from": "14155550199"},
        -4: {"message": ""},
        -5: {"to": ""},
        -6: {"to": "Nobody made this"},
        -7: {"alphasender": "123"},
        -8: {"rotate": "2"},
        -9: {"throttle": "0"},
        -10: {"recurring": "2"},
        -11: {"repeat": "Hourly"},
        -12: {"frequency": "31"},
        -13: SERIES,
        -14: {"from": FROM, "to": "VIP", "message": "x" * 160 * 2501},
        -15: {"from": FROM, "to": "Waiting list", "message": "Hello"},
    },
    "smscontact": {
        -1: {"apikey": "wrong"},
        -2: {"from": ""},
        -3: {"from": "14155550199"},
        -4: {"message": ""},
        -5: {"to": ""},
        -6: {"to": NORA},
        -7: {"alphasender": "123"},
        -8: {"recurring": "2"},
        -9: {"repeat": "Hourly"},
        -10: {"frequency": "31"},
        -11: SERIES,
        -12: {"from": FROM, "to": ADA, "message": "x" * 160 * 5001},
    },
    "getbulksmsdeliveryreport": {-1: {"apikey": "wrong"}, -2: {"groupsmsid": ""}, -3: {"groupsmsid": "7"}},
    "getcontactsmsdeliveryreport": {-1: {"apikey": "wrong"}, -2: {"number": ""}, -3: {"number": ADA}},
    "getcreditbalance": {-1: {"apikey": "wrong"}, -2: {"type": "3"}},
    "addappointment": {
        -1: {"apikey": "wrong"},
        -2: {"number": ""},
        -3: {"number": "+14155550100"},
        -4: {"apptdate": ""},
        -5: {"status": ""},
        -6: {"status": "9"},
        -7: {"number": NOBODY, "apptdate": "01-12-2026 09:30", "status": "1"},
    },
    "validateOtp": {-1: {"apikey": "wrong"}, -2: {"otp": "000000"}},
}


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [(endpoint, code) for endpoint, mistakes in MISTAKES.items() for code in mistakes],
)
def test_the_first_mistake_is_the_one_refused(account: Account, endpoint: str, code: int) -> None:
    params: dict[str, str] = {}
    for later, mistake in reversed(MISTAKES[endpoint].items()):
        if later <= code:
            params.update(mistake)
    assert account.call(endpoint, **params)["status"] == str(code)


def test_a_wrong_key_is_told_before_a_plan_without_access(account: Account) -> None:
    account.quirks.api_access = False
    assert account.call("getcreditbalance", apikey="wrong")["status"] == "-1"
    assert account.call("getcreditbalance")["status"] == "-20"
