"""The third table: whatever Slack delivers, delivered twice or thrice at once, to one process or to two."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

from bot.sandbox.slack.courier import Courier
from bot.sandbox.slack.model import Answer, Delivery
from tests.crashes.matrix import CrashHarness, Verdict
from tests.crashes.stories import Step, Story


def told(house: CrashHarness, kind: str, times: int) -> Verdict:
    """Tell a story in which every payload arrives so many times, and judge."""
    courier = house.harness.sandbox.slack.courier

    def repeated(step: Step) -> Step:
        def taken() -> Answer | None:
            with _delivering(courier, times):
                return step()

        return taken

    def altered(story: Story) -> Story:
        return replace(story, steps=tuple(map(repeated, story.steps)))

    return house.cell(kind, None, altered)


@contextmanager
def _delivering(courier: Courier, times: int) -> Iterator[None]:
    """Have every payload arrive so many times at the same moment, for as long as this lasts."""
    once = courier.deliver

    def many(delivery: Delivery) -> Answer:
        repeated = [courier.repeated(delivery, "timeout") for _ in range(times - 1)]
        with ThreadPoolExecutor(times) as threads:
            answers = list(threads.map(once, [delivery, *repeated]))
        assert all(each.acked for each in answers), answers
        return answers[0]

    courier.deliver = many  # type: ignore[method-assign] # for as long as this lasts
    try:
        yield
    finally:
        del courier.deliver
