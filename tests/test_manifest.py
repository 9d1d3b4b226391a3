"""The manifest against Slack's own schema.

`data/slack-manifest.schema.2.0.0.json` is `schemas/manifest.schema.2.0.0.json` of
github.com/slackapi/manifest-schema, unchanged. MIT licence, Slack Technologies, LLC.
"""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.cli import main
from bot.features.workflow_steps.service import Step
from bot.manifest import HEAD
from bot.slack import manifest as made
from bot.slack import surface
from bot.slack.incoming.interaction import PERSON

MANIFEST = Path(__file__).parent.parent / "manifest.yml"
SCHEMA = Path(__file__).parent / "data" / "slack-manifest.schema.2.0.0.json"


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    known = json.loads(SCHEMA.read_text(encoding="utf-8"))
    types = known["definitions"]["app-manifests.v1.hermes.types.type"]["properties"]["type"]["enum"]
    types.append("slack#/types/options_select")  # on docs.slack.dev; the schema does not have it yet
    return jsonschema.Draft7Validator(known)


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


def test_steps_ask_for_a_person_and_say_which_plan_they_need(manifest: dict[str, Any]) -> None:
    assert manifest["functions"].keys() == {each.value for each in Step}
    for name, each in manifest["functions"].items():
        takes, told = each["input_parameters"], each["output_parameters"]
        assert takes["properties"][PERSON]["type"] == "slack#/types/user_id", name
        assert PERSON in takes["required"]
        assert set(told["required"]) == told["properties"].keys()
    settings = manifest["settings"]
    assert settings["org_deploy_enabled"]
    assert "function_executed" in settings["event_subscriptions"]["bot_events"]
    assert "a paid plan of Slack" in MANIFEST.read_text(encoding="utf-8")


def test_choices_come_from_functions_of_ours_that_are_told_whom_they_are_for(
    manifest: dict[str, Any],
) -> None:
    functions, asked = manifest["functions"], list[str]()
    for each in functions.values():
        for declared in each["input_parameters"]["properties"].values():
            if chosen := declared.get("dynamic_options"):
                name = chosen["function"].removeprefix("#/functions/")
                asked.append(name)
                assert chosen["inputs"].keys() == functions[name]["input_parameters"]["properties"].keys()
                assert functions[name]["output_parameters"]["properties"].keys() == {"options"}
    assert asked == ["choose_template_step", "choose_group_step"]


