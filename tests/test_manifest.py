"""The manifest against Slack's own schema.

`data/slack-manifest.schema.2.0.0.json` is `schemas/manifest.schema.2.0.0.json` of
github.com/slackapi/manifest-schema, unchanged. MIT licence, Slack Technologies, LLC.
"""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.slack.scopes import NEEDED, OPTIONAL

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
SCHEMA = Path(__file__).parent / "data" / "slack-manifest.schema.2.0.0.json"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_slack_would_take_it(manifest: dict[str, Any], schema: jsonschema.Draft7Validator) -> None:
    assert [f"{fault.json_path}: {fault.message}" for fault in schema.iter_errors(manifest)] == []


def test_the_schema_notices_a_mistyped_key(
    manifest: dict[str, Any], schema: jsonschema.Draft7Validator
) -> None:
    mistyped = {**manifest, "settings": {**manifest["settings"], "socket_mode": True}}
    assert not schema.is_valid(mistyped)


def test_offers_what_works_and_nothing_else(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert [command["command"] for command in features["slash_commands"]] == [
        "/sms",
        "/sms-broadcast",
        "/sms-credits",
        "/sms-otp",
        "/sms-status",
    ]
    assert [(each["type"], each["callback_id"]) for each in features["shortcuts"]] == [
        ("global", "send_text"),
        ("message", "text_this"),
    ]


def test_commands_leave_names_and_channels_as_typed(manifest: dict[str, Any]) -> None:
    assert not any(command["should_escape"] for command in manifest["features"]["slash_commands"])


def test_asks_for_few_scopes_and_says_why_beside_each(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    assert list(scopes) == ["bot", "bot_optional"]
    assert scopes["bot_optional"] == ["channels:history", "groups:history", "im:history", "im:write"]
    assert scopes["bot"] == [
        "commands",
        "chat:write",
        "users:read",
        "files:read",
        "files:write",
        "usergroups:read",
        "channels:read",
        "groups:read",
    ]
    for scope in scopes["bot"] + scopes["bot_optional"]:
        assert re.search(rf"^ *- {scope} # \w+", MANIFEST.read_text(encoding="utf-8"), re.MULTILINE)


def test_needs_no_public_address(manifest: dict[str, Any]) -> None:
    assert manifest["settings"]["socket_mode_enabled"]
    assert not re.search(r"\burl: |request_url: ", MANIFEST.read_text(encoding="utf-8"))


def test_the_scopes_are_those_the_doctor_looks_for(manifest: dict[str, Any]) -> None:
    asked = manifest["oauth_config"]["scopes"]
    assert (asked["bot"], asked["bot_optional"]) == (list(NEEDED), list(OPTIONAL))
