"""The features, plugged in: here a new one is added, and nowhere else."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from bot.assembly.infrastructure import Infrastructure
from bot.engine.port import Job
from bot.features.alerts import build as alerts
from bot.features.appointments import build as appointments
from bot.features.approvals import build as approvals
from bot.features.assistant import build as assistant
from bot.features.birthdays import build as birthdays
from bot.features.broadcast import build as broadcast
from bot.features.caller import build as caller
from bot.features.contacts import build as contacts
from bot.features.credits import build as credits_
from bot.features.delivery import build as delivery
from bot.features.delivery.due_parts import DueParts
from bot.features.delivery.jobs import DAILY, RETENTION, TICK, TICK_SECONDS, Retention, Tick
from bot.features.delivery.retention import PeopleRetention
from bot.features.do_not_text import build as do_not_text
from bot.features.feature import Clockwork, Feature
from bot.features.groups import build as groups
from bot.features.help import build as help_
from bot.features.history import build as history
from bot.features.home import build as home
from bot.features.imports import build as imports
from bot.features.lists import build as lists
from bot.features.messages.renderers import Renderers
from bot.features.otp import build as otp
from bot.features.own_number import build as own_number
from bot.features.policy import build as policy
from bot.features.reach import build as reach
from bot.features.scheduled import build as scheduled
from bot.features.sends import build as sends
from bot.features.series import build as series
from bot.features.shared import Shared
from bot.features.sms import build as sms
from bot.features.templates import build as templates
from bot.features.workflow_steps import build as workflow_steps
from bot.slack.incoming.registry import Registry
from bot.store.looks import Looks

Build = Callable[[Infrastructure, Shared], Feature]

FEATURES: Final[tuple[Build, ...]] = (
    sms.build,
    sends.build,
    assistant.build,
    approvals.build,
    broadcast.build,
    lists.build,
    scheduled.build,
    series.build,
    templates.build,
    otp.build,
    contacts.build,
    reach.build,
    imports.build,
    appointments.build,
    groups.build,
    birthdays.build,
    do_not_text.build,
    credits_.build,
    delivery.build,
    caller.build,
    broadcast.build_elsewhere,
    history.build,
    own_number.build,
    policy.build,
    workflow_steps.build,
    alerts.build,
    home.build,
    help_.build,
)
"""In the order in which the help lists their verbs. Bolt asks listeners one after the other in this order
too, so what people wait for most comes first; and parts of one stage of a tick run in it."""


class Features:
    """All features of one bot. Nothing runs yet.

    A part of the tick has a stage (:class:`bot.features.feature.Stage`), for some build on what others found:
    a code ends once the sweep has said that its text was cut off, a list counts what the reports brought.
    """

    def __init__(self, infrastructure: Infrastructure, shared: Shared, renderers: Renderers) -> None:
        self._infrastructure = infrastructure
        self._shared = shared
        self.built = tuple(build(infrastructure, shared) for build in FEATURES)
        for each in self.built:
            for verb in each.verbs:
                shared.commands.add(verb)
            found = each.renderers
            renderers.add(found.main, found.details, found.subjects, found.approval, found.series, found.note)
            shared.registries.home.extend(each.home)
            shared.registries.home_parts.extend(each.home_parts)
        self.tick = self._tick()
        self.clockwork = self._clockwork()
        self.jobs = self._jobs()

    def register(self, registry: Registry) -> None:
        """Let Slack in to every feature."""
        self._shared.commands.register(registry)
        for each in self.built:
            for listeners in each.listeners:
                listeners.register(registry)
        registry.close()

    def set_clocks(self) -> None:
        """Tell the engine, before its launch, what runs by a schedule."""
        engine = self._infrastructure.engine
        for each in self.clockwork:
            if isinstance(each.schedule, str):
                engine.clock(each.name, each.schedule)
            else:
                engine.every(each.schedule, each.name, each.run)

    def catch_up(self) -> None:
        """Run what may have missed its time while nobody was running."""
        for each in self.clockwork:
            if each.at_start is not None:
                each.at_start.run(partial(each.run, {}))

    def stop(self) -> None:
        """Have leave off what would keep the process waiting: what counts, and what keeps pace."""
        _run_all(stop for each in self.built for stop in each.stop)

    def _tick(self) -> Tick:
        parts = sorted((part for each in self.built for part in each.upkeep), key=lambda part: part.stage)
        looks = Looks({part.name: part.due for part in parts if part.due is not None})
        database, clock = self._infrastructure.database, self._infrastructure.clock
        return Tick({part.name: part.run for part in parts}, DueParts(looks, database, clock))

    def _clockwork(self) -> tuple[Clockwork, ...]:
        infrastructure = self._infrastructure
        forget = (forget for each in self.built for forget in each.forget)
        database, clock, keep = infrastructure.database, infrastructure.clock, infrastructure.keep
        people = PeopleRetention(database, clock, infrastructure.policy.retention)
        retention = Retention(database, clock, keep, others=(*forget, people.run))
        return (
            Clockwork(TICK, self.tick.run, TICK_SECONDS),
            Clockwork(RETENTION, retention.run, DAILY, at_start=infrastructure.background),
            *(part for each in self.built for part in each.clockwork),
        )

    def _jobs(self) -> dict[str, Job]:
        found: dict[str, Job] = {each.name: each.run for each in self.clockwork}
        for each in self.built:
            found |= each.jobs
        return found


def _run_all(what: Iterable[Callable[[], object]]) -> None:
    for each in what:
        each()
