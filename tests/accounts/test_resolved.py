"""The settings of accounts are kept apart: what one would send with is never another's."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.accounts import command
from bot.accounts.chosen import Named, files_of, named
from bot.accounts.memory import Memory, opened, place
from bot.accounts.process import environment
from bot.accounts.resolved import Apart, claim
from bot.settings import SettingsError, load, load_edge, names_accounts
from bot.texting.clock import utc_now
from tests.accounts.household import TWO, account, shared

CLINIC, DENTAL = "14155550190", "14155550191"


@pytest.fixture(autouse=True)
def _no_settings_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith(("SLACK_", "SMSIT_")) or name in {"DATABASE_URL", "POLICY_FILE"}:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def found(folder: Path, edge: dict[str, str] | None = None, **changed: str) -> Named:
    """Two accounts; what is changed is changed for the dental one."""
    account(folder, "clinic", CLINIC)
    account(folder, "dental", DENTAL, changed)
    several = named(str(shared(folder, TWO, edge)))
    assert several is not None
    return several


def problems(several: Named) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        several.resolver.all(several.accounts)
    return caught.value.problems


def test_each_account_has_its_own_and_what_all_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMSIT_API_KEY", "of-the-environment")
    monkeypatch.setenv("SMSIT_ALPHA_SENDER", "Everyone")
    several = found(tmp_path)
    read = several.resolver.all(several.accounts)

    assert [each.smsit_api_key.get_secret_value() for each in read.values()] == [
        "key-of-clinic",
        "key-of-dental",
    ]
    assert [each.smsit_from for each in read.values()] == [(CLINIC,), (DENTAL,)]
    assert {each.smsit_alpha_sender for each in read.values()} == {()}
    assert {each.default_region for each in read.values()} == {"US"}


def test_a_secret_in_a_file_of_its_own_is_the_accounts(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file\n", encoding="utf-8")
    several = found(tmp_path, SMSIT_API_KEY="", SMSIT_API_KEY_FILE=str(tmp_path / "key"))
    given = several.resolver.variables(several.accounts.all[1])
    assert given["SMSIT_API_KEY"] == "from-a-file"
    assert "SMSIT_API_KEY_FILE" not in given
    assert load(None, given).smsit_from == (DENTAL,)


@pytest.mark.parametrize("name", ["SMSIT_API_KEY", "SMSIT_FROM", "DATABASE_URL", "POLICY_FILE"])
def test_what_an_account_sends_with_is_never_taken_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    value = {"SMSIT_FROM": "14155550199", "DATABASE_URL": f"sqlite:///{tmp_path}/x.db"}.get(
        name, "policy.toml"
    )
    several = found(tmp_path, {name: value}, **{name: ""})
    monkeypatch.setenv(name, value)
    assert problems(several) == (f"Account dental: {name} isn't set in dental.env, where it has to be.",)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SMSIT_API_KEY": "key-of-clinic"}, "SMSIT_API_KEY of clinic and dental is the same"),
        ({"SMSIT_FROM": f"{DENTAL},+1 415 555 0190"}, "SMSIT_FROM of clinic and dental is the same"),
        ({"SMSIT_API_KEY": '"key-of-clinic "'}, "SMSIT_API_KEY of clinic and dental is the same"),
        ({"DATABASE_URL": "sqlite:///clinic.db"}, "The database of clinic and dental is the same"),
        (
            {"DATABASE_URL": "sqlite:///accounts.db"},
            "The database of ACCOUNTS_DATABASE_URL and dental is the same",
        ),
    ],
)
def test_what_would_mix_accounts_up_is_refused(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    (told,) = problems(found(tmp_path, **changed))
    assert told == f"{said}: each needs its own."
    assert "key-of" not in told


def test_a_database_is_the_same_however_it_is_written() -> None:
    one, other = (
        "postgresql://a:x@DB.example/texts",
        "postgresql+psycopg://b@db.example:5432/texts?sslmode=require",
    )
    assert place(one) == place(other)
    assert place(one) != place("postgresql://a@db.example/other")
    here = ("localhost", "LOCALHOST", "127.0.0.1", "[::1]", "")
    assert len({place(f"postgresql://{each}/texts?host=/run/postgresql") for each in here}) == 1


def test_an_account_keeps_its_records_and_its_key_for_good(tmp_path: Path) -> None:
    several = found(tmp_path)
    memory = Memory(opened(several.edge.accounts_database_url), utc_now)
    memory.create()
    claim(several.resolver.all(several.accounts), memory)
    claim(several.resolver.all(several.accounts), memory)

    account(tmp_path, "clinic", CLINIC, {"DATABASE_URL": f"sqlite:///{tmp_path}/dental.db"})
    account(tmp_path, "dental", DENTAL, {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"})
    with pytest.raises(SettingsError) as caught:
        claim(several.resolver.all(several.accounts), memory)
    (told,) = caught.value.problems
    assert told.startswith("Account clinic: DATABASE_URL is what account dental had before.")
    assert stat.S_IMODE((tmp_path / "accounts.db").stat().st_mode) == 0o600


def test_a_key_of_an_account_is_not_given_to_another(tmp_path: Path) -> None:
    several = found(tmp_path)
    memory = Memory(opened(several.edge.accounts_database_url), utc_now)
    memory.create()
    claim(several.resolver.all(several.accounts), memory)

    moved = {"DATABASE_URL": f"sqlite:///{tmp_path}/moved.db"}
    account(tmp_path, "dental", DENTAL, {**moved, "SMSIT_API_KEY": "new-key"})
    with pytest.raises(SettingsError, match="Account dental: neither DATABASE_URL nor SMSIT_API_KEY"):
        claim(several.resolver.all(several.accounts), memory)
    for step in (moved, {**moved, "SMSIT_API_KEY": "new-key"}):  # one after the other it is the same one
        account(tmp_path, "dental", DENTAL, step)
        claim(several.resolver.all(several.accounts), memory)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"SMSIT_FROM": CLINIC}, "SMSIT_FROM of clinic and dental is the same"),
        ({"SMSIT_API_KEY": "key-of-clinic"}, "SMSIT_API_KEY of clinic and dental is the same"),
        ({"DATABASE_URL": "sqlite:///clinic.db"}, "The database of clinic and dental is the same"),
        ({"SMSIT_API_KEY": "of-old"}, "Account dental: SMSIT_API_KEY is what account old had before"),
    ],
)
def test_what_is_changed_while_the_front_runs_is_held_apart_too(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    several = found(tmp_path)
    memory = Memory(opened(several.edge.accounts_database_url), utc_now)
    memory.create()
    memory.give("SMSIT_API_KEY", "of-old", "old")
    apart = Apart(several.resolver, several.resolver.all(several.accounts), memory)
    dental = several.accounts.all[1]
    assert apart.variables(dental)["SMSIT_API_KEY"] == "key-of-dental"

    account(tmp_path, "dental", DENTAL, changed)
    with pytest.raises(SettingsError, match=said):
        apart.variables(dental)
    account(tmp_path, "dental", "14155550192")
    assert apart.variables(dental)["SMSIT_FROM"] == "14155550192"


def test_odd_files_are_told_in_words(tmp_path: Path) -> None:
    several = found(tmp_path)
    own = several.accounts.all[1].settings
    for odd, why in (
        ("loop", "Too many levels of symbolic links"),
        ("pipe", "it's a pipe, not a file"),
        ("bytes", "save it as a text file"),
    ):
        own.unlink()
        match odd:
            case "loop":
                own.symlink_to(own)
            case "pipe":
                os.mkfifo(own)
            case _:
                own.write_bytes(b"SMSIT_API_KEY=a\x00b\n")
        (told,) = problems(several)
        assert f"dental.env can't be read: {why}" in told


@pytest.mark.parametrize(
    ("edge", "said"),
    [
        ({"SLACK_CLIENT_ID": "1.2"}, "Set SLACK_CLIENT_SECRET too"),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x", "SLACK_BOT_TOKEN": "xoxb-1"},
            "Remove SLACK_BOT",
        ),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "x", "SLACK_APP_TOKEN": "xapp-1"},
            "Remove SLACK_APP",
        ),
        ({"SLACK_SIGNING_SECRET": ""}, "Set SLACK_APP_TOKEN"),
        ({"ACCOUNTS_FILE": "nowhere.toml"}, "ACCOUNTS_FILE: The file can't be read: it isn't there"),
    ],
)
def test_what_all_have_in_common_is_checked(tmp_path: Path, edge: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_edge(str(shared(tmp_path, TWO, edge)))


def test_one_account_notices_nothing(tmp_path: Path) -> None:
    alone = account(tmp_path, "clinic", CLINIC, {"SLACK_APP_TOKEN": "xapp-1"})
    assert cli.main(["settings", "--env-file", str(alone)]) == 0
    assert load_edge(str(alone)) is None
    assert named(str(alone)) is None
    assert not names_accounts(str(alone))
    assert not names_accounts(str(tmp_path / "nowhere.env"))
    assert load(str(alone)).smsit_from == (CLINIC,)


def test_a_command_says_which_account_it_means(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    several = found(tmp_path)
    everything = str(tmp_path / "shared.env")
    with pytest.raises(SettingsError, match="Say which one you mean with --account"):
        load(everything)
    assert load(files_of(everything, "dental")).smsit_from == (DENTAL,)
    assert cli.main(["settings", "--env-file", everything, "--account", "other"]) == cli.BAD_SETTINGS
    assert "Choose one of: clinic, dental." in capsys.readouterr().err
    alone = account(tmp_path, "alone", CLINIC, {"SLACK_APP_TOKEN": "xapp-1"})
    assert cli.main(["erase", "--list", "--env-file", str(alone), "--account", "clinic"]) == cli.BAD_SETTINGS
    assert "ACCOUNTS_FILE isn't set" in capsys.readouterr().err

    assert cli.main(["settings", "--env-file", everything, "--account", "dental"]) == 0
    assert DENTAL in (told := capsys.readouterr().out)
    assert CLINIC not in told
    assert cli.main(["settings", "--env-file", everything]) == 0
    told = capsys.readouterr().out
    assert told.index("[clinic] Clinic, in T0HARBOUR") < told.index(CLINIC) < told.index(DENTAL)
    assert "key-of" not in told
    several.accounts.all[0].settings.unlink()
    assert cli.main(["settings", "--env-file", everything]) == cli.BAD_SETTINGS
    assert "Account clinic: There's no file" in capsys.readouterr().err
    (tmp_path / "accounts.toml").write_text("", encoding="utf-8")
    assert cli.main(["settings", "--env-file", everything]) == cli.BAD_SETTINGS
    assert "accounts.toml" in capsys.readouterr().err


def test_run_says_what_is_wrong_with_each_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found(tmp_path, SMSIT_FROM="none")
    assert command.run(str(tmp_path / "shared.env")) == command.BAD_SETTINGS
    assert "Account dental: SMSIT_FROM: " in capsys.readouterr().err


def test_a_bot_gets_no_setting_by_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    secret: dict[str, Any] = {
        "SLACK_CLIENT_SECRET": "x",
        "SMSIT_API_KEY_FILE": "x",
        "DATABASE_URL": "x",
        "SLACK_SDK_THING": "x",
        "CREDENTIALS_DIRECTORY": "x",
    }
    for name, value in secret.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    assert not secret.keys() & environment().keys()
    assert environment()["HTTPS_PROXY"] == "http://proxy.example"
