"""What the features bring, all together: in an order that people and the clock rely on."""

import pytest

from bot.access import Who
from bot.engine.port import Job
from bot.features.feature import Clockwork
from bot.slack.outgoing.background import Background
from bot.store.sends import SendKind
from tests.features.kinds import SAID
from tests.flows.harness import Harness

TICK = [
    "fire",
    "repair",
    "drafts",
    "expire",
    "broadcasts",
    "series",
    "birthdays",
    "birthdays left",
    "clock",
    "sweep",
    "show",
    "follow",
    "evidence",
    "show again",
    "codes",
    "additions",
    "appointments",
    "imports settle",
    "imports repair",
    "free times",
    "lists words",
    "lists repair",
    "lists settle",
    "lists tidy",
    "lost roles",
    "days off",
    "audit log",
    "policy",
    "steps",
    "files",
    "imports files",
    "balance",
    "show lists",
    "home",
]
JOBS = {
    "workflow_steps.act",
    "sms.attempt",
    "otp.attempt",
    "broadcast.attempt",
    "lists.start",
    "lists.chunk",
    "lists.tidy",
    "lists.settle",
    "lists.result",
    "contact_import.start",
    "contact_import.chunk",
    "contact_import.result",
    "appointments.call",
    "contacts.groups",
    "clock.tick",
    "clock.retention",
    "credits.balance",
    "alerts.watch",
}
SCHEDULES = {
    "clock.tick": (5.0, False),
    "clock.retention": ("0 41 3 * * *", True),
    "alerts.watch": ("20 * * * * *", False),
    "credits.balance": ("0 9 * * * *", False),
    "contacts.groups": ("0 7,22,37,52 * * * *", True),
}
VERBS = [
    "",
    "broadcast",
    "list",
    "people",
    "scheduled",
    "templates",
    "otp",
    "otp verify",
    "otp recent",
    "contacts",
    "contacts add",
    "contacts unreachable",
    "contacts import",
    "appointment",
    "appointments",
    "day-off",
    "groups",
    "birthdays",
    "do-not-text",
    "credits",
    "status",
    "caller",
    "status group",
    "history",
    "policy",
    "help",
]


def test_each_part_of_the_tick_follows_what_it_builds_on(shared_harness: Harness) -> None:
    assert list(shared_harness.bot.tick._parts) == TICK


def test_a_part_is_asked_for_before_it_runs_unless_what_it_looks_at_is_no_database(
    shared_harness: Harness,
) -> None:
    due_parts = shared_harness.bot.tick._due_parts
    assert due_parts is not None
    elsewhere = {"policy", "files", "imports files", "balance", "home", "lost roles"}
    assert set(TICK) - set(due_parts.names) == elsewhere | {"birthdays"}  # the calendar tells


def test_jobs_keep_their_names_for_work_may_wait_under_them(shared_harness: Harness) -> None:
    assert shared_harness.bot.jobs.keys() == JOBS


def test_what_runs_by_a_schedule_of_its_own_comes_with_its_feature(shared_harness: Harness) -> None:
    found = shared_harness.bot.features.clockwork
    assert {each.name: (each.schedule, each.at_start is not None) for each in found} == SCHEDULES
    assert shared_harness.bot.jobs | {each.name: each.run for each in found} == shared_harness.bot.jobs


def test_each_kind_of_send_says_who_may_have_it_go_out_and_how_it_is_listed(shared_harness: Harness) -> None:
    found = shared_harness.bot.services.registries.kinds
    assert {kind: (each.role, each.label) for kind, each in found.items()} == SAID
    assert found.keys() == set(SendKind)


def test_the_engine_is_told_each_schedule(shared_harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, told = shared_harness.bot.engine, dict[str, str | float]()
    runs: dict[str, Job] = {}
    monkeypatch.setattr(engine, "clock", told.__setitem__)

    def every(seconds: float, name: str, job: Job) -> None:
        told[name], runs[name] = seconds, job

    monkeypatch.setattr(engine, "every", every)
    shared_harness.bot.features.set_clocks()
    assert told == {name: schedule for name, (schedule, _at_start) in SCHEDULES.items()}
    assert runs == {name: shared_harness.bot.jobs[name] for name, each in told.items() if each == 5.0}


def test_what_may_have_missed_its_time_runs_when_the_bot_starts(
    shared_harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    threads = Background(threads=1)
    late = Clockwork("late", lambda _args: ran.append("late"), "0 0 0 1 1 *", at_start=threads)
    soon = Clockwork("soon", lambda _args: ran.append("soon"), "* * * * * *")
    monkeypatch.setattr(shared_harness.bot.features, "clockwork", (soon, late))
    shared_harness.bot.features.catch_up()
    shared_harness.wait_for(threads.is_quiet)
    threads.stop()
    assert ran == ["late"]


def test_verbs_are_listed_in_this_order(shared_harness: Harness) -> None:
    tom = Who("U0TOM", "T0HARBOUR")
    assert [verb.name for verb in shared_harness.bot.commands.allowed(tom)] == VERBS
