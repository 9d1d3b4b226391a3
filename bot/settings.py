"""Settings: the only reader of the environment.

Values come from a ``.env`` file and then from the environment, which wins. An empty value counts as not
set. Every problem is reported at once, by the name of its variable, with what to write; the value itself
is never repeated. ``.env.example`` lists the same names.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import NoDecode

from bot import settings_conflicts, settings_names, settings_sources
from bot import settings_values as values
from bot.settings_edge import EdgeSettings, Mode, variables
from bot.settings_files import DEFAULT_FILE, SECRETS, SourceError
from bot.settings_sources import HANDED_OVER, AccountFiles, EnvFiles, Origin, Sources, files_of

__all__ = ["EdgeSettings", "Mode", "Settings", "SettingsError", "load", "load_edge", "origins", "strangers"]

WHICH: Final = "ACCOUNTS_FILE names several accounts. Say which one you mean with --account."
E = TypeVar("E", bound=EdgeSettings)


class SettingsError(Exception):
    """The settings cannot be used. ``problems`` holds a sentence for each, without any value."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("Fix these settings:\n" + "\n".join(f"  - {problem}" for problem in problems))
        self.problems = problems


class Settings(EdgeSettings):
    """All settings, checked. Each description tells a person what to write; secrets hide in ``repr``."""

    slack_bot_token: Annotated[SecretStr, values.begins_with("xoxb-")] = Field(
        description="Copy the Bot User OAuth Token from OAuth & Permissions in your Slack app's settings."
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
    policy_file: Annotated[Path, AfterValidator(values.readable_file)] | None = Field(
        None, description="Enter the path to your policy file."
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


def load(
    env_files: EnvFiles = DEFAULT_FILE,
    environ: Mapping[str, str] | None = None,
    needed: Mapping[str, str] = MappingProxyType({}),
) -> Settings:
    """Read the settings files and then ``environ`` (by default the process's), which wins.

    Only the default ``.env`` may be missing; ``None`` reads no file. ``needed`` are variables without which
    the bot runs, and what asks for them doesn't, each with a sentence. Raises ``SettingsError`` with all
    problems.
    """
    sources = _sources(env_files, environ)
    between = (*settings_conflicts.of_ways_in(sources), *_unset(sources, needed))
    if isinstance(env_files, AccountFiles):
        return _read(Settings, sources, between)
    if sources.values.get("ACCOUNTS_FILE", "").strip():
        raise SettingsError((WHICH,))
    return _read(Settings, sources, (*between, *settings_conflicts.of_one_account(sources.values)))


def names_accounts(env_files: EnvFiles = DEFAULT_FILE, environ: Mapping[str, str] | None = None) -> bool:
    """Tell whether there are several accounts; not where nothing can be read, which :func:`load` says."""
    try:
        sources = _sources(env_files, environ)
    except SettingsError:
        return False
    return _several(sources)


def load_edge(
    env_files: EnvFiles = DEFAULT_FILE, environ: Mapping[str, str] | None = None
) -> EdgeSettings | None:
    """Read, where there are several accounts, what all of them have in common; None where there is one.

    Raises ``SettingsError`` with all problems.
    """
    sources = _sources(env_files, environ)
    if not _several(sources):
        return None
    return _read(
        EdgeSettings,
        sources,
        (*settings_conflicts.of_ways_in(sources), *settings_conflicts.of_installation(sources.values)),
    )


def origins(
    env_files: EnvFiles = DEFAULT_FILE, environ: Mapping[str, str] | None = None
) -> dict[str, Origin]:
    """Return where :func:`load` takes each setting from, by its name. Raises ``SettingsError``."""
    sources = _sources(env_files, environ)
    set_ = {name: origin for name, origin in sources.origins.items() if sources.values[name].strip()}
    return {name.upper(): set_.get(name.upper(), Origin.DEFAULT) for name in Settings.model_fields}


def strangers(
    env_files: EnvFiles = DEFAULT_FILE, environ: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Tell which names that stand where settings do are none, and look as if they were meant to be.

    Raises ``SettingsError``.
    """
    return _strangers(_sources(env_files, environ))


def _strangers(sources: Sources) -> tuple[str, ...]:
    known = {field.upper() for field in Settings.model_fields} | {f"{name}_FILE" for name in SECRETS}
    return tuple(settings_names.strangers(sources.named, known, SECRETS))


def _several(sources: Sources) -> bool:
    return bool(sources.values.get("ACCOUNTS_FILE", "").strip())


def files_with_keys(
    env_files: EnvFiles = DEFAULT_FILE, environ: Mapping[str, str] | None = None
) -> tuple[Path, ...]:
    """Return the files that nobody but their owner should read: of settings, and of one secret each.

    Those that a container was handed are not among them. Raises ``SettingsError``.
    """
    secret = _sources(env_files, environ).secret_files
    own = (path for path in secret if HANDED_OVER not in path.absolute().parents)
    return tuple(dict.fromkeys((*files_of(env_files), *own)))


def _sources(env_files: EnvFiles, environ: Mapping[str, str] | None) -> Sources:
    try:
        return settings_sources.read(env_files, os.environ if environ is None else environ)
    except SourceError as error:
        raise SettingsError((str(error),)) from None


def _unset(sources: Sources, needed: Mapping[str, str]) -> Iterator[str]:
    for name, sentence in needed.items():
        if name not in sources.unread and not sources.values.get(name, "").strip():
            yield sentence


def _read(model: type[E], sources: Sources, between: tuple[str, ...]) -> E:
    problems = (*sources.problems, *between)
    try:
        found = model(**variables(model, sources.values))
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        told = [_sentence(each) for each in wrong if str(each["loc"][0]).upper() not in sources.unread]
        raise SettingsError((*told, *problems, *_strangers(sources))) from None
    if problems:
        raise SettingsError(problems)
    return found


def _sentence(error: ErrorDetails) -> str:
    field = str(error["loc"][0])
    hint = Settings.model_fields[field].description
    if error["type"] == "missing":
        return f"{field.upper()} isn't set. {hint}"
    cause = error.get("ctx", {}).get("error")
    told = getattr(cause, "sentence", None) or (str(cause) if cause else "This value isn't valid.")
    return f"{field.upper()}: {told} {hint}"
