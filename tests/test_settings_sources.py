"""Secrets in files of their own, several settings files, and what comes of each."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import settings, settings_sources
from bot.cli import main
from bot.settings import Settings, SettingsError, load, origins
from bot.settings_files import SECRETS
from bot.settings_sources import Origin
from bot.settings_table import show, without_secrets

NEEDED = {
    "SLACK_BOT_TOKEN": "xoxb-bot",
    "SLACK_APP_TOKEN": "xapp-app",
    "SMSIT_API_KEY": "key",
    "SMSIT_FROM": "14155550100",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in NEEDED.items() if name not in names}


def test_a_secret_may_stand_in_a_file_of_its_own(write: Write) -> None:
    given = without("SMSIT_API_KEY") | {"SMSIT_API_KEY_FILE": str(write("key", "s3cret\n"))}
    assert load(None, given).smsit_api_key.get_secret_value() == "s3cret"
    assert origins(None, given)["SMSIT_API_KEY"] is Origin.SECRET


def test_the_settings_file_may_name_it(write: Write) -> None:
    path = write("bot.env", f"SMSIT_API_KEY_FILE={write('key', 's3cret')}\n")
    assert load(path, without("SMSIT_API_KEY")).smsit_api_key.get_secret_value() == "s3cret"


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_may(write: Write, name: str) -> None:
    given = {each: value for each, value in NEEDED.items() if each != name}
    path = write("secret", "xoxb-x" if name == "SLACK_BOT_TOKEN" else "xapp-x")
    with_file = given | {f"{name}_FILE": str(path)}
    assert origins(None, with_file)[name] is Origin.SECRET


def test_set_twice_is_a_mistake(write: Write) -> None:
    given = NEEDED | {"SMSIT_API_KEY_FILE": str(write("key", "s3cret"))}
    with pytest.raises(SettingsError, match="Set SMSIT_API_KEY or SMSIT_API_KEY_FILE, not both"):
        load(None, given)


@pytest.mark.parametrize("path", ["/no/such/file", "."])
def test_a_file_that_cannot_be_read_is_said_without_its_path(path: str) -> None:
    given = without("SMSIT_API_KEY") | {"SMSIT_API_KEY_FILE": path}
    with pytest.raises(SettingsError, match="SMSIT_API_KEY_FILE names a file that can't") as caught:
        load(None, given)
    assert "/no/such" not in str(caught.value)


@pytest.mark.parametrize("name", SECRETS)
def test_a_file_that_is_named_and_empty_never_counts_as_not_set(write: Write, name: str) -> None:
    with pytest.raises(SettingsError) as told:
        load(None, without(name) | {f"{name}_FILE": str(write("key", " \n"))})
    (problem,) = told.value.problems
    assert problem.startswith(f"{name}_FILE names an empty file: ")


@pytest.mark.parametrize("held", ["", " \n", "\ufeff\n"])
@pytest.mark.parametrize("name", SECRETS)
def test_a_file_that_systemd_hands_over_empty_never_counts_as_not_set(
    write: Write, name: str, held: str
) -> None:
    for spelled in (name, name.lower()):
        folder = write(f"{spelled}/{spelled}", held).parent
        write(f"{spelled}/{spelled.swapcase()}", "a secret in the other spelling" * 3)
        given = {"CREDENTIALS_DIRECTORY": str(folder)}
        for around in (NEEDED, without(name)):
            with pytest.raises(SettingsError) as told:
                load(None, around | given)
            (problem,) = told.value.problems  # and not that it isn't set, too
            assert problem.startswith(f"{spelled} in CREDENTIALS_DIRECTORY is empty: ")


def test_an_empty_variable_of_the_environment_does_not_hide_the_file(write: Write) -> None:
    given = NEEDED | {"SMSIT_API_KEY": "", "SMSIT_API_KEY_FILE": str(write("key", "s3cret"))}
    assert load(None, given).smsit_api_key.get_secret_value() == "s3cret"


@pytest.mark.parametrize("name", ["SMSIT_API_KEY", "smsit_api_key"])
def test_what_systemd_hands_over_is_taken_and_the_environment_wins(write: Write, name: str) -> None:
    folder = write(f"credentials/{name}", "handed\n").parent
    given = without("SMSIT_API_KEY") | {"CREDENTIALS_DIRECTORY": str(folder)}
    assert load(None, given).smsit_api_key.get_secret_value() == "handed"
    assert origins(None, given)["SMSIT_API_KEY"] is Origin.SECRET
    assert load(None, given | {"SMSIT_API_KEY": " "}).smsit_api_key.get_secret_value() == "handed"
    assert origins(None, given | {"SMSIT_API_KEY": " "})["SMSIT_API_KEY"] is Origin.SECRET
    assert load(None, given | {"SMSIT_API_KEY": "own"}).smsit_api_key.get_secret_value() == "own"
    file = write("bot.env", "SMSIT_API_KEY=older\n")
    assert load(file, given).smsit_api_key.get_secret_value() == "handed"


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "not UTF-8": lambda path: path.write_bytes(b"\xff\xfe" * 40),
    "too long": lambda path: path.write_text("k" * 70_000),
    "a zero byte": lambda path: path.write_bytes(b"k" * 40 + b"\x00"),
    "a folder": lambda path: path.mkdir(),
    "below a file": lambda path: path.symlink_to("/dev/null/none"),
    "a link to nothing": lambda path: path.symlink_to("nothing"),
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("made", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_that_cannot_be_read_is_refused_wherever_it_stands(
    tmp_path: Path, name: str, made: Callable[[Path], object]
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    for spelled in (name, name.lower()):
        made(folder / spelled)
        with pytest.raises(SettingsError, match=f"{spelled} in CREDENTIALS_DIRECTORY can't be read") as told:
            load(None, NEEDED | {"CREDENTIALS_DIRECTORY": str(folder)})
        assert str(folder) not in str(told.value)
        with pytest.raises(SettingsError) as told:
            load(None, without(name) | {f"{name}_FILE": str(folder / spelled)})
        (problem,) = told.value.problems  # and not that it isn't set, too
        assert problem.startswith(f"{name}_FILE names a file that can't be read: ")
        (folder / spelled).rename(tmp_path / f"gone-{spelled}")


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_a_folder_of_credentials_that_is_none_is_refused(write: Write, name: str, tmp_path: Path) -> None:
    write("file", "text")
    with pytest.raises(SettingsError, match="CREDENTIALS_DIRECTORY names a folder that can't") as told:
        load(None, {"SMSIT_FROM": "14155550100", "CREDENTIALS_DIRECTORY": str(tmp_path / name)})
    assert len(told.value.problems) == 1, "what may be in there isn't said not to be set"


def test_of_several_settings_files_the_last_wins(write: Write) -> None:
    first = write("first.env", "SMSIT_API_KEY=one\nLOG_LEVEL=DEBUG\n")
    second = write("second.env", "SMSIT_API_KEY=two\n")
    found = load([str(first), second], without("SMSIT_API_KEY"))
    assert (found.smsit_api_key.get_secret_value(), found.log_level) == ("two", "DEBUG")
    with pytest.raises(SettingsError, match=r"There's no file gone\.env"):
        load([first, "gone.env"], NEEDED)


def test_a_setting_that_is_left_empty_comes_by_default(write: Write) -> None:
    file = write("bot.env", "LOG_LEVEL=\nRETENTION_DAYS=7\n")
    found = origins(file, NEEDED | {"HTTP_PORT": ""})
    assert [found[name] for name in ("LOG_LEVEL", "RETENTION_DAYS", "HTTP_PORT", "SMSIT_FROM")] == [
        Origin.DEFAULT,
        Origin.FILE,
        Origin.DEFAULT,
        Origin.ENVIRONMENT,
    ]


def test_the_table_shows_what_is_in_force_and_no_secret(
    write: Write, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in without("SMSIT_API_KEY").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SMSIT_API_KEY_FILE", str(write("key", "HUSH")))
    file = write("bot.env", "DATABASE_URL=postgresql://bot:HUSH@db/bot\nLOG_LEVEL=WARNING\n")

    assert main(["settings", "--env-file", str(file)]) == 0

    said = capsys.readouterr().out
    lines = {line.split()[0]: line.split(maxsplit=1)[1] for line in said.splitlines()}
    assert "HUSH" not in said
    assert "xoxb-bot" not in said
    assert lines["SMSIT_API_KEY"].split("  ")[0] == "set, hidden"
    assert lines["SMSIT_API_KEY"].endswith("file of its own")
    assert lines["DATABASE_URL"].startswith("postgresql://***@db/bot")
    assert lines["LOG_LEVEL"].endswith("settings file")
    assert lines["SMSIT_FROM"].endswith("environment")
    assert lines["POLICY_FILE"].startswith("not set")


PLACES = ("https", "http", "postgresql", "postgresql+psycopg", "sqlite")


@pytest.mark.parametrize("scheme", PLACES)
@pytest.mark.parametrize(
    "name", [name.upper() for name in Settings.model_fields if not name.endswith("_folder")]
)
def test_no_address_is_shown_with_what_it_lets_in(
    write: Write, capsys: pytest.CaptureFixture[str], scheme: str, name: str
) -> None:
    for address in (
        "me:HUSH@localhost/bot",
        "HUSH@localhost/b",
        "localhost/bot?password=HUSH&user=HUSH#HUSH",
    ):
        given = NEEDED | {name: f"{scheme}://{address}"}
        file = write("bot.env", "".join(f"{each}={value!r}\n" for each, value in given.items()))
        show(file)
        assert "HUSH" not in str(capsys.readouterr())


def test_of_an_address_its_place_is_shown() -> None:
    assert without_secrets("postgresql://me:x@db:5432/bot?sslmode=verify&a") == (
        "postgresql://***@db:5432/bot?sslmode=***&a=***"
    )
    assert without_secrets("sqlite:////srv/a@b/bot.db") == "sqlite:////srv/a@b/bot.db"
    assert without_secrets("https://slack.com/api/#part") == "https://slack.com/api/"


def test_wrong_settings_are_said_instead(capsys: pytest.CaptureFixture[str]) -> None:
    assert show("gone.env") == 2
    assert "There's no file gone.env" in capsys.readouterr().err


def test_files_with_keys_are_those_of_settings_and_of_one_secret_each_but_for_what_a_container_is_handed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HANDED_OVER", tmp_path / "secrets")
    file = tmp_path / "own.env"
    file.write_text(f"SMSIT_API_KEY_FILE={tmp_path}/key\n", "utf-8")
    handed = {"SLACK_BOT_TOKEN_FILE": f"{tmp_path}/secrets/token", "DATA_KEY_FILE": f"{tmp_path}/secrets2"}

    found = settings.files_with_keys(file, handed)

    assert found[0] == file
    assert set(found[1:]) == {tmp_path / "key", tmp_path / "secrets2"}
    assert Path("/run/secrets") == settings_sources.HANDED_OVER
