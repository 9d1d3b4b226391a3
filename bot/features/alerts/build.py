"""Plugs in the alerts: nothing is watched while the policy names no channel."""

from bot.access import EVERYBODY, Role
from bot.engine.port import JobArgs
from bot.features.alerts.digest import Digest
from bot.features.alerts.jobs import ALERTS, EVERY_MINUTE, Watching
from bot.features.alerts.renderer import Renderer
from bot.features.alerts.service import AlertService
from bot.features.alerts.watch import Watch
from bot.features.feature import Clockwork, Feature, Renderers
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, policy = infrastructure.database, infrastructure.clock, infrastructure.policy
    rules, credits_, zone = policy.alerts, shared.safeguards.credits, shared.rules.days_zone
    service = AlertService(database, clock)
    access = infrastructure.access
    watch = Watch(database, credits_, rules, zone, clock, infrastructure.reaches_slack)
    digest = Digest(database, credits_, zone, clock)

    def look(args: JobArgs) -> None:
        if rules.channel:
            Watching(service, watch, digest if rules.weekly_digest else None).run(args)

    def admins() -> tuple[str, ...]:
        """Return who is told where there is no channel: admins by name, then any others that are known."""
        named = (each for each in policy.roles.get(Role.ADMIN, ()) if each.startswith(("U", "W")))
        return tuple(dict.fromkeys((*named, *sorted(access.holders(Role.ADMIN) - {EVERYBODY}))))

    renderer = Renderer(database, rules, admins, zone)
    return Feature(
        clockwork=(Clockwork(ALERTS, look, EVERY_MINUTE),),
        renderers=Renderers(subjects=renderer.subjects()),
        forget=(service.forget,),
    )
