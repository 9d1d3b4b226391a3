"""Plugs in one-time codes."""

from functools import partial
from typing import Final

from bot.access import Role
from bot.features.contacts.doorways import Doorway
from bot.features.feature import Feature, HomeButton, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.otp import jobs
from bot.features.otp.codes import Seal
from bot.features.otp.composing import Composing
from bot.features.otp.confirming import Confirming
from bot.features.otp.drawing import Drawing
from bot.features.otp.ids import Action
from bot.features.otp.limits import Limits
from bot.features.otp.listeners import Checks
from bot.features.otp.record import Record
from bot.features.otp.service import Sending
from bot.features.otp.upkeep import Upkeep
from bot.features.otp.verifying import Verifying
from bot.features.shared import Shared
from bot.slack import kit
from bot.store.sends import SendKind

KEY_FOR_CODES: Final = b"keyed hashes of one-time codes"


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on. All processes of the bot hash codes with the same key."""
    database, clock, codes = infrastructure.database, infrastructure.clock, infrastructure.policy.otp
    desk, checking, people = infrastructure.desk, infrastructure.checking, infrastructure.people
    senders, region, rules = infrastructure.senders, infrastructure.region, shared.rules
    registries = shared.registries
    registries.dispatch[SendKind.OTP] = partial(jobs.enqueue_attempt, infrastructure.engine)
    registries.follow[SendKind.OTP] = shared.attempts.follow
    registries.beside_contact.append(Doorway("Send a code", Action.TO_CONTACT, Role.SENDER))
    seal = Seal(infrastructure.key_for(KEY_FOR_CODES))
    sending = Sending(
        database,
        shared.contacts,
        shared.safeguards,
        shared.outbox,
        codes,
        Limits(codes, rules.account_zone),
        clock,
    )
    verifying = Verifying(database, infrastructure.smsit, seal, clock, request_seconds=rules.request_seconds)
    attempts = jobs.Attempts(
        database, infrastructure.smsit, shared.do_not_text, seal, clock, codes=codes, rules=rules
    )
    record = Record(database, infrastructure.access)
    composing = Composing(desk, shared.contacts, record, codes, senders, region)
    checks = Checks(desk, checking, verifying, record, people, clock)
    confirming = Confirming(checking, sending, people, codes, senders, region)
    return Feature(
        verbs=(*composing.verbs(), *checks.verbs()),
        listeners=(confirming, composing, checks),
        jobs={jobs.ATTEMPT: attempts.run},
        upkeep=upkeep(Stage.CUT_OFF, {"codes": Upkeep(database, clock).expire}),
        renderers=Renderers(main={SendKind.OTP: Drawing(database).main}),
        home=(HomeButton(Role.SENDER, kit.button("Send a code", Action.NEW)),),
    )
