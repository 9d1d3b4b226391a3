"""What a policy file says."""

import os
import tomllib
from dataclasses import fields, replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.access import Role, Who
from bot.policy.model import Alerts, Appointments, Approval, Budgets, Contacts, Limits, Otp, Policy
from bot.policy.reader import LONGEST_MISTAKE, MOST_BYTES, MOST_MISTAKES, PolicyError, read
from bot.texting.number_places import Place
from bot.texting.quiet_hours import Window, is_quiet
from tests.fakes.people import access_of
from tests.policy.files import ROLES, write

REPOSITORY = Path(__file__).parent.parent.parent


class TestWithoutAFile:
    def test_everybody_sends_single_texts_and_nobody_more(self) -> None:
        assert read(None) == Policy()
        access = access_of("T0", read(None).roles)
        assert access.roles(Who("U0MAYA", "T0")) == {Role.SENDER, Role.VIEWER}

    def test_nothing_is_asked_kept_back_or_counted(self) -> None:
        policy = read(None)
        assert policy.approval.channel is None
        assert policy.quiet_hours.windows == {}
        assert policy.budgets == Budgets()
        assert policy.limits == Limits(100_000, 10, 5, None)


class TestAFile:
    @pytest.mark.parametrize("text", ["", "[roles]\n", "[limits]\n", "\ufeff[roles]", "[roles]\r\n"])
    def test_an_empty_one_gives_nobody_anything(self, tmp_path: Path, text: str) -> None:
        assert read(write(tmp_path, text)) == Policy(roles={})

    def test_gives_the_roles_it_names(self, tmp_path: Path) -> None:
        text = (
            '[roles]\nviewer = ["*"]\nsender = ["S0DESK", "C0FRONT", "G0OLD"]\nadmin = ["U0TOM", "W0TINA"]\n'
        )

        assert read(write(tmp_path, text)).roles == {
            Role.VIEWER: ("*",),
            Role.SENDER: ("S0DESK", "C0FRONT", "G0OLD"),
            Role.ADMIN: ("U0TOM", "W0TINA"),
        }

    def test_says_when_a_second_person_is_asked(self, tmp_path: Path) -> None:
        text = ROLES + '[approval]\nchannel = "C0APPROVE"\npeople = 100\ncredits = 200\n'
        text += "expires_hours = 12\ntolerance_percent = 5"

        assert read(write(tmp_path, text)).approval == Approval("C0APPROVE", 100, 200, 12, 5)

    def test_a_channel_alone_has_recurring_broadcasts_asked_about(self, tmp_path: Path) -> None:
        text = ROLES + 'approval.channel = "C0APPROVE"'.replace("approval.", "[approval]\n")

        assert read(write(tmp_path, text)).approval == Approval("C0APPROVE")

    def test_says_when_it_is_quiet(self, tmp_path: Path) -> None:
        text = '[quiet_hours]\ndefault = "21:00-08:00"\nUS = "20:30 - 9:00"\nIS = "none"\n'
        text += 'override = "broadcaster"'
        quiet = read(write(tmp_path, text)).quiet_hours

        assert quiet.override is Role.BROADCASTER
        assert quiet.windows[None] == Window(time(21), time(8))
        assert quiet.windows["US"] == Window(time(20, 30), time(9))
        night = datetime(2026, 11, 23, 2, tzinfo=UTC)
        assert is_quiet(Place("GB", ("Europe/London",)), night, quiet.windows)
        assert not is_quiet(Place("IS", ("Atlantic/Reykjavik",)), night, quiet.windows)

    def test_none_for_all_leaves_only_the_countries_named(self, tmp_path: Path) -> None:
        text = '[quiet_hours]\nGB = "21:00-08:00"\nIS = "none"\ndefault = "none"'

        assert read(write(tmp_path, text)).quiet_hours.windows == {"GB": Window(time(21), time(8))}

    def test_says_what_may_be_spent(self, tmp_path: Path) -> None:
        text = "[budgets]\nperson_per_day = 500\nchannel_per_day = 0\neverybody_per_day = 10_000\n"
        text += "[budgets.people]\nU0TOM = 5000\n[budgets.channels]\nC0UPDATES = 7"

        assert read(write(tmp_path, text)).budgets == Budgets(
            500, 0, 10_000, {"U0TOM": 5000}, {"C0UPDATES": 7}
        )

    def test_says_how_much_at_once(self, tmp_path: Path) -> None:
        text = "[limits]\nlist_rows = 50\nlist_megabytes = 1\nlist_per_second = 20\ngroup_people = 300"

        assert read(write(tmp_path, text)).limits == Limits(50, 1, 20, 300)


class TestTheOnesWeBring:
    def test_the_example_holds_every_key(self) -> None:
        policy = read(REPOSITORY / "policy.example.toml")

        assert set(policy.roles) == set(Role)
        assert policy.approval == Approval("C0123APPROVE", 100, 200, 24, 0)
        assert set(policy.quiet_hours.windows) == {None, "US", "IS"}
        assert policy.budgets == Budgets(500, 2000, 10_000, {"U0123TOM": 5000}, {"C0123UPDATES": 10_000})
        assert policy.limits == Limits(100_000, 10, 5, 5000, 4, Role.ADMIN, 10)
        assert policy.otp == replace(Otp(), purposes=("Password reset", "Address change", "Refund"))
        assert policy.contacts == Contacts()
        assert policy.appointments == Appointments()
        assert policy.alerts == Alerts("C0123ALERTS", 500, 3, 10, 4, bot=True, weekly_digest=True)

    @pytest.mark.parametrize(
        ("table", "model"), [("otp", Otp), ("contacts", Contacts), ("appointments", Appointments)]
    )
    @pytest.mark.parametrize("file", ["policy.example.toml", "bot/sandbox/policy.toml"])
    def test_both_show_every_key_about_customers(self, file: str, table: str, model: type) -> None:
        document = tomllib.loads((REPOSITORY / file).read_text(encoding="utf-8"))

        assert list(document[table]) == [each.name for each in fields(model)]

    def test_the_demos_uses_every_table(self) -> None:
        policy = read(REPOSITORY / "bot" / "sandbox" / "policy.toml")

        assert set(policy.roles) == set(Role)
        assert policy.approval.channel == "C0APPROVE"
        assert policy.quiet_hours.windows
        assert policy.budgets.people
        assert policy.budgets.channels
        assert policy.limits.group_people
        assert policy.otp.purposes
        assert policy.alerts.channel == "C0APPROVE"


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="can't be read: it's a folder, not a file"):
        read(tmp_path)


def test_a_pipe_is_no_policy_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "policy.toml")
    with pytest.raises(PolicyError, match="can't be read: it's a pipe, not a file"):
        read(tmp_path / "policy.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("#" * MOST_BYTES + "\n", "shorten the file"),
        (f"[limits]\nlist_rows = {'9' * 5000}", "shorten the number"),
    ],
)
def test_what_nobody_writes_by_hand_is_a_mistake_in_words(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        read(write(tmp_path, text))


def test_mistakes_are_a_line_each_whatever_they_quote_and_not_without_end(tmp_path: Path) -> None:
    keys = "".join(f'"k{number}\\nforged" = 1\n' for number in range(MOST_MISTAKES + 7))
    with pytest.raises(PolicyError) as refused:
        read(write(tmp_path, f'"{"k" * 5000}" = 1\n{keys}'))
    *told, last = str(refused.value).splitlines()
    assert len(told) == MOST_MISTAKES
    assert all(each.startswith("policy.toml, line ") for each in told)
    assert max(map(len, told)) <= LONGEST_MISTAKE
    assert last == "policy.toml: and 8 more"
