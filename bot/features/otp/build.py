"""Plugs in one-time codes."""

from functools import partial
from typing import Final

from bot.access import Role
from bot.features.contacts.service import LinkedAction
from bot.features.feature import Feature, HomeButton, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.otp import jobs
from bot.features.otp.codes import CodeHasher
from bot.features.otp.history import History
from bot.features.otp.ids import Action
from bot.features.otp.limits import Limits
from bot.features.otp.listeners.confirmation import ConfirmationListeners
from bot.features.otp.listeners.form import FormListeners
from bot.features.otp.listeners.verify import VerifyListeners
from bot.features.otp.renderer import Renderer
from bot.features.otp.service import CodeService
from bot.features.otp.steps import CodeSteps
from bot.features.otp.upkeep import Upkeep
from bot.features.otp.verification import Verifier
from bot.features.sends.kinds import Kind
from bot.features.shared import Shared
from bot.features.workflow_steps.service import Step
from bot.slack.blocks import kit
from bot.store.sends import SendKind
from bot.store.verifications import UNFINISHED

KEY_FOR_CODES: Final = b"keyed hashes of one-time codes"


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on. All processes of the bot hash codes with the same key."""
    database, clock, codes = infrastructure.database, infrastructure.clock, infrastructure.policy.otp
    responder, loading, users = infrastructure.responder, infrastructure.loading, infrastructure.users
    senders, region, rules = infrastructure.senders, infrastructure.region, shared.rules
    registries = shared.registries
    registries.dispatch[SendKind.OTP] = partial(jobs.enqueue_attempt, infrastructure.engine)
    registries.kinds[SendKind.OTP] = Kind(Role.SENDER, "Code to", shared.attempts.follow)
    registries.beside_contact.append(LinkedAction("Send a code", Action.TO_CONTACT, Role.SENDER))
    hasher = CodeHasher(infrastructure.key_for(KEY_FOR_CODES))
    code_service = CodeService(
        database,
        shared.contacts,
        shared.safeguards,
        shared.send_service,
        codes,
        Limits(codes, rules.account_zone),
        clock,
    )
    verifier = Verifier(
        database,
        infrastructure.smsit,
        hasher,
        clock,
        request_seconds=rules.request_seconds,
        after_code=shared.permissions.after_code,
    )
    steps = CodeSteps(code_service, verifier, codes, shared.account, users.zone)
    registries.steps |= {Step.SEND_CODE: steps.send, Step.VERIFY_CODE: steps.verify}
    attempts = jobs.CodeAttempts(
        database, infrastructure.smsit, shared.do_not_text, hasher, clock, codes=codes, rules=rules
    )
    history = History(database, shared.permissions)
    form_listeners = FormListeners(responder, shared.contacts, history, codes, senders, region)
    verify_listeners = VerifyListeners(
        responder, loading, verifier, history, users, clock, registries.beside_verified
    )
    confirmation_listeners = ConfirmationListeners(
        responder, loading, code_service, users, codes, shared.account, clock
    )
    return Feature(
        verbs=(*form_listeners.verbs(), *verify_listeners.verbs()),
        listeners=(confirmation_listeners, form_listeners, verify_listeners),
        jobs={jobs.ATTEMPT: attempts.run},
        upkeep=upkeep(Stage.CUT_OFF, {"codes": Upkeep(database, clock).expire}, UNFINISHED),
        renderers=Renderers(main={SendKind.OTP: Renderer(database, registries.beside_verified).main}),
        home=(HomeButton(Role.SENDER, kit.button("Send a code", Action.NEW), form_listeners.new),),
    )
