"""What the features bring, all together: in an order that people and the clock rely on."""

from bot.access import Who
from tests.flows.harness import Harness

TICK = [
    "fire",
    "repair",
    "expire",
    "broadcasts",
    "sweep",
    "show",
    "follow",
    "evidence",
    "show again",
    "codes",
    "appointments",
    "imports settle",
    "imports repair",
    "lists repair",
    "lists settle",
    "lists tidy",
    "show lists",
]
JOBS = {
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
}
VERBS = [
    "",
    "broadcast",
    "list",
    "scheduled",
    "otp",
    "otp verify",
    "otp recent",
    "contacts",
    "contacts add",
    "contacts import",
    "appointment",
    "appointments",
    "groups",
    "do-not-text",
    "credits",
    "status",
    "status group",
    "help",
]


def test_each_part_of_the_tick_follows_what_it_builds_on(shared_harness: Harness) -> None:
    assert list(shared_harness.bot.tick._parts) == TICK


def test_jobs_keep_their_names_for_work_may_wait_under_them(shared_harness: Harness) -> None:
    assert shared_harness.bot.jobs.keys() == JOBS


def test_verbs_are_listed_in_this_order(shared_harness: Harness) -> None:
    tom = Who("U0TOM", "T0HARBOUR")
    assert [verb.name for verb in shared_harness.bot.commands.allowed(tom)] == VERBS
