"""Settings that stand in files: what wins, and which lines and names are none."""

import logging
from pathlib import Path

import pytest

from bot.run import warn_of_settings
from bot.settings import SettingsError, load, strangers
from tests.given_settings import NEEDED, settings


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    path = tmp_path / "bot.env"
    path.write_text("".join(f"{name}={value}\n" for name, value in NEEDED.items()), encoding="utf-8")
    return path


def test_the_environment_wins_over_the_file(env_file: Path) -> None:
    assert load(env_file, {}).slack_bot_token.get_secret_value() == "xoxb-bot"
    assert (
        load(env_file, {"SLACK_BOT_TOKEN": "xoxb-other"}).slack_bot_token.get_secret_value() == "xoxb-other"
    )


def test_without_a_mapping_the_environment_is_that_of_the_process(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PORT", "3210")
    assert load(env_file).http_port == 3210


def test_a_dollar_sign_in_the_file_is_just_that(env_file: Path) -> None:
    env_file.write_text(env_file.read_text() + "SLACK_SIGNING_SECRET=a${HOME}b\n")
    secret = load(env_file, {}).slack_signing_secret
    assert secret is not None
    assert secret.get_secret_value() == "a${HOME}b"


def test_only_the_usual_file_may_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(environ=NEEDED) == settings()
    with pytest.raises(SettingsError, match=r"no file other\.env"):
        load("other.env", NEEDED)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "bot.env"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        load(path, NEEDED)


def test_names_in_the_file_that_look_mistyped_are_told(
    env_file: Path, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    env_file.write_text(
        env_file.read_text() + "SMSIT_APIKEY=hush\nHTTP_PROT=1\nSLACK_TEAM=x\nEDITOR=vi\nRETENTION_DAY=3\n"
    )
    env_file.chmod(0o600)
    told = strangers(env_file, {})
    assert told == (
        "SMSIT_APIKEY in the settings file isn't a known setting. Did you mean SMSIT_API_KEY?",
        "HTTP_PROT in the settings file isn't a known setting. Did you mean HTTP_PORT?",
        "SLACK_TEAM in the settings file isn't a known setting.",
        "RETENTION_DAY in the settings file isn't a known setting. Did you mean RETENTION_DAYS?",
    )
    with caplog.at_level(logging.WARNING):
        warn_of_settings(env_file)
    assert set(told) <= {*caplog.messages}
    with pytest.raises(SettingsError) as caught:
        load(env_file, {"SMSIT_API_KEY": "", "HTTP_PORT": "none"})
    assert set(told) < {*caught.value.problems}, "they may be why another one is missing"


def test_of_other_places_only_what_is_nearly_a_setting_is_told(tmp_path: Path) -> None:
    everybodys = ("HTTP_PROXY", "HTTPS_PROXY", "DATABASE_USER", "DATABASE_HOST", "SLACK_WEBHOOK_URL", "PATH")
    injected = ("SMSIT_BOT_SERVICE_HOST", "SMSIT_BOT_PORT", "OTEL_EXPORTER_OTLP_PROTOCOL")
    assert strangers(None, dict.fromkeys((*everybodys, *injected), "x")) == ()
    (tmp_path / "DATA_KEYS").write_text("hush")
    (tmp_path / "smsit_api_key").write_text("hush")
    given = {"SMSIT_TIMZONE": "x", "DATABASE_URI": "x", "CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert strangers(None, given) == (
        "SMSIT_TIMZONE in the environment isn't a known setting. Did you mean SMSIT_TIMEZONE?",
        "DATABASE_URI in the environment isn't a known setting. Did you mean DATABASE_URL?",
        "DATA_KEYS in CREDENTIALS_DIRECTORY isn't a known setting. Did you mean DATA_KEY?",
    )


def test_a_line_that_is_no_setting_is_named_by_its_number(env_file: Path) -> None:
    lines = [
        "",
        "# a remark",
        "",
        "xoxb-HUSH",
        "  ",
        "DATA_KEY",
        'ERASURE_KEY="HUSH',
        "export HTTP_PORT=1",
        "a b",
        "SMSIT_API_KEY:HUSH==",
        "'SLACK_BOT_TOKEN HUSH'=1",
    ]
    first = env_file.read_text().count("\n") + 1
    env_file.write_text(env_file.read_text() + "\n".join(lines) + "\n")
    with pytest.raises(SettingsError) as caught:
        load(env_file, {})
    told = caught.value.problems
    assert [each.partition(": ")[0] for each in told] == [
        f"{env_file}, line {first + place}" for place in (3, 5, 6, 8, 9, 10)
    ]
    assert all("write NAME=value" in each for each in told)
    assert "HUSH" not in str(told)


def test_a_mark_that_editors_put_before_the_text_is_none_of_it(env_file: Path) -> None:
    env_file.write_text("\ufeff" + env_file.read_text())
    assert load(env_file, {}).slack_bot_token.get_secret_value() == "xoxb-bot"
