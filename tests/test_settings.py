from pathlib import Path

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bot.settings import Mode, Settings, SettingsError, load
from tests.every import every
from tests.given_settings import NEEDED, problems, settings

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def test_everything_but_the_secrets_and_the_numbers_has_a_default() -> None:
    found = settings()
    assert found.smsit_base_url == "decentralized"
    assert found.slack_api_url == "https://slack.com/api/"
    assert found.database_url == "sqlite:///smsit-bot.db"
    assert (found.http_host, found.http_port) == ("127.0.0.1", 3000)
    assert (found.retention_days, found.follow_up_hours, found.held_late_minutes) == (30, 24, 15)
    assert found.smsit_timezone is found.default_region is found.policy_file is None
    assert found.smsit_alpha_sender == ()


def test_the_example_names_every_setting_and_its_values_are_the_defaults() -> None:
    example = dotenv_values(EXAMPLE)
    assert list(example) == list(dict.fromkeys(example))
    assert {name.lower() for name in example} == set(Settings.model_fields)
    filled = {name: NEEDED.get(name) or value or "" for name, value in example.items()}
    assert load(None, filled) == settings()


def test_every_setting_of_the_example_has_a_comment() -> None:
    blocks = EXAMPLE.read_text(encoding="utf-8").split("\n\n")
    assert all(block.startswith("#") for block in blocks)


