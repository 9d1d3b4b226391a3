"""A step of a workflow as it arrives, as it is done, and what comes of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, unique
from types import MappingProxyType
from typing import Final

from bot.access import Role, Who
from bot.features.workflow_steps.inputs import Inputs


@unique
class Step(StrEnum):
    """The steps, and what gives those who build workflows their choices. Slack keeps the names for ever."""

    SEND_TEXT = "send_text_step"
    SEND_TEMPLATE = "send_template_step"
    CHECK_CREDITS = "check_credits_step"
    SEND_CODE = "send_code_step"
    VERIFY_CODE = "verify_code_step"
    ADD_CONTACT = "add_contact_step"
    CHOOSE_TEMPLATE = "choose_template_step"
    CHOOSE_GROUP = "choose_group_step"


UNWRITTEN: Final = frozenset({Step.VERIFY_CODE})
"""Steps whose inputs are never written down: a code is not kept."""

ROLES: Final[Mapping[Step, tuple[Role, str]]] = MappingProxyType(
    {
        Step.SEND_TEXT: (Role.SENDER, "send a text"),
        Step.SEND_TEMPLATE: (Role.SENDER, "send a text"),
        Step.CHECK_CREDITS: (Role.VIEWER, "see the credits"),
        Step.SEND_CODE: (Role.SENDER, "send a one-time code"),
        Step.VERIFY_CODE: (Role.SENDER, "verify a one-time code"),
        Step.ADD_CONTACT: (Role.SENDER, "add contacts"),
        Step.CHOOSE_TEMPLATE: (Role.SENDER, "send a text"),
        Step.CHOOSE_GROUP: (Role.SENDER, "add contacts"),
    }
)
"""The role of the person a step acts for, and what it is needed for: as it arrives and when it is done."""


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a step, for the person it acts for. ``key`` is the same whenever it is done again."""

    key: str
    who: Who
    inputs: Inputs


@dataclass(frozen=True, slots=True)
class Done:
    """A step is complete; these are its outputs."""

    outputs: Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Sent:
    """A step handed a text over; what comes of that is what comes of the step."""

    send_id: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A step failed; the sentence (mrkdwn) names no customer."""

    sentence: str


Result = Done | Sent
Act = Callable[[Run], Result]
"""Does one step; may be done again after a crash. Raises :exc:`UserError` when it can't be."""
Choices = Callable[[str, Who], Iterable[tuple[str, str]]]
"""Gives texts and values by what was typed so far, from our own tables alone."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A step as Slack asks for it."""

    step: Step
    execution_id: str
    who: Who
    inputs: Mapping[str, str] = field(repr=False)
