"""Plugs texts to one number in."""

from functools import partial

from bot.access import Role
from bot.features.contacts.doorways import Doorway
from bot.features.feature import Feature, HomeButton, Renderers
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.features.sms import jobs
from bot.features.sms.again import Again
from bot.features.sms.composing import Composing
from bot.features.sms.confirming import Confirming
from bot.features.sms.ids import Action
from bot.features.sms.message_view import message
from bot.features.sms.mistyped_verb import MistypedVerb
from bot.features.sms.service import Texting
from bot.slack import kit
from bot.store.sends import SendKind


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    desk, contacts, senders = infrastructure.desk, shared.contacts, infrastructure.senders
    database, clock, region = infrastructure.database, infrastructure.clock, infrastructure.region
    shared.registries.dispatch[SendKind.CONTACT] = partial(jobs.enqueue_attempt, infrastructure.engine)
    shared.registries.follow[SendKind.CONTACT] = shared.attempts.follow
    shared.registries.beside_contact.append(Doorway("Text", Action.TO_CONTACT, Role.SENDER))
    composing = Composing(desk, contacts, senders, region, infrastructure.names, infrastructure.bot_id)
    confirming = Confirming(
        desk,
        infrastructure.checking,
        Texting(database, contacts, shared.safeguards, shared.rules, clock),
        shared.outbox,
        Again(database, shared.outbox, shared.safeguards.budgets, clock),
        contacts.group_to_join,
        infrastructure.people,
        senders,
        region,
        shared.rules.account_zone,
        clock,
    )
    return Feature(
        verbs=composing.verbs(),
        listeners=(confirming, composing, MistypedVerb(desk, shared.commands.run)),
        jobs={jobs.ATTEMPT: shared.attempts.run},
        renderers=Renderers(main={SendKind.CONTACT: message}),
        home=(HomeButton(Role.SENDER, kit.button("Send a text", Action.NEW, style="primary")),),
    )
