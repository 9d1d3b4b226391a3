"""Plugs in the alerts: nothing is watched unless the policy names a channel."""

from bot.access import Role
from bot.features.alerts.digest import Digest
from bot.features.alerts.jobs import ALERTS, EVERY_MINUTE, Watching
from bot.features.alerts.renderer import Renderer
from bot.features.alerts.service import AlertService
from bot.features.alerts.watch import Watch
from bot.features.feature import Clockwork, Feature, Renderers
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.store.messages import Purpose


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, policy = infrastructure.database, infrastructure.clock, infrastructure.policy
    rules, credits_, zone = policy.alerts, shared.safeguards.credits, shared.rules.days_zone
    service = AlertService(database, clock)
    watch = Watch(database, credits_, rules, zone, clock, infrastructure.reaches_slack)
    digest = Digest(database, credits_, zone, clock) if rules.weekly_digest else None
    job = Watching(service, watch, digest).run
    channel = rules.channel or ""
    admins = (each for each in policy.roles.get(Role.ADMIN, ()) if each.startswith(("U", "W")))
    renderer = Renderer(database, channel, next(admins, channel), zone)
    return Feature(
        jobs={} if channel else {ALERTS: lambda _args: None},  # a minute's that was begun before
        clockwork=(Clockwork(ALERTS, job, EVERY_MINUTE),) if channel else (),
        renderers=Renderers(subjects={Purpose.ALERT: renderer.draw}),
        forget=(service.forget,),
    )
