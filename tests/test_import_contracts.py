"""Where features may meet: what the contract of our own lets through, and what it refuses."""

import pytest
from grimp import ImportGraph

from tests.import_contracts import FeaturesMeetThroughService

OPTIONS = {
    "shared": ["sends"],
    "looks": ["build", "form", "listeners", "views"],
    "offered": ["templates.listeners"],
}


def refused(*imports: tuple[str, str]) -> list[tuple[str, str]]:
    """Return those of the imports between features that the contract refuses."""
    graph = ImportGraph()
    for importer, imported in imports:
        graph.add_import(importer=f"bot.features.{importer}", imported=f"bot.features.{imported}")
    contract = FeaturesMeetThroughService("Features meet", {}, {"name": "Features meet", **OPTIONS})
    check = contract.check(graph, verbose=False)
    met = [tuple(each.removeprefix("bot.features.") for each in pair) for pair in check.metadata["met"]]
    assert check.kept == (not met)
    return met


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("budgets.service", "credits.cost"),
        ("budgets.service", "credits.views.balance"),
        ("budgets.upkeep", "credits.views"),
        ("budgets.views.left", "credits.form"),
        ("budgets.listeners", "credits.listeners.balance"),
        ("budgets.service", "credits.build"),
        ("sends.service", "credits.cost"),
        ("budgets.service", "sends.listeners"),
        ("budgets.listeners", "sends.listeners.decisions"),
        ("sends.build", "credits.cost"),
        ("budgets.build", "credits.listeners"),
        ("budgets.build", "credits.jobs"),
        ("budgets.listeners", "templates.listeners.insertion"),
    ],
)
def test_what_another_feature_keeps_to_itself_is_refused(importer: str, imported: str) -> None:
    assert refused((importer, imported)) == [(importer, imported)]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("budgets.service", "credits.service"),
        ("budgets.service.days", "credits.service"),
        ("budgets.views.left", "credits.views.balance"),
        ("budgets.listeners.left", "credits.views"),
        ("budgets.form", "credits.service"),
        ("budgets.service", "budgets.days"),
        ("budgets.service", "sends.holds"),
        ("budgets.build", "credits.views"),
        ("budgets.build", "sends.listeners"),
        ("budgets.upkeep", "sends.upkeep"),
        ("budgets.build", "templates.listeners.insertion"),
        ("budgets.service", "feature"),
        ("feature", "credits.listeners"),
    ],
)
def test_what_it_offers_may_be_used(importer: str, imported: str) -> None:
    assert refused((importer, imported)) == []


def test_every_refused_import_is_named_in_order() -> None:
    pairs = [("sms.service", "credits.cost"), ("budgets.views.left", "credits.form")]
    assert refused(*pairs, ("sms.service", "credits.service")) == sorted(pairs)


def test_what_is_no_feature_may_use_what_it_likes() -> None:
    graph = ImportGraph()
    graph.add_import(importer="bot.assembly.features", imported="bot.features.credits.listeners")
    graph.add_import(importer="bot.features.credits.service", imported="bot.errors")
    contract = FeaturesMeetThroughService("Features meet", {}, {"name": "Features meet", **OPTIONS})
    assert contract.check(graph, verbose=False).kept


def test_a_broken_contract_says_which_imports_break_it(capsys: pytest.CaptureFixture[str]) -> None:
    graph = ImportGraph()
    graph.add_import(importer="bot.features.sms.service", imported="bot.features.credits.cost")
    contract = FeaturesMeetThroughService("Features meet", {}, {"name": "Features meet", **OPTIONS})
    contract.render_broken_contract(contract.check(graph, verbose=False))
    assert "bot.features.sms.service -> bot.features.credits.cost" in capsys.readouterr().out
