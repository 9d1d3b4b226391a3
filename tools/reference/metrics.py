"""The page of figures for Prometheus, from the module that holds them all."""

from typing import Final, TypeVar

from prometheus_client.metrics import MetricWrapperBase

from bot import metrics
from bot.metrics import Sampled
from tools.reference.markdown import code, document, several, table

_HEAD: Final = ("figure", "kind", "labels", "what it is")
_Kind = TypeVar("_Kind")


def page() -> str:
    """Return the page."""
    return document(
        "Metrics",
        "`bot/metrics.py`",
        "What `/metrics` answers at `OPS_PORT`, for Prometheus. [Health and "
        "metrics](../operations.md#health-and-metrics) says how to set it up and what the labels hold.",
        "## Counted as it happens",
        "A histogram has `_count`, `_sum` and `_bucket`. Each process counts its own.",
        table(_HEAD, sorted(map(_counted, _of(MetricWrapperBase)))),
        "## Looked up when someone asks",
        "Those of the database are the same in every process: take the largest, and don't add them up.",
        table(_HEAD, sorted(map(_looked_up, _of(Sampled)))),
        "Beside these are memory, CPU time and descriptors of the process, `process_…`.",
    )


def _of(kind: type[_Kind]) -> list[_Kind]:
    return [each for each in vars(metrics).values() if isinstance(each, kind)]


def _counted(figure: MetricWrapperBase) -> tuple[str, ...]:
    (family,) = figure.describe()
    name = f"{family.name}_total" if family.type == "counter" else family.name
    labels = several(figure._labelnames)  # noqa: SLF001 - the library tells them nowhere else
    return code(name), family.type, labels, family.documentation


def _looked_up(figure: Sampled) -> tuple[str, ...]:
    return code(figure.name), "gauge", several(figure.labels), figure.help
