"""The steps for Workflow Builder as the manifest declares them: what each is given, and what it gives back.

Source: docs.slack.dev, reference/app-manifest and workflows/custom-steps-dynamic-options.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

Parameter = tuple[str, Mapping[str, Any], bool]
"""Its name, what is declared of it, and whether it is required."""


def _parameter(
    name: str, kind: str, title: str, description: str, *, required: bool = True, **more: object
) -> Parameter:
    return name, {"type": kind, "title": title, "description": description, **more}, required


def _text(name: str, title: str, description: str, *, required: bool = True, **more: object) -> Parameter:
    return _parameter(name, "string", title, description, required=required, **more)


def _chosen(name: str, title: str, description: str, function: str) -> Parameter:
    given = {"person": {"value": "{{input_parameters.person}}"}, "query": {"value": "{{client.query}}"}}
    return _text(
        name, title, description, dynamic_options={"function": f"#/functions/{function}", "inputs": given}
    )


def _declared(*parameters: Parameter) -> dict[str, Any]:
    return {
        "properties": {name: dict(each) for name, each, _ in parameters},
        "required": [name for name, _, required in parameters if required],
    }


def _step(
    title: str, description: str, given: tuple[Parameter, ...], told: tuple[Parameter, ...]
) -> Mapping[str, Any]:
    return {
        "title": title,
        "description": description,
        "input_parameters": _declared(*given),
        "output_parameters": _declared(*told),
    }


_USER: Final = "slack#/types/user_id"
_PERSON: Final = _parameter(
    "person",
    _USER,
    "Person it acts for",
    "Must be named under [workflows] in the bot's policy. Their role and limits apply.",
)
_NUMBER: Final = _text("number", "Phone number", "Of one of your contacts, with or without its country code")
_DETAILS: Final = _text("details", "Details", "A sentence about it")
_SENT: Final = (
    _text("status", "Status", "sent, or waiting (for approval, or until quiet hours end)"),
    _text("text_id", "Text ID", "For /sms status, or to verify a code"),
    _parameter("credits", "integer", "Credits", "Credits the text takes"),
    _DETAILS,
)
_OFFERING: Final = (_PERSON, _text("query", "Search", "What was typed", required=False))
_OFFERED: Final = (_parameter("options", "slack#/types/options_select", "Choices", "What can be chosen"),)

FUNCTIONS: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "send_text_step": _step(
            "Send a text",
            "Texts one contact in a person's name",
            (_PERSON, _NUMBER, _text("message", "Message", "The words of the text")),
            _SENT,
        ),
        "send_template_step": _step(
            "Send a template to a contact",
            "Texts one contact the words of a template, in a person's name",
            (
                _PERSON,
                _text("contact", "Contact", "Their phone number"),
                _chosen(
                    "template",
                    "Template",
                    "One that can be used in every channel. Choose the person first.",
                    "choose_template_step",
                ),
                _text(
                    "values",
                    "Values",
                    "One on each line, such as Date: Thursday. The contact's name is filled in.",
                    required=False,
                ),
            ),
            _SENT,
        ),
        "check_credits_step": _step(
            "Check credits",
            "Reads your SMS and voice credits",
            (_PERSON,),
            (
                _parameter("sms_credits", "integer", "SMS credits", "The SMS balance"),
                _parameter("voice_credits", "integer", "Voice credits", "The voice balance"),
                _parameter("reserved", "integer", "Reserved", "SMS credits that scheduled texts will take"),
                _parameter("available", "integer", "Available", "SMS credits that nothing has reserved"),
            ),
        ),
        "send_code_step": _step(
            "Send a code",
            "Texts one contact a one-time code, in a person's name",
            (
                _PERSON,
                _NUMBER,
                _text("purpose", "Purpose", "What the code is for; one of the policy's purposes, if any"),
            ),
            _SENT,
        ),
        "verify_code_step": _step(
            "Verify a code",
            "Checks the code that a caller read out",
            (
                _parameter("person", _USER, "Person it acts for", "The same person the code was sent for"),
                _text("code_id", "Code ID", "The text ID of the step that sent the code"),
                _text("code", "Code", "What the caller read out"),
            ),
            (
                _parameter("verified", "boolean", "Verified", "Whether it is the code, confirmed by SMS-iT"),
                _parameter("attempts_left", "integer", "Attempts left", "How often it can be tried again"),
                _DETAILS,
            ),
        ),
        "add_contact_step": _step(
            "Add a contact",
            "Adds a phone number to one of your groups",
            (
                _PERSON,
                _text("number", "Phone number", "With or without its country code"),
                _chosen("group", "Group", "Choose the person first.", "choose_group_step"),
                _text("name", "Name", "The contact's name", required=False),
                _text("email", "Email address", "The contact's email address", required=False),
            ),
            (
                _parameter("added", "boolean", "Added", "Not if the number was in that group before"),
                _DETAILS,
            ),
        ),
        "choose_template_step": _step(
            "Find templates",
            "Gives the step that sends a template its choices; no step for a workflow",
            _OFFERING,
            _OFFERED,
        ),
        "choose_group_step": _step(
            "Find groups",
            "Gives the step that adds a contact its choices; no step for a workflow",
            _OFFERING,
            _OFFERED,
        ),
    }
)