@pytest.mark.parametrize(
    ("tokens", "mode"),
    [
        ({}, Mode.SOCKET),
        ({"SLACK_SIGNING_SECRET": "s"}, Mode.SOCKET),
        ({"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "s"}, Mode.HTTP),
    ],
)
def test_the_credentials_decide_how_slack_reaches_the_bot(tokens: dict[str, str], mode: Mode) -> None:
    assert settings(**tokens).mode is mode


def test_without_app_token_and_signing_secret_there_is_no_way_in() -> None:
    (told,) = problems(SLACK_APP_TOKEN=" ")
    assert "SLACK_APP_TOKEN" in told
    assert "SLACK_SIGNING_SECRET" in told


@pytest.mark.parametrize("name", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"])
def test_refuses_what_makes_slacks_library_ignore_the_token(name: str) -> None:
    (told,) = problems(**{name: "123"})
    assert told.startswith(f"Remove {name}:")


def test_reports_all_problems_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        load(None, {"SMSIT_BASE_URL": "ftp://x", "HTTP_PORT": "many", "SLACK_CLIENT_ID": "1"})
    told = str(caught.value)
    assert len(caught.value.problems) == 7
    for name in (
        "SLACK_BOT_TOKEN",
        "SMSIT_API_KEY",
        "SMSIT_FROM",
        "SMSIT_BASE_URL",
        "HTTP_PORT",
        "SLACK_APP_TOKEN",
        "SLACK_CLIENT_ID",
    ):
        assert name in told


@every(
    ("name", "value", "told"),
    [
        ("SLACK_BOT_TOKEN", "xapp-SECRET", "doesn't start with xoxb-"),
        ("SLACK_APP_TOKEN", "xoxb-SECRET", "doesn't start with xapp-"),
        ("SLACK_API_URL", "slack.com/SECRET", "https://"),
        ("SLACK_API_URL", "https://[SECRET", "https://"),
        ("SMSIT_BASE_URL", "http://SECRET.example/", "unencrypted"),
        ("SMSIT_FROM", "415SECRET", "can't contain letters"),
        ("SMSIT_FROM", "415 555 0100", "country code"),
        ("SMSIT_FROM", ",", "List your SMS-iT numbers"),
        ("SMSIT_ALPHA_SENDER", "SECRET, Much Too Long", "no spaces"),
        ("SMSIT_TIMEZONE", "SECRET", "like America/Los_Angeles"),
        ("SMSIT_TIMEZONE", "Los Angeles", "Did you mean America/Los_Angeles?"),
        ("DEFAULT_REGION", "SECRET", "two letters"),
        ("DEFAULT_REGION", "UK", "Use GB."),
        ("DATABASE_URL", "postgres://me:SECRET@db/bot", "postgresql://"),
        ("DATABASE_URL", "postgresql://me:SECRET@/bot", "names no host"),
        ("DATABASE_URL", "postgresql://me:SECRET@db", "names no database"),
        ("DATABASE_URL", "postgresql://me:SECRET@db:0/bot", "Its port"),
        ("DATABASE_URL", "postgresql://me:SECRET@db:five/bot", "like %40 for @"),
        ("DATABASE_URL", "sqlite:///:memory:", "names no file"),
        ("POLICY_FILE", "SECRET.toml", "it isn't there"),
        ("HTTP_PORT", "SECRET", "0 (any free one) to 65535"),
        ("HTTP_PORT", "65536", "0 (any free one) to 65535"),
        ("LOG_LEVEL", "SECRET", "DEBUG, INFO, WARNING or ERROR"),
        ("DATA_KEY", "SECRET", "more than 32 characters"),
        ("DATA_KEY", f"{'SECRET' * 6},SECRET", "One is too short"),
        ("DATA_KEY", f"{'SECRET' * 6}, {'SECRET' * 6}", "stands there twice"),
        ("RETENTION_DAYS", "0", "from 1 to 3650"),
        ("SMSIT_READ_TIMEOUT", "0", "from 1 to 600"),
        ("TRACING", "SECRET", "neither on nor off"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "SECRET:4318", "http://"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://[SECRET", "http://"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://me:SECRET@collector", "nothing but one"),
        ("SLACK_API_URL", "https://me:SECRET@slack.com/api/", "nothing but one"),
        ("SMSIT_BASE_URL", "https://SECRET@smsit.example", "nothing but one"),
        ("SMSIT_BASE_URL", "https://smsit.example/?key=SECRET", "nothing but one"),
        ("SMSIT_BASE_URL", "https://smsit.example:99999/", "nothing but one"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "SECRET", "name=value"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=SECRET\x07", "name=value"),
    ],
)
def test_says_which_variable_is_wrong_and_what_to_write(name: str, value: str, told: str) -> None:
    (problem,) = problems(**{name: value})
    assert problem.startswith(f"{name}:")
    assert told in problem
    assert "SECRET" not in problem


@examples(deadline=None, derandomize=True)
@given(st.sampled_from(sorted(Settings.model_fields)), st.text(st.characters(exclude_categories=["Cs"])))
def test_no_value_is_ever_repeated(field: str, value: str) -> None:
    marked = f"SECRET{value}"
    try:
        shown = repr(settings(**{field.upper(): marked}))
    except SettingsError as error:
        shown = str(error)
    plain = {
        "slack_api_url",
        "smsit_base_url",
        "http_host",
        "ops_host",
        "smsit_alpha_sender",
        "otel_service_name",
    }
    assert field in plain or marked not in shown


def test_values_are_brought_to_their_final_form(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.touch()
    found = settings(
        DEFAULT_REGION="us",
        SMSIT_FROM="+1 415 555 0100, (415) 555-0101, 14155550100",
        SMSIT_ALPHA_SENDER="HarbourSt, Clinic",
        SMSIT_BASE_URL="Cloud",
        SMSIT_TIMEZONE="america/los angeles",
        SLACK_API_URL="http://127.0.0.1:8080/slack/api",
        LOG_LEVEL="debug",
        POLICY_FILE=str(policy),
        DATABASE_URL="postgresql+psycopg://me:pass@db/bot",
    )
    assert found.smsit_from == ("14155550100", "14155550101")
    assert found.smsit_alpha_sender == ("HarbourSt", "Clinic")
    assert found.smsit_base_url == "cloud"
    assert str(found.smsit_timezone) == "America/Los_Angeles"
    assert found.slack_api_url == "http://127.0.0.1:8080/slack/api/"
    assert found.log_level == "DEBUG"
    assert found.policy_file == policy
    assert found.data_keys == ()
    assert settings(DATA_KEY=f" {'a' * 33} ,{'b' * 33},").data_keys == ("a" * 33, "b" * 33)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("decontrolpanel.smsit.ai", "decentralized"),
        ("https://controlpanel.smsit.ai/login", "cloud"),
        ("https://Controlpanel.smsit.ai", "cloud"),
        ("https://controlpanel.smsit.ai/apis/", "https://controlpanel.smsit.ai/apis/"),
        ("https://other.example/decontrolpanel.smsit.ai", "https://other.example/decontrolpanel.smsit.ai/"),
    ],
)
def test_the_address_where_people_sign_in_names_the_edition(given: str, read: str) -> None:
    assert settings(SMSIT_BASE_URL=given).smsit_base_url == read


def test_traces_are_off_unless_they_are_switched_on_and_a_key_travels_encrypted() -> None:
    assert (settings().tracing, settings().otel_headers) == (False, {})
    beside = settings(
        TRACING="On",
        OTEL_EXPORTER_OTLP_ENDPOINT="http://collector:4318/",
    )
    assert (beside.tracing, beside.otel_exporter_otlp_endpoint) == (True, "http://collector:4318")
    far = {"OTEL_EXPORTER_OTLP_HEADERS": "x-key=hush=, x-team=front desk"}
    found = settings(OTEL_EXPORTER_OTLP_ENDPOINT="https://traces.example", **far)
    assert found.otel_headers == {"x-key": "hush=", "x-team": "front desk"}
    assert "hush" not in repr(found)
    (problem,) = problems(OTEL_EXPORTER_OTLP_ENDPOINT="http://collector:4318", **far)
    assert "Use https://" in problem


def test_values_given_in_their_final_form_are_taken_too() -> None:
    zone = settings(SMSIT_TIMEZONE="Europe/London").smsit_timezone
    found = Settings(**{**settings().model_dump(), "smsit_timezone": zone})
    assert found.smsit_timezone is zone
    assert found.smsit_from == ("14155550100",)


def test_repr_hides_secrets_and_numbers() -> None:
    url = "postgresql+psycopg://me:hush@db/bot"
    shown = repr(settings(DATABASE_URL=url, SLACK_SIGNING_SECRET="hush", DATA_KEY="hush" * 9))
    for secret in ("xoxb-bot", "xapp-app", "'key'", "hush", "555"):
        assert secret not in shown
