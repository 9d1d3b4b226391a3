"""Plugs in the balances."""

from bot.access import Who
from bot.features.budgets import views
from bot.features.credits.jobs import BALANCE, HOURLY, BalanceReading
from bot.features.credits.listeners import verbs
from bot.features.credits.renderer import BalancePart
from bot.features.credits.steps import CreditSteps
from bot.features.feature import Clockwork, Feature, HomePart, HomeSection, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.features.workflow_steps.service import Step


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    credits_ = shared.safeguards.credits

    def left(who: Who, channel: str | None) -> tuple[str, ...]:
        with infrastructure.database.read() as conn:
            return views.lines(shared.safeguards.budgets.left(conn, who, channel))

    shared.registries.steps[Step.CHECK_CREDITS] = CreditSteps(credits_).check
    part = BalancePart(credits_, shared.rules.days_zone)
    return Feature(
        verbs=verbs(credits_, infrastructure.responder, left),
        clockwork=(Clockwork(BALANCE, BalanceReading(credits_).run, HOURLY),),
        upkeep=upkeep(Stage.DRAWN, {"balance": credits_.keep}),
        home_parts=(HomePart(HomeSection.BALANCE, part.draw),),
        forget=(credits_.forget,),
    )
