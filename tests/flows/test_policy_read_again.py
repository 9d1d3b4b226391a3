"""The policy is changed while the bot runs: who may do what changes with it, and a broken file is told."""

from collections.abc import Iterator

import pytest

from bot.store.alerts import PURPOSES
from tests.flows.broadcasting import own_harness
from tests.flows.harness import Harness

pytestmark = pytest.mark.measured

NOBODY = "You need the *viewer* role"
TOM, SAM = "U0TOM", "U0SAM"
BEFORE = f"""
[roles]
admin = ["{TOM}"]
"""
AFTER = f"""
[roles]
admin = ["{TOM}"]
sender = ["{SAM}"]
[alerts]
channel = "C0APPROVE"
"""
ADMINS = ("U0TOM", "U0SAM", "U0MAYA", "U0LENA", "U0PRIYA", "U0GIA")
MANY = f"""
[roles]
admin = {list(ADMINS)!r}
"""
BROKEN = AFTER + "nonsense = 1\n"


@pytest.fixture
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    own = own_harness(tmp_path_factory.mktemp("house"), BEFORE)
    yield own
    own.close()


def change(harness: Harness, text: str) -> None:
    (harness.folder / "policy.toml").write_text(text, encoding="utf-8")
    for _ in range(3):
        harness.tick(seconds=5)
    harness.quiet()


def test_roles_move_while_it_runs_and_a_file_with_mistakes_changes_nothing(harness: Harness) -> None:
    sam, tom = harness.person(SAM), harness.person(TOM)
    assert NOBODY in str(sam.command("/sms").body)

    change(harness, AFTER)
    assert sam.command("/sms").acked
    harness.modal("Send a text", sam)
    sam.close()

    assert "You need the *admin* role to see the policy" in str(sam.command("/sms policy").body)

    change(harness, BROKEN)
    told = [each.text for each in tom.sees("C0APPROVE")]
    assert [each for each in told if "The policy file has a mistake in line 7." in each]
    assert sam.command("/sms").acked
    tom.command("/sms policy")
    harness.modal("Policy in force", tom)
    assert "Correct the file" in harness.shown(tom)
    assert "unknown name" in harness.shown(tom)
    tom.close()

    change(harness, BEFORE)
    assert [each.text for each in tom.sees("C0APPROVE") if "Resolved: the policy file is fine" in each.text]
    assert NOBODY in str(sam.command("/sms").body)


def test_without_a_channel_each_admin_is_told_of_a_broken_file_and_that_it_is_fine_again(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    harness = own_harness(tmp_path_factory.mktemp("house"), MANY)
    try:
        change(harness, MANY + "nonsense = 1\n")
        first, others = ADMINS[: len(PURPOSES)], ADMINS[len(PURPOSES) :]
        assert {user: "has a mistake in line 4" in told(harness, user) for user in first} == dict.fromkeys(
            first, True
        )
        assert [told(harness, user) for user in others] == ["" for _ in others]

        change(harness, MANY)
        for user in first:
            assert "Resolved: the policy file is fine" in told(harness, user)
            assert "has a mistake" not in told(harness, user)
    finally:
        harness.close()


def told(harness: Harness, user: str) -> str:
    """What the bot wrote to somebody."""
    return "\n".join(each.text for each in harness.person(user).sees("@smsit"))