def test_without_a_paid_plan_all_the_rest_is_a_manifest_too(
    manifest: dict[str, Any], schema: jsonschema.Draft7Validator
) -> None:
    text = re.sub(
        r"^functions:.*?^(?=oauth_config)", "", MANIFEST.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    left = re.sub(r"^ +(- function_executed|function_runtime).*\n", "", text, flags=re.MULTILINE)
    plain = yaml.safe_load(left.replace("org_deploy_enabled: true", "org_deploy_enabled: false"))
    assert schema.is_valid(plain)
    assert plain.keys() == manifest.keys() - {"functions"}


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


def test_the_file_is_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest"]) == 0
    assert capsys.readouterr().out == MANIFEST.read_text(encoding="utf-8"), "make manifest"


@pytest.mark.parametrize(
    "address",
    ["https://sms.example.com:8443/base/", "https://192.0.2.7", "https://[2001:db8::1]", "HTTPS://X.EXAMPLE"],
)
def test_an_address_that_slack_could_reach_is_taken(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manifest", "--json", "--http", address]) == 0
    assert address.rstrip("/") in capsys.readouterr().out


def test_for_http_every_address_is_there_and_no_socket(
    schema: jsonschema.Draft7Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["manifest", "--json", "--name", "Front: desk", "--http", "https://sms.example.com/"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert schema.is_valid(found)
    assert not found["settings"]["socket_mode_enabled"]
    assert (
        found["display_information"]["name"] == found["features"]["bot_user"]["display_name"] == "Front: desk"
    )
    places = [
        *(each["url"] for each in found["features"]["slash_commands"]),
        found["settings"]["event_subscriptions"]["request_url"],
        found["settings"]["interactivity"]["request_url"],
        found["settings"]["interactivity"]["message_menu_options_url"],
    ]
    assert set(places) == {"https://sms.example.com/slack/events"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--http", "http://sms.example.com"),
        ("--http", "https://"),
        ("--http", "https://sms.example.com:port"),
        ("--http", "https://sms.example.com/?a=b"),
        ("--http", "https://sms.example.com/?"),
        ("--http", "https://sms.example.com/#top"),
        ("--http", "https://user:pw@sms.example.com"),
        ("--http", "https://@sms.example.com"),
        ("--http", "https://sms.example.com:0"),
        ("--http", "https://sms.example.com:99999"),
        ("--http", "https://localhost"),
        ("--http", "https://sms..example.com"),
        ("--http", "https://-sms.example.com"),
        ("--http", "https://sms.example.com/a b"),
        ("--http", "https://sms.example.com\\@other.example"),
        ("--http", "https://sms.exämple.com"),
        ("--http", "https://[::1"),
        ("--http", "sms.example.com"),
        ("--name", "x" * 36),
        ("--name", " "),
        ("--name", "two\nlines"),
    ],
)
def test_what_slack_would_not_take_is_refused(
    arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["manifest", *arguments]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err[:5]) == ("", "Give ")


def test_a_step_for_workflows_comes_with_what_it_needs(
    schema: jsonschema.Draft7Validator, monkeypatch: pytest.MonkeyPatch
) -> None:
    none: dict[str, object] = {"properties": {}}
    step = {"title": "Text", "description": "Texts", "input_parameters": none, "output_parameters": none}
    monkeypatch.setattr(surface, "FUNCTIONS", {"text": step})
    found = made.manifest()
    assert [fault.message for fault in schema.iter_errors(found)] == []
    assert found["functions"] == {"text": step}
    assert "function_executed" in found["settings"]["event_subscriptions"]["bot_events"]
    assert found["settings"]["function_runtime"] == "remote"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=35))
def test_yaml_says_what_was_meant_whatever_the_name_is(name: str) -> None:
    found = {"name": name, "names": [name, {"name": name}], "long": f"{name} {made.LONG_DESCRIPTION}"}
    read = yaml.safe_load(HEAD + made.as_yaml(found, {}))
    assert {**read, "long": read["long"].split()} == {**found, "long": str(found["long"]).split()}


def test_every_call_of_the_web_api_has_its_scopes_and_no_scope_is_asked_for_in_vain() -> None:
    methods = {name for name in dir(WebClient) if re.fullmatch(r"[a-z]+_\w+", name)} - {"api_call"}
    called: set[str] = set()
    for path in (MANIFEST.parent / "bot").rglob("*.py"):
        if "sandbox" not in path.parts:
            called |= methods.intersection(re.findall(r"\.([a-z]+_\w+)\b", path.read_text(encoding="utf-8")))
    assert called == set(surface.CALLS)
    assert surface.used_scopes() == {each.name for each in surface.SCOPES}


def test_slacks_own_command_line_finds_what_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    folder = MANIFEST.parent / ".slack"
    hooks = json.loads((folder / "hooks.json").read_text(encoding="utf-8"))
    program, *arguments = shlex.split(hooks["hooks"]["get-manifest"])
    assert program == ".venv/bin/smsit-bot"
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out) == made.manifest()
    shell, flag, line = shlex.split(hooks["hooks"]["start"])
    assert (shell, flag) == ("sh", "-c")
    assert line.endswith("exec .venv/bin/smsit-bot run")
    assert hooks["config"]["sdk-managed-connection-enabled"] is True
    watched = hooks["config"]["watch"]
    assert all((MANIFEST.parent / each).exists() for kind in watched.values() for each in kind["paths"])
    assert json.loads((folder / "config.json").read_text(encoding="utf-8"))["manifest"]["source"] == "local"


def test_for_several_workspaces_it_says_where_to_go_back_and_hears_of_the_end(
    schema: jsonschema.Draft7Validator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["manifest", "--http", "https://sms.example.com", "--oauth", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert list(schema.iter_errors(found)) == []
    assert found["oauth_config"]["redirect_urls"] == ["https://sms.example.com/slack/oauth_redirect"]
    assert {"app_uninstalled", "tokens_revoked"} <= set(
        found["settings"]["event_subscriptions"]["bot_events"]
    )


@pytest.mark.parametrize(
    "for_what", [[], ["--http", "https://sms.example.com"], ["--http", "https://x.y", "--oauth"]]
)
def test_no_remark_is_of_another_way_to_run_it(
    capsys: pytest.CaptureFixture[str], for_what: list[str]
) -> None:
    assert main(["manifest", *for_what]) == 0
    said = capsys.readouterr().out
    assert ("by hand" in said, "one workspace" in said) == (False, False)
    assert (
        ("socket_mode_enabled: true" in said) == ("For HTTP instead of Socket Mode" in said) == (not for_what)
    )
