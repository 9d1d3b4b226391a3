"""The bot notes which SMS-iT account its records are of, and says when it is started with another key."""

import pytest

from bot.app import OTHER_ACCOUNT
from bot.store import smsit_accounts
from tests.flows.conftest import OpenHouse

pytestmark = pytest.mark.measured


def test_another_key_than_before_is_said_once(
    open_harness: OpenHouse, caplog: pytest.LogCaptureFixture
) -> None:
    harness = open_harness()
    assert OTHER_ACCOUNT not in caplog.messages
    for _ in range(2):
        harness.bot.stop()
        harness._changed = {**harness._changed, "SMSIT_API_KEY": "another key"}
        harness.start_bot()
    assert caplog.messages.count(OTHER_ACCOUNT) == 1
    with harness.bot.database.read() as conn:
        assert smsit_accounts.id_of("another key") in smsit_accounts.known(conn)
