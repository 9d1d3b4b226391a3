"""Plugs texts to one number in."""

from functools import partial

from bot.access import Role
from bot.features.contacts.service import LinkedAction
from bot.features.feature import Feature, HomeButton, Renderers
from bot.features.infrastructure import Infrastructure
from bot.features.sends import attempts
from bot.features.sends.bodies import Bodies
from bot.features.sends.kinds import Kind
from bot.features.shared import Shared
from bot.features.sms.ids import FEATURE, Action
from bot.features.sms.listeners.confirmation import ConfirmationListeners
from bot.features.sms.listeners.drafted import DraftedTexts
from bot.features.sms.listeners.form import FormListeners, form_of
from bot.features.sms.listeners.mistyped_verb import MistypedVerb
from bot.features.sms.listeners.resend import ResendListeners
from bot.features.sms.resend import Resend
from bot.features.sms.service import TextService
from bot.features.sms.steps import TextSteps
from bot.features.sms.views import form as form_view
from bot.features.sms.views.message import message
from bot.features.templates.listeners.insertion import InsertionListeners, Place
from bot.features.workflow_steps.service import Run, Sent, Step
from bot.slack.blocks import kit
from bot.slack.blocks.fields import message as message_field
from bot.store.sends import SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    responder, contacts, senders = infrastructure.responder, shared.contacts, infrastructure.senders
    database, clock, region = infrastructure.database, infrastructure.clock, infrastructure.region
    shared.registries.dispatch[SendKind.CONTACT] = partial(attempts.enqueue_attempt, infrastructure.engine)
    shared.registries.kinds[SendKind.CONTACT] = Kind(Role.SENDER, "Text to", shared.attempts.follow)
    shared.registries.beside_contact.append(LinkedAction("Text", Action.TO_CONTACT, Role.SENDER))
    form_listeners = FormListeners(
        responder,
        contacts,
        senders,
        region,
        infrastructure.mention_names,
        infrastructure.bot_id,
        Bodies(database, shared.permissions).at,
    )
    shared.registries.rewrites[SendKind.CONTACT] = form_listeners.rewritten
    text_service = TextService(
        database, contacts, shared.safeguards, shared.send_service, shared.permissions, shared.rules, clock
    )
    insertion = InsertionListeners(
        responder,
        shared.templates,
        Place(
            FEATURE,
            Role.SENDER,
            "send a text",
            form_of,
            message_field.inserted,
            lambda form: form_view.compose(form, senders),
            message_field.template_block,
        ),
    )
    guards = shared.safeguards
    resend = Resend(
        database, shared.send_service, guards.budgets, shared.permissions, clock, weekly=guards.weekly
    )
    resend_listeners = ResendListeners(responder, text_service, resend, contacts.group_to_join, clock)
    confirmation_listeners = ConfirmationListeners(
        responder,
        infrastructure.loading,
        text_service,
        contacts.group_to_join,
        infrastructure.users,
        shared.account,
        clock,
    )
    drafted = DraftedTexts(
        responder, infrastructure.loading, text_service, infrastructure.users, shared.account, clock
    )
    shared.registries.reviews[SendKind.CONTACT] = drafted.review
    steps = TextSteps(
        text_service,
        shared.templates,
        contacts,
        shared.account,
        shared.rules,
        infrastructure.users.zone,
        clock,
    )
    workflows = infrastructure.policy.workflows

    def send_text(run: Run) -> Sent:
        return steps.refuse_text(run) if workflows.templates_only else steps.send_text(run)

    shared.registries.steps[Step.SEND_TEXT] = send_text
    shared.registries.steps[Step.SEND_TEMPLATE] = steps.send_template
    shared.registries.step_choices[Step.CHOOSE_TEMPLATE] = steps.offer_templates
    return Feature(
        verbs=form_listeners.verbs(),
        listeners=(
            confirmation_listeners,
            form_listeners,
            insertion,
            resend_listeners,
            MistypedVerb(responder, shared.commands.run),
        ),
        jobs={attempts.ATTEMPT: shared.attempts.run},
        renderers=Renderers(main={SendKind.CONTACT: message}),
        home=(HomeButton(Role.SENDER, kit.button("Send a text", Action.NEW, style="primary")),),
    )
