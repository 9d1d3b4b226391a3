"""The settings of the way in from Slack: all that several accounts have in common.

What may stand in them and where they come from is told in :mod:`bot.settings`.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot import settings_values as values


class Mode(StrEnum):
    """How Slack reaches the bot."""

    SOCKET = "socket"
    HTTP = "http"


class EdgeSettings(BaseSettings):
    """The settings that are there once, however many accounts there are."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    slack_bot_token: Annotated[SecretStr, values.begins_with("xoxb-")] | None = Field(
        None,
        description="Copy the Bot User OAuth Token from OAuth & Permissions in your Slack app's settings.",
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
    accounts_file: Annotated[Path, AfterValidator(values.readable_file)] | None = Field(
        None, description="Enter the path to the file that names your accounts."
    )
    accounts_database_url: Annotated[str, AfterValidator(values.database)] = Field(
        "sqlite:///smsit-accounts.db",
        repr=False,  # it may hold a password
        description="Enter sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME.",
    )
    slack_client_id: str | None = Field(None, description="Copy the Client ID from Basic Information.")
    slack_client_secret: SecretStr | None = Field(
        None, description="Copy the Client Secret from Basic Information."
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

    @property
    def mode(self) -> Mode:
        """Socket Mode when there is an app token, else signed HTTP."""
        return Mode.SOCKET if self.slack_app_token else Mode.HTTP

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings passes all five
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what is passed, so that one place decides which file and environment count."""
        return (init_settings,)


class _Variables(EnvSettingsSource):
    """The variables given, where the parent reads those of the process."""

    def __init__(self, model: type[EdgeSettings], given: Mapping[str, str]) -> None:
        super().__init__(model)
        self.env_vars = {name.lower(): value for name, value in given.items() if value.strip()}


def variables(model: type[EdgeSettings], given: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a model's fields as variables give them; an empty one counts as not set."""
    return _Variables(model, given)()
