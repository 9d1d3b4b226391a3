"""The dashboard and the rules for alerts: their tools can read them, and they ask for figures there are."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import promql_parser
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

from bot import metrics
from tests.every import every
from tests.locks import ROOT

RULES: Final = yaml.safe_load((ROOT / "ops" / "alerts.yml").read_text("utf-8"))
DASHBOARD: Final = json.loads((ROOT / "ops" / "grafana.json").read_text("utf-8"))
PANELS: Final[list[dict[str, Any]]] = DASHBOARD["panels"]
SCRAPED: Final = {"up"}
"""Prometheus' own."""
INTERVAL: Final = {"$__rate_interval": "5m", "$job": "smsit-bot"}
"""What Grafana puts in the place of its variables."""


def rules() -> list[dict[str, Any]]:
    return [rule for group in RULES["groups"] for rule in group["rules"]]


def queries() -> Iterator[tuple[str, str]]:
    """Give each expression with where it stands."""
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in PANELS:
        for target in panel["targets"]:
            expression = target["expr"]
            for variable, value in INTERVAL.items():
                expression = expression.replace(variable, value)
            yield f"{panel['title']} {target['refId']}", expression


def named_in(expression: str) -> set[str]:
    return set(re.findall(r"\b(?:smsit_bot|process)_\w+|\bup\b", expression))


@every(("place", "expression"), list(queries()))
def test_an_expression_is_one_of_prometheus_and_asks_for_figures_there_are(
    place: str, expression: str
) -> None:
    promql_parser.parse(expression)

    assert named_in(expression), place
    assert named_in(expression) <= metrics.names() | SCRAPED


def test_each_figure_of_ours_stands_on_the_dashboard_or_in_a_rule() -> None:
    used = set().union(*(named_in(expression) for _place, expression in queries()))
    ours = {re.sub("_(bucket|count|sum)$", "", name) for name in metrics.names() if name.startswith("smsit")}
    assert ours - {re.sub("_(bucket|count|sum)$", "", name) for name in used} == set()


def test_each_rule_says_what_is_wrong_and_what_to_do() -> None:
    assert len({rule["alert"] for rule in rules()}) == len(rules())
    for rule in rules():
        assert rule.keys() <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert all(rule["annotations"][name].endswith(".") for name in ("summary", "description"))
        assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))


def test_a_test_of_promtool_has_each_rule_fire_and_has_series_there_are() -> None:
    written = (ROOT / "ops" / "alerts.test.yml").read_text("utf-8")
    tests = yaml.safe_load(written)["tests"]
    fired = set(re.findall(r'alertname="(\w+)"', str([test["promql_expr_test"] for test in tests])))
    given = {each["series"].partition("{")[0] for test in tests for each in test["input_series"]}

    assert fired == {rule["alert"] for rule in rules()}
    assert given <= metrics.names() | SCRAPED


def test_a_label_that_is_asked_for_has_a_value_the_bot_gives() -> None:
    given = {
        "outcome": {"accepted", "refused", "unknown", "interrupted", "not_sent", "stopped"},
        "result": {"ok", "broke", "unreachable", "no_answer", "http_error", "rate_limited", "refused"},
        "queue": {"texts", "rows", "broadcasts", "imports"},
        "status": {"400", "401", "413"},
        "job": {"smsit-bot"},
        "method": {"getcreditbalance"},
    }
    for place, expression in queries():
        for label, values in re.findall(r'(\w+)(?:!=|=~|=)"([^"]+)"', expression):
            assert set(values.split("|")) <= given[label], place


def test_the_largest_of_a_figure_is_never_that_of_another_account() -> None:
    of_one = {metrics.SLACK_UP, metrics.SOCKET_AGE, metrics.DATABASE_UP, metrics.TICK_AGE, metrics.ACCOUNT_UP}
    looked_up = {each.name for each in vars(metrics).values() if isinstance(each, metrics.Sampled)}
    by_account = looked_up - {each.name for each in of_one}
    for place, expression in queries():
        if named_in(expression) & by_account and re.search(r"\b(max|min|sum|avg)\b", expression):
            assert re.search(r"by \([^)]*\baccount\b", expression), place


def lost(written: object, read: object, place: str = "") -> Iterator[str]:
    """Give each place at which something written was not read as it stands."""
    match written, read:
        case dict(), dict():
            for name, value in written.items():
                yield from lost(value, read.get(name), f"{place}.{name}")
        case list(), list() if len(written) == len(read):
            for number, (one, other) in enumerate(zip(written, read, strict=True)):
                yield from lost(one, other, f"{place}[{number}]")
        case _ if written != read:
            yield place


def test_grafanas_own_types_know_every_field_of_the_dashboard() -> None:
    read = Dashboard.from_json(DASHBOARD)
    assert list(lost(DASHBOARD, json.loads(JSONEncoder().encode(read)))) == []
    unknown = DASHBOARD | {"panels": [{**PANELS[0], "titel": "Texts"}]}
    again = json.loads(JSONEncoder().encode(Dashboard.from_json(unknown)))
    assert list(lost(unknown, again)) == [".panels[0].titel"]


def test_panels_have_places_and_sources_of_their_own() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    taken = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in PANELS
        for x in range(panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["h"])
    ]
    assert len(set(taken)) == len(taken)
    assert max(x for x, _y in taken) < 24
    assert all(panel["datasource"]["uid"] == "${datasource}" and panel["description"] for panel in PANELS)
    assert [each["name"] for each in DASHBOARD["templating"]["list"]] == ["datasource", "job"]
