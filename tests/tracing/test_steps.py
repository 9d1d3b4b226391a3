"""Which jobs are recorded, and what of them is told."""

import pytest

from bot.engine.jobs import JobError, RunningJobs
from tests.tracing.recorded import Recorded, told


def fail(_args: object) -> None:
    raise ValueError("14155550100")


def test_a_job_is_recorded_with_what_it_is_about_and_the_clock_s_own_are_not(recorded: Recorded) -> None:
    jobs = RunningJobs(lambda: None)
    jobs.job("sms.attempt", lambda _args: None)({"send_id": "s1", "request": "asked"})
    jobs.job("lists.chunk", lambda _args: None)({"send_id": "l1", "wave": "2"})
    jobs.job("clock.groups", lambda _args: None)("2026-11-30T15:00:00+00:00")
    jobs.tick("clock.tick", lambda _args: None)()
    with pytest.raises(JobError):
        jobs.job("sms.attempt", fail)({"send_id": "s2"})

    assert [each.name for each in recorded.ended] == ["job sms.attempt", "job lists.chunk", "job sms.attempt"]
    assert [told(each) for each in recorded.ended] == [
        {"step": "job", "subject": "s1", "request": "asked"},
        {"step": "job", "subject": "l1"},
        {"step": "job", "subject": "s2", "result": "ValueError"},
    ]
