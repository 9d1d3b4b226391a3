"""When SMS-iT refuses a broadcast: every documented code, as people see it."""

from collections.abc import Callable, Generator, Mapping
from typing import Any

import pytest

from bot.smsit import DOCUMENTED, Endpoint
from bot.store.states import SendState
from tests.contract.rows import ROWS
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness

pytestmark = pytest.mark.measured

CODES = sorted({row.code for row in ROWS if row.endpoint == "smsgroup" and row.error}, reverse=True)
Work = Callable[[str, Mapping[str, str]], Generator[float, None, Mapping[str, object]]]


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def refusing(work: Work, code: int) -> Work:
    """Stand in for an account that refuses every broadcast with this code."""

    def answer(endpoint: str, params: Mapping[str, str]) -> Generator[float, None, Any]:
        if endpoint != "smsgroup":
            return (yield from work(endpoint, params))
        return {"status": str(code), "msg": "Words of the service."}

    return answer


@pytest.mark.parametrize("code", CODES)
def test_a_refusal_is_told_in_words_that_say_what_to_do_and_costs_nothing(
    shop: Broadcasts, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    group = f"Refused with {-code}"
    shop.group(group, 2)
    monkeypatch.setattr(shop.smsit, "work", refusing(shop.smsit.work, code))

    shop.send(group)
    shop.until(SendState.REFUSED)
    shop.harness.tick(hours=1)

    said = shop.message(group, "Not sent").text
    assert DOCUMENTED[Endpoint.SMS_GROUP, code].sentence in said
    assert "Words of the service" not in said
    assert shop.newest().state is SendState.REFUSED
    assert shop.harness.texts == []
    assert shop.taken == 0


def test_the_codes_are_all_that_the_endpoint_documents() -> None:
    assert [*range(-1, -17, -1), -20] == CODES
