"""What features share: the services all kinds of sends go through, and where features meet.

Where one feature needs something of another that comes later, the other writes it down here when it is
built, and it is looked for when it is needed: so features know of each other in one direction only.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from bot.access import Who
from bot.engine.followup import Answer
from bot.features.approvals.service import SeenByOwner
from bot.features.assistant.service import AssistantDraft
from bot.features.contacts.directory import Directory
from bot.features.contacts.linked_actions import LinkedAction
from bot.features.contacts.service import ContactBook
from bot.features.delivery.reports import ReportClient
from bot.features.do_not_text.service import DoNotText
from bot.features.feature import HomeButton, HomePart
from bot.features.groups.sync import GroupSync
from bot.features.messages.service import Messages
from bot.features.permissions import Permissions
from bot.features.policy.service import PolicyService
from bot.features.sends.account import Account
from bot.features.sends.attempts import TextAttempts
from bot.features.sends.checks import TextChecks
from bot.features.sends.decisions import Decisions
from bot.features.sends.kinds import Kind, label
from bot.features.sends.repeats import Rewrite
from bot.features.sends.rules import SendRules
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import Queue, SendService
from bot.features.templates.service import TemplateService
from bot.features.workflow_steps.service import Act, Choices, Step
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import CommandTable
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send, SendKind


@dataclass(slots=True)
class Registries:
    """Where features write down what others reach them by.

    By the kind of send: ``kinds`` says who may have one go out, how it is listed and followed, ``dispatch``
    enqueues its work, and ``polls`` asks for its report, where that is not the one on its number.
    ``text_checks`` look at texts to one number right before they go.
    ``beside_contact`` and ``beside_contacts`` are the buttons other features offer there, ``home`` those of
    the Home tab, and ``after_rejection`` those for whoever is told that a send was not approved.
    ``rewrites`` give the form of a kind, filled in as a series was that is to be edited.
    ``home_parts`` is what else stands on the Home tab.
    ``looks`` show whoever is to approve a send of a kind what its owner saw.
    ``reviews`` open the confirmation of what an assistant drafted, by the kind of send it is to become.
    ``instead_of_group`` make buttons for whoever may not text a group because of somebody in it, from the id
    of the draft and how many the others are; ``instead_of_held`` do so under a broadcast that is held for
    that, from its id; ``reached_of_group`` where texts don't reach somebody in it.
    ``test_bodies`` give the text of a draft to many as one of them gets it, by the kind of send.
    ``group_reports`` give the report on a text to a group by SMS-iT's id.
    ``beside_verified`` make buttons for where a code was verified, from the id of the send that carried it.
    ``steps`` do what workflows ask for, ``step_choices`` are what can be chosen while one is built.
    """

    kinds: dict[SendKind, Kind] = field(default_factory=dict)
    dispatch: dict[SendKind, Queue] = field(default_factory=dict)
    polls: dict[SendKind, Callable[[Send], Answer]] = field(default_factory=dict)
    text_checks: TextChecks = field(default_factory=TextChecks)
    beside_contact: list[LinkedAction] = field(default_factory=list)
    beside_contacts: list[LinkedAction] = field(default_factory=list)
    after_rejection: list[Callable[[Send], Block | None]] = field(default_factory=list)
    looks: dict[SendKind, Callable[[Send], SeenByOwner]] = field(default_factory=dict)
    reviews: dict[SendKind, Callable[[Interaction, AssistantDraft], None]] = field(default_factory=dict)
    rewrites: dict[SendKind, Callable[[Rewrite, Who], Block]] = field(default_factory=dict)
    home: list[HomeButton] = field(default_factory=list)
    instead_of_group: list[Callable[[str, int], Block]] = field(default_factory=list)
    instead_of_held: list[Callable[[str], Block]] = field(default_factory=list)
    reached_of_group: list[Callable[[str, int], Block]] = field(default_factory=list)
    test_bodies: dict[SendKind, Callable[[Send, str, str], str]] = field(default_factory=dict)
    home_parts: list[HomePart] = field(default_factory=list)
    steps: dict[Step, Act] = field(default_factory=dict)
    step_choices: dict[Step, Choices] = field(default_factory=dict)
    group_reports: list[Callable[[str, Who, str | None], Content]] = field(default_factory=list)
    beside_verified: list[Callable[[str], Block]] = field(default_factory=list)

    @property
    def label(self) -> Callable[[Send], str]:
        """What says which kind of send it is, to stand before whom it is for."""
        return partial(label, self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """The services, and the registries.

    ``attempts`` make the one attempt of any text to one number, ``commands`` holds every feature's verbs.
    """

    rules: SendRules
    account: Account
    contacts: ContactBook
    directory: Directory
    sync: GroupSync
    safeguards: Safeguards
    permissions: Permissions
    send_service: SendService
    decisions: Decisions
    attempts: TextAttempts
    report_client: ReportClient
    templates: TemplateService
    messages: Messages
    policies: PolicyService
    commands: CommandTable
    registries: Registries

    @property
    def do_not_text(self) -> DoNotText:
        """The numbers that are never texted."""
        return self.safeguards.do_not_text
