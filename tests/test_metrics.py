"""Figures: names and labels are ours, and hold nothing of people."""

from typing import Final

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import metrics
from tests.counted import counted

LABELS: Final = {
    "kind",
    "result",
    "status",
    "outcome",
    "method",
    "service",
    "queue",
    "state",
    "account",
    "le",
}
"""What a label may say: of none of them people or SMS-iT choose the words."""


def test_every_series_has_a_name_of_ours_and_labels_that_say_nothing_of_people() -> None:
    sampled = [
        each.of(1, *each.labels) for each in vars(metrics).values() if isinstance(each, metrics.Sampled)
    ]
    metrics.ACKS.labels("command", metrics.OK).observe(0.01)

    families = list(text_string_to_metric_families(metrics.exposition(sampled).decode()))

    assert {each.name for each in families if not each.name.startswith(("smsit_bot_", "process_"))} == set()
    assert all(each.documentation for each in families)
    assert {name for each in families for sample in each.samples for name in sample.labels} <= LABELS
    shown = {sample.name for each in families for sample in each.samples}
    assert {name for name in shown if not name.endswith("_created")} <= metrics.names()


def test_a_figure_with_several_values_is_told_once() -> None:
    samples = [metrics.LISTS.of(2, "running"), metrics.BALANCE.of(4998), metrics.LISTS.of(1, "paused")]

    text = metrics.exposition(samples).decode()

    assert text.count("# TYPE smsit_bot_lists gauge") == 1
    assert counted("smsit_bot_lists", text, state="running") == 2
    assert counted("smsit_bot_lists", text) == 3
    assert counted("smsit_bot_balance_credits", text) == 4998


def test_the_figures_of_one_of_several_accounts_name_it() -> None:
    samples = [metrics.LISTS.of(2, "running"), metrics.BALANCE.of(4998)]

    text = metrics.exposition(samples, "clinic").decode()

    assert counted("smsit_bot_lists", text, state="running", account="clinic") == 2
    assert counted("smsit_bot_balance_credits", text, account="clinic") == 4998
    assert "account" not in metrics.exposition(samples).decode()


@pytest.mark.parametrize(("result", "limited"), [("ok", 0), ("rate_limited", 1), ("no_answer", 0)])
def test_what_was_told_to_wait_is_counted_apart(result: str, limited: int) -> None:
    before = counted("smsit_bot_rate_limited_total", service="smsit")

    metrics.smsit_call("smscontact", result, 0.2)

    assert counted("smsit_bot_rate_limited_total", service="smsit") == before + limited
