"""Settings: the only reader of the environment.

Values come from a ``.env`` file and then from the environment, which wins. An empty value counts as not
set. Every problem is reported at once, by the name of its variable, with what to write; the value itself
is never repeated. ``.env.example`` lists the same names.
"""

import difflib
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot import settings_sources
from bot import settings_values as values
from bot.settings_sources import DEFAULT_FILE, EnvFiles, Origin, SourceError, Sources

_LOG: Final = logging.getLogger(__name__)
_REFUSED: Final = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
_LOOKS_LIKE: Final = 0.8  # difflib's ratio; below it names only happen to share letters


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class SettingsError(Exception):
    """The settings cannot be used. ``problems`` holds a sentence for each, without any value."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("Fix these settings:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = problems


class Settings(BaseSettings):
    """All settings, checked. Each description tells a person what to write; secrets hide in ``repr``."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    slack_bot_token: Annotated[SecretStr, values.begins_with("xoxb-")] = Field(
        description="Copy the Bot User OAuth Token from OAuth & Permissions in your Slack app's settings."
    )
    slack_app_token: Annotated[SecretStr, values.begins_with("xapp-")] | None = Field(
        None, description="Generate one with connections:write under Basic Information, App-Level Tokens."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Copy the Signing Secret from Basic Information."
    )
    slack_api_url: Annotated[str, AfterValidator(values.url)] = Field(
        "https://slack.com/api/", description="Leave it out unless you reach Slack through another address."
    )

    smsit_api_key: SecretStr = Field(description="Copy the API key from your SMS-iT account.")
    default_region: Annotated[str, AfterValidator(values.region)] | None = Field(
        None, description="Enter two letters, like US or GB."
    )
    smsit_from: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(values.listed), AfterValidator(values.each_number)
    ] = Field(
        repr=False,
        min_length=1,
        description="List your SMS-iT numbers with their country code, like 14155550100, with commas.",
    )
    smsit_alpha_sender: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(values.listed), AfterValidator(values.each_sender)
    ] = Field((), description="List sender names of 1 to 11 letters and digits, separated by commas.")
    smsit_base_url: Annotated[str, AfterValidator(values.smsit_host)] = Field(
        "decentralized", description="Enter decentralized, cloud, or an address that begins with https://."
    )
    smsit_timezone: Annotated[ZoneInfo, BeforeValidator(values.zone)] | None = Field(
        None, description="Copy the time zone of your SMS-iT account."
    )
    smsit_connect_timeout: float = Field(5.0, ge=1, le=60, description="Enter seconds, from 1 to 60.")
    smsit_read_timeout: float = Field(30.0, ge=1, le=600, description="Enter seconds, from 1 to 600.")
    smsit_parallel: int = Field(4, ge=1, le=64, description="Enter a whole number from 1 to 64.")

    database_url: Annotated[str, AfterValidator(values.database)] = Field(
        "sqlite:///smsit-bot.db",
        repr=False,  # it may hold a password
        description="Enter sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    erasure_key: Annotated[SecretStr, values.longer_than(32)] | None = Field(
        None, description="Enter what smsit-bot erase prints when there is none, and keep a copy of it."
    )
    data_key: Annotated[SecretStr, values.each_longer_than(32)] | None = Field(
        None, description="Enter what smsit-bot encrypt prints when there is none, and keep a copy of it."
    )
    backup_folder: Path | None = Field(
        None, repr=False, description="Enter the path to a folder for backups."
    )
    backup_max_age_hours: int = Field(26, ge=1, le=8760, description="Enter whole hours, from 1 to 8760.")
    policy_file: Annotated[Path, AfterValidator(values.existing_file)] | None = Field(
        None, description="Enter the path to your policy file."
    )
    http_host: str = Field("127.0.0.1", description="Enter the address to listen on.")
    http_port: int = Field(
        3000, ge=0, le=65_535, description="Enter a whole number from 0 (any free one) to 65535."
    )
    http_threads: int = Field(16, ge=8, le=256, description="Enter a whole number from 8 to 256.")
    http_max_body_kb: int = Field(1024, ge=64, le=65_536, description="Enter kilobytes, from 64 to 65536.")
    ops_host: str = Field("127.0.0.1", description="Enter the address to listen on.")
    ops_port: int | None = Field(
        None, ge=0, le=65_535, description="Enter a whole number from 0 (any free one) to 65535."
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(values.upper)] = Field(
        "INFO", description="Enter DEBUG, INFO, WARNING or ERROR."
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(values.lower)] = Field(
        "text", description="Enter text or json."
    )
    tracing: Annotated[bool, BeforeValidator(values.switch)] = Field(False, description="Enter on or off.")
    otel_exporter_otlp_endpoint: Annotated[str, AfterValidator(values.collector)] = Field(
        "http://localhost:4318",
        description="Enter the address of a collector that takes OTLP over HTTP, without /v1/traces.",
    )
    otel_exporter_otlp_headers: Annotated[SecretStr, AfterValidator(values.headers)] | None = Field(
        None, description="Enter name=value pairs with commas, as your collector's provider tells you."
    )
    otel_service_name: str = Field("smsit-bot", description="Enter what traces call this bot.")
    retention_days: int = Field(30, ge=1, le=3650, description="Enter whole days, from 1 to 3650.")
    follow_up_hours: int = Field(24, ge=1, le=168, description="Enter whole hours, from 1 to 168.")
    mcp_user: Annotated[str, AfterValidator(values.user)] | None = Field(
        None, description="Enter the Slack ID of the person an assistant acts for, like U0123ABCD."
    )
    mcp_token: Annotated[SecretStr, values.longer_than(32)] | None = Field(
        None, description="Enter a long random text, which an assistant shows over HTTP."
    )
    mcp_port: int = Field(3100, ge=1, le=65_535, description="Enter a whole number from 1 to 65535.")
    held_late_minutes: int = Field(15, ge=1, le=1440, description="Enter whole minutes, from 1 to 1440.")

    @property
    def mode(self) -> Mode:
        """Socket Mode when there is an app token, else signed HTTP."""
        return Mode.SOCKET if self.slack_app_token else Mode.HTTP

    @property
    def otel_headers(self) -> dict[str, str]:
        """What a collector is shown with each delivery: names of headers and their values."""
        given = self.otel_exporter_otlp_headers
        pairs = given.get_secret_value().split(",") if given else ()
        return {name.strip(): value.strip() for name, _, value in (pair.partition("=") for pair in pairs)}

    @property
    def number_key(self) -> str | None:
        """The secret that tells numbers again of people who were erased; None when none is set."""
        return None if self.erasure_key is None else self.erasure_key.get_secret_value()

    @property
    def data_keys(self) -> tuple[str, ...]:
        """The keys that words and numbers are encrypted with, the one to be used first; perhaps none."""
        return () if self.data_key is None else values.words_of(self.data_key.get_secret_value())

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings passes all five
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what ``load`` passes, so that one place decides which file and environment count."""
        return (init_settings,)


class _Variables(EnvSettingsSource):
    """The variables given, where the parent reads those of the process."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        super().__init__(Settings)
        self.env_vars = {name.lower(): value for name, value in variables.items() if value.strip()}


