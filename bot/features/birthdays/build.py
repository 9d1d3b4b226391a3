"""Plugs birthdays in, and the texts that are held for them."""

from collections.abc import Iterator

from bot.access import Who
from bot.features.alerts.service import AlertService
from bot.features.birthdays.announcement import Announcements
from bot.features.birthdays.checks import BirthdayChecks
from bot.features.birthdays.decisions import BirthdayDecisions
from bot.features.birthdays.listeners.day import DayListeners
from bot.features.birthdays.listeners.week import BirthdayListeners
from bot.features.birthdays.people import People
from bot.features.birthdays.plan import Calendar
from bot.features.birthdays.prepared_days import PreparedDays
from bot.features.birthdays.renderer import Renderer
from bot.features.birthdays.service import Birthdays
from bot.features.birthdays.setup import Setup
from bot.features.birthdays.texts import Texts
from bot.features.contacts.service import Person, Search
from bot.features.feature import Feature, Renderers, Stage, upkeep
from bot.features.infrastructure import Infrastructure
from bot.features.shared import Shared
from bot.store import birthdays
from bot.store.messages import Purpose


def build(infrastructure: Infrastructure, shared: Shared) -> Feature:
    """Build the feature on what it stands on."""
    database, clock, rules = infrastructure.database, infrastructure.clock, infrastructure.policy.birthdays
    directory = shared.directory
    calendar = Calendar(rules, shared.rules.days_zone, clock)
    setup = Setup(shared.templates, infrastructure.access, rules)

    def everybody(search: Search, _who: Who) -> Iterator[Person]:
        return directory.everybody(search)

    prepared = PreparedDays(
        database,
        setup,
        People(everybody, infrastructure.region, database.blind_order),
        Texts(database, shared.send_service, shared.safeguards, shared.rules, infrastructure.senders, clock),
        AlertService(database, clock),
        calendar,
        infrastructure.counting.run,
    )
    shared.registries.text_checks.add(BirthdayChecks(database, setup, calendar))
    week_listeners = BirthdayListeners(
        infrastructure.responder,
        infrastructure.long_loading,
        Birthdays(
            everybody,
            shared.do_not_text,
            Announcements(database, calendar).now,
            order=database.blind_order,
        ),
        infrastructure.access,
        infrastructure.users,
        clock,
        shared.registries.beside_contact,
    )
    return Feature(
        verbs=week_listeners.verbs(),
        listeners=(DayListeners(BirthdayDecisions(database, shared.permissions, setup, calendar)),),
        upkeep=(
            *upkeep(Stage.DUE, {"birthdays": prepared.begin}),
            *upkeep(Stage.DUE, {"birthdays left": prepared.go_on}, birthdays.LEFT),
        ),
        renderers=Renderers(subjects={Purpose.BIRTHDAYS: Renderer(database, calendar).draw}),
    )
