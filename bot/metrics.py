"""What the bot counts and times of itself: names, labels and what they mean, in one place.

One for the process, as a process is what is scraped. Counting costs microseconds, whether anybody looks or
not. A label is a word of ours, a method of Slack or SMS-iT, or the name of a queue: never anything of people.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple

from bot.stand_ins import standing_in

with standing_in({"html": ()}):  # what pages for people would need, and a third of a megabyte
    from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
    from prometheus_client.core import GaugeMetricFamily, Metric

from bot import spans

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
OK: Final = "ok"
RATE_LIMITED: Final = "rate_limited"
ACCOUNT: Final = "account"
"""The label that names one of several accounts by its key, which is ours."""

_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Slack waits three seconds for an acknowledgement."""
_CALLS: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

_REGISTRY: Final = CollectorRegistry()
ProcessCollector(registry=_REGISTRY)

ACKS: Final = Histogram(
    "smsit_bot_ack_seconds",
    "Time until the answer to what came from Slack stood, by kind of arrival and result.",
    ("kind", "result"),
    registry=_REGISTRY,
    buckets=_QUICK,
)
HTTP_REFUSED: Final = Counter(
    "smsit_bot_http_refused",
    "HTTP requests that were turned away before anything read them, by status.",
    ("status",),
    registry=_REGISTRY,
)
ATTEMPTS: Final = Counter(
    "smsit_bot_attempts",
    "Attempts to write to SMS-iT, by kind and outcome.",
    ("kind", "outcome"),
    registry=_REGISTRY,
)
SLACK_CALLS: Final = Histogram(
    "smsit_bot_slack_call_seconds",
    "Calls to Slack, by method and result.",
    ("method", "result"),
    registry=_REGISTRY,
    buckets=_CALLS,
)
SMSIT_CALLS: Final = Histogram(
    "smsit_bot_smsit_call_seconds",
    "Calls to SMS-iT, each try of them, by method and result.",
    ("method", "result"),
    registry=_REGISTRY,
    buckets=_CALLS,
)
LIMITED: Final = Counter(
    "smsit_bot_rate_limited",
    "Answers of 429, by service.",
    ("service",),
    registry=_REGISTRY,
)
RECONNECTS: Final = Counter(
    "smsit_bot_socket_reconnects",
    "Connections to Slack that took the place of one before.",
    registry=_REGISTRY,
)
TICKS: Final = Histogram(
    "smsit_bot_tick_seconds",
    "Ticks of the clock, by result.",
    ("result",),
    registry=_REGISTRY,
    buckets=_CALLS,
)


class Sampled(NamedTuple):
    """A figure that is not counted as it happens, but looked up when somebody asks."""

    name: str
    help: str
    labels: tuple[str, ...] = ()

    def of(self, value: float, *labels: str) -> "Sample":
        """Return what it is now."""
        return Sample(self, value, labels)


class Sample(NamedTuple):
    """One value of such a figure."""

    figure: Sampled
    value: float
    labels: Sequence[str]

    def with_labels(self, more: Mapping[str, str]) -> "Sample":
        """Return the same with further labels, by their names."""
        figure = self.figure._replace(labels=(*self.figure.labels, *more))
        return Sample(figure, self.value, (*self.labels, *more.values()))


DATABASE_UP: Final = Sampled(
    "smsit_bot_database_up", "1 when the database answers and keeps what is written."
)
SLACK_UP: Final = Sampled("smsit_bot_slack_up", "1 when Slack can reach the bot.")
ACCOUNT_UP: Final = Sampled(
    "smsit_bot_account_up", "1 while the bot of an account takes what arrives.", (ACCOUNT,)
)
SOCKET_AGE: Final = Sampled("smsit_bot_socket_age_seconds", "How long the connection to Slack has stood.")
TICK_AGE: Final = Sampled("smsit_bot_last_tick_age_seconds", "How long ago the last tick ended.")
QUEUE_JOBS: Final = Sampled("smsit_bot_queue_jobs", "Jobs that wait in a queue.", ("queue",))
QUEUE_AGE: Final = Sampled(
    "smsit_bot_queue_age_seconds", "How long the oldest of them has waited.", ("queue",)
)
FOLLOW_UPS_DUE: Final = Sampled("smsit_bot_follow_ups_due", "Texts whose delivery report is due.")
FOLLOW_UPS_LATE: Final = Sampled("smsit_bot_follow_ups_late", "Those that have been due for two minutes.")
LISTS: Final = Sampled("smsit_bot_lists", "Lists under way, by state.", ("state",))
IMPORTS: Final = Sampled("smsit_bot_imports", "Imports under way, by state.", ("state",))
BALANCE: Final = Sampled("smsit_bot_balance_credits", "SMS credits, as SMS-iT said last.")
BALANCE_AGE: Final = Sampled("smsit_bot_balance_age_seconds", "How long ago it said so.")


@contextmanager
def slack_call(method: str, failed: Callable[[BaseException], str]) -> Iterator[None]:
    """Time one call to Slack; ``failed`` names what came of one that raises."""
    began, result = time.monotonic(), OK
    try:
        yield
    except BaseException as error:
        result = failed(error)
        raise
    finally:
        _call(SLACK_CALLS, "slack", method, result, time.monotonic() - began)


def smsit_call(method: str, result: str, seconds: float) -> None:
    """Note one call to SMS-iT."""
    _call(SMSIT_CALLS, "smsit", method, result, seconds)


def exposition(samples: Iterable[Sample], account: str = "") -> bytes:
    """Return everything, as Prometheus reads it.

    With the key of an ``account``, one of several, the figures that were looked up are told as its own.
    """
    looked_up = CollectorRegistry()
    own = {ACCOUNT: account} if account else {}
    looked_up.register(_LookedUp([each.with_labels(own) for each in samples]))
    return generate_latest(_REGISTRY) + generate_latest(looked_up)


def names() -> frozenset[str]:
    """Return the name of every series there may be."""
    counted = {
        f"{family.name}{suffix}"
        for family in _REGISTRY.collect()
        for suffix in {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(
            family.type, ("",)
        )
    }
    return frozenset(counted | {each.name for each in globals().values() if isinstance(each, Sampled)})


class _LookedUp:
    """Hands figures that were looked up to the library."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._samples = samples

    def collect(self) -> Iterator[Metric]:
        """Give each figure with all its values."""
        families: dict[str, GaugeMetricFamily] = {}
        for figure, value, labels in self._samples:
            if figure.name not in families:
                families[figure.name] = GaugeMetricFamily(figure.name, figure.help, labels=figure.labels)
            families[figure.name].add_metric(labels, value)
        yield from families.values()


def _call(timed: Histogram, service: str, method: str, result: str, seconds: float) -> None:
    spans.called(f"{service} {method}", result, seconds)
    timed.labels(method, result).observe(seconds)
    if result == RATE_LIMITED:
        LIMITED.labels(service).inc()