def load(env_files: EnvFiles = DEFAULT_FILE, environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings files and then ``environ`` (by default the process's), which wins.

    Only the default ``.env`` may be missing; ``None`` reads no file. Names in a file that look mistyped are
    logged as a warning. Raises ``SettingsError`` with all problems.
    """
    sources = _sources(env_files, environ)
    problems = (*sources.problems, *_problems_between(sources.values))
    try:
        settings = Settings(**_Variables(sources.values)())
    except ValidationError as error:
        told = [_sentence(each) for each in error.errors(include_url=False, include_input=False)]
        raise SettingsError((*told, *problems)) from None
    if problems:
        raise SettingsError(problems)
    for notice in _mistyped(sources.in_files):
        _LOG.warning("%s", notice)
    return settings


def origins(
    env_files: EnvFiles = DEFAULT_FILE, environ: Mapping[str, str] | None = None
) -> dict[str, Origin]:
    """Return where :func:`load` takes each setting from, by its name. Raises ``SettingsError``."""
    sources = _sources(env_files, environ)
    set_ = {name: origin for name, origin in sources.origins.items() if sources.values[name].strip()}
    return {name.upper(): set_.get(name.upper(), Origin.DEFAULT) for name in Settings.model_fields}


def _sources(env_files: EnvFiles, environ: Mapping[str, str] | None) -> Sources:
    try:
        return settings_sources.read(env_files, os.environ if environ is None else environ)
    except SourceError as error:
        raise SettingsError((str(error),)) from None


def _problems_between(variables: Mapping[str, str]) -> Iterator[str]:
    if not any(variables.get(name, "").strip() for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")):
        yield (
            "Set SLACK_APP_TOKEN for Socket Mode (no public address needed), or SLACK_SIGNING_SECRET for "
            "HTTP: neither is set."
        )
    for name in _REFUSED:
        if variables.get(name):
            yield (
                f"Remove {name}: with it, Slack's library expects an OAuth installation and silently ignores "
                "SLACK_BOT_TOKEN."
            )


def _sentence(error: ErrorDetails) -> str:
    field = str(error["loc"][0])
    hint = Settings.model_fields[field].description
    if error["type"] == "missing":
        return f"{field.upper()} isn't set. {hint}"
    cause = error.get("ctx", {}).get("error")
    told = getattr(cause, "sentence", None) or (str(cause) if cause else "This value isn't valid.")
    return f"{field.upper()}: {told} {hint}"


def _mistyped(in_files: Sequence[str]) -> Iterator[str]:
    known = [field.upper() for field in Settings.model_fields]
    known += [f"{name}_FILE" for name in settings_sources.SECRETS]
    for name in in_files:
        near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=_LOOKS_LIKE)
        if name in known or not (near or name.startswith(("SMSIT_", "SLACK_"))):
            continue
        told = f"{name} in the settings file isn't a known setting."
        yield told + (f" Did you mean {near[0]}?" if near else "")
