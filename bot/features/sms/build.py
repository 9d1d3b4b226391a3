"""Plugs texts to one number in."""

from functools import partial

from bot.access import Role
from bot.features.contacts.linked_actions import LinkedAction
from bot.features.feature import Feature, HomeButton, Renderers
from bot.features.infrastructure import Infrastructure
from bot.features.sends import attempts
from bot.features.shared import Shared
from bot.features.sms.ids import Action
from bot.features.sms.listeners.confirmation import ConfirmationListeners
from bot.features.sms.listeners.form import FormListeners
from bot.features.sms.listeners.mistyped_verb import MistypedVerb
from bot.features.sms.resend import Resend
from bot.features.sms.service import TextService
from bot.features.sms.views.message import message
from bot.slack.blocks import kit
from bot.store.sends import SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    responder, contacts, senders = infrastructure.responder, shared.contacts, infrastructure.senders
    database, clock, region = infrastructure.database, infrastructure.clock, infrastructure.region
    shared.registries.dispatch[SendKind.CONTACT] = partial(attempts.enqueue_attempt, infrastructure.engine)
    shared.registries.follow[SendKind.CONTACT] = shared.attempts.follow
    shared.registries.beside_contact.append(LinkedAction("Text", Action.TO_CONTACT, Role.SENDER))
    form_listeners = FormListeners(
        responder, contacts, senders, region, infrastructure.mention_names, infrastructure.bot_id
    )
    confirmation_listeners = ConfirmationListeners(
        responder,
        infrastructure.loading,
        TextService(database, contacts, shared.safeguards, shared.rules, clock),
        shared.send_service,
        Resend(database, shared.send_service, shared.safeguards.budgets, clock),
        contacts.group_to_join,
        infrastructure.users,
        senders,
        region,
        shared.rules.account_zone,
        clock,
    )
    return Feature(
        verbs=form_listeners.verbs(),
        listeners=(confirmation_listeners, form_listeners, MistypedVerb(responder, shared.commands.run)),
        jobs={attempts.ATTEMPT: shared.attempts.run},
        renderers=Renderers(main={SendKind.CONTACT: message}),
        home=(HomeButton(Role.SENDER, kit.button("Send a text", Action.NEW, style="primary")),),
    )
