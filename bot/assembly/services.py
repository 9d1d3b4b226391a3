"""The services that features share, on one infrastructure."""

from bot.assembly.infrastructure import Infrastructure
from bot.assembly.rules import send_rules
from bot.features.after_code import AfterCode
from bot.features.alerts.service import AlertService
from bot.features.approvals.service import Approvals
from bot.features.budgets.service import Budgets
from bot.features.contacts.directory import Directory
from bot.features.contacts.service import ContactBook
from bot.features.credits.service import Credits
from bot.features.delivery.reports import ReportClient
from bot.features.do_not_text.service import DoNotText
from bot.features.groups.sync import GroupSync
from bot.features.messages.old_copies import OldCopies
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import Messages
from bot.features.permissions import Permissions
from bot.features.policy.service import PolicyService
from bot.features.sends.account import Account
from bot.features.sends.attempts import TextAttempts
from bot.features.sends.decisions import Decisions
from bot.features.sends.safeguards import Safeguards
from bot.features.sends.service import SendService
from bot.features.sends.smsit_schedules import SmsitSchedules
from bot.features.sends.weekly import Weekly
from bot.features.shared import Registries, Shared
from bot.features.templates.service import TemplateService, TemplatesOnly
from bot.policy.model import Approval
from bot.slack.incoming.commands import CommandTable
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send


def share(infrastructure: Infrastructure, renderers: Renderers) -> Shared:
    """Build the services. The features fill the registries, the table of commands and the renderers."""
    database, clock, access = infrastructure.database, infrastructure.clock, infrastructure.access
    smsit, region, policy = infrastructure.smsit, infrastructure.region, infrastructure.policy
    rules = send_rules(infrastructure.settings, policy, len(infrastructure.senders.numbers))
    registries = Registries()
    messages = Messages(database, infrastructure.poster, renderers, clock, infrastructure.edits)
    database.on_outdated(messages.show_soon)
    old_copies = OldCopies(database, messages, infrastructure.poster, infrastructure.responder)
    infrastructure.registry.intercept(old_copies.answer)

    safeguards = Safeguards(
        Budgets(policy.budgets, rules.account_zone, clock),
        Approvals(policy.approval),
        DoNotText(database, clock, region),
        Credits(smsit, database, clock),
        infrastructure.shared_channels.is_closed,
        TemplatesOnly(policy.templates),
        Weekly(policy.limits),
        SmsitSchedules(policy.limits, policy.budgets, policy.approval),
    )
    permissions = Permissions(access, policy.colleagues, AfterCode(policy.caller), policy.contacts)
    send_service = SendService(database, safeguards, registries.dispatch, permissions, clock)
    contacts = ContactBook(
        smsit, database, region, lambda who: access.allows(who, policy.contacts.full_numbers)
    )
    return Shared(
        rules=rules,
        account=Account(infrastructure.senders, rules.account_zone, region, safeguards.smsit_schedules),
        contacts=contacts,
        directory=Directory(smsit, contacts, region),
        sync=GroupSync(smsit, database, clock, region),
        safeguards=safeguards,
        permissions=permissions,
        send_service=send_service,
        decisions=Decisions(database, send_service, safeguards, registries.kinds, permissions, rules, clock),
        attempts=TextAttempts(
            database,
            infrastructure.engine,
            smsit,
            safeguards.do_not_text,
            rules,
            clock,
            registries.text_checks,
        ),
        report_client=ReportClient(smsit, clock),
        templates=TemplateService(database, access, policy.templates),
        messages=messages,
        policies=_policies(infrastructure),
        commands=CommandTable((), access),
        registries=registries,
    )


def _policies(infrastructure: Infrastructure) -> PolicyService:
    return PolicyService(
        infrastructure.policy_file,
        infrastructure.in_force,
        infrastructure.database,
        AlertService(infrastructure.database, infrastructure.clock),
        infrastructure.clock,
        then=lambda: infrastructure.background.run(infrastructure.get_to_know_people),
    )


def empty_renderers(rules: Approval) -> Renderers:
    """Return how messages look before any feature has said so. ``rules`` name the approvers' channel."""

    def unknown(_send: Send) -> Content:
        raise LookupError("no feature draws requests to approve")

    return Renderers({}, {}, unknown, rules)
