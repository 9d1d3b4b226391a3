"""A lock file names everything that its packages need, on each Python and system that is promised."""

import re
import sys
from functools import cache
from importlib import metadata
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import locks
from tests.locks import PYTHONS, ROOT, Recipe

pytestmark = pytest.mark.unmeasured

COMPUTERS: Final = [("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64")]
PLACES: Final = [locks.environment(python, *computer) for python in PYTHONS for computer in COMPUTERS]
SITE: Final = "docs.txt"
"""What builds the site has an environment of its own, which `make lint` makes and checks."""
PATH: Final = [*sys.path, *map(str, ROOT.glob(".venv-docs/lib/*/site-packages"))]
IS_SITE_THERE: Final = (ROOT / ".venv-docs" / ".made").exists()
HERE: Final = [each for each in locks.recipes() if each.name != SITE or IS_SITE_THERE]
"""The locks whose packages are installed here, so that their metadata tells what they need."""
every_lock = pytest.mark.parametrize("recipe", HERE, ids=lambda recipe: recipe.name)
even_the_sites = pytest.mark.parametrize("recipe", locks.recipes(), ids=lambda recipe: recipe.name)


def locked(recipe: Recipe) -> dict[str, Requirement]:
    return dict(locks.read((ROOT / "requirements" / recipe.name).read_text("utf-8")))


@cache
def installed(name: str) -> list[str] | None:
    found = distribution(name)
    return None if found is None else found.requires or []


@cache
def distribution(name: str) -> metadata.Distribution | None:
    return next(iter(metadata.distributions(name=name, path=PATH)), None)


def test_every_lock_file_is_one_that_is_looked_at() -> None:
    written = {path.name for path in (ROOT / "requirements").glob("*.txt")}
    assert written == {recipe.name for recipe in locks.recipes()}
    assert written == {"production.txt", "demo.txt", "mcp.txt", "tracing.txt", "dev.txt", "build.txt", SITE}
    assert PYTHONS[0] == locks.project()["project"]["requires-python"].removeprefix(">=")


@every_lock
def test_a_lock_holds_all_that_its_packages_need_wherever_it_is_installed(recipe: Recipe) -> None:
    lock, wanted = locked(recipe), recipe.wanted(locks.project())
    for there in PLACES:
        missing = list(locks.lacks(lock, wanted, installed, there))
        assert missing == [], (there["python_version"], there["sys_platform"], there["platform_machine"])


@every_lock
def test_what_is_installed_here_is_what_the_lock_names_so_its_metadata_counts(recipe: Recipe) -> None:
    here = {
        name: getattr(distribution(name), "version", "not installed")
        for name, each in locked(recipe).items()
        if each.marker is None or each.marker.evaluate()
    }
    assert here == {name: locks.version(locked(recipe)[name]) for name in here}


@every_lock
def test_without_any_one_of_its_packages_a_lock_would_not_do(recipe: Recipe) -> None:
    lock, wanted = locked(recipe), recipe.wanted(locks.project())
    asked = {
        canonicalize_name(each.name)
        for there in PLACES
        for _whose, each in locks.needed(lock, wanted, installed, there)
    }
    # Whatever is asked for and not there is lacking; see below.
    # Wanted on Windows only, or in a browser, which are not promised.
    assert lock.keys() - asked <= {"colorama", "httpx2-jsfetch", "pywin32"}


@even_the_sites
def test_a_lock_pins_one_version_of_each_with_hashes_and_names_no_address(recipe: Recipe) -> None:
    text = (ROOT / "requirements" / recipe.name).read_text("utf-8")
    assert [name for name, each in locked(recipe).items() if locks.version(each) is None] == []
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) == len(locked(recipe))
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert " @ " not in text


def test_each_lock_holds_the_one_before() -> None:
    production, demo, mcp, tracing, dev, build, site = (locked(recipe) for recipe in locks.recipes())
    assert {name: dev[name] for name in demo} == demo
    assert {name: dev[name] for name in mcp} == mcp
    assert {name: dev[name] for name in tracing} == tracing
    assert {name: mcp[name] for name in production} == production
    assert {name: tracing[name] for name in production} == production
    assert {name: demo[name] for name in production} == production
    assert {name: dev[name] for name in build} == build
    assert [
        name for name in site if name in dev and locks.version(dev[name]) != locks.version(site[name])
    ] == []


def test_what_builds_the_bot_is_not_where_it_runs() -> None:
    production, demo, mcp, tracing, _dev, build, _site = (locked(recipe) for recipe in locks.recipes())
    assert build.keys() >= {"hatchling", "editables"}
    assert not build.keys() & (production.keys() | demo.keys() | mcp.keys() | tracing.keys())
    assert not {"pip", "setuptools", "wheel"} & production.keys()


class TestWhatALockLacks:
    """Made-up packages: pot needs lid with its extra paint, and a cosy before Python 3.12."""

    NEEDS: Final = {
        "pot": ["lid[paint]>=1", 'cosy; python_version < "3.12"', 'crane; extra == "lift"'],
        "lid": ['brush==2.*; extra == "paint"', 'saw; extra == "wood"'],
        "brush": [],
        "cosy": [],
    }
    LOCK: Final = (
        "pot==1.0 \\\n    --hash=sha256:0\nlid==1.5\nbrush==2.1\ncosy==0.1 ; python_version < '3.13'\n"
    )

    def lacks(self, lock: str, python: str = "3.11") -> list[str]:
        there = locks.environment(python, "linux", "x86_64")
        return list(locks.lacks(locks.read(lock), [Requirement("Pot>=1")], self.NEEDS.get, there))

    def test_is_nothing_when_all_is_there(self) -> None:
        assert [self.lacks(self.LOCK, python) for python in ("3.11", "3.12", "3.13")] == [[], [], []]

    @pytest.mark.parametrize(
        ("line", "lacking"),
        [
            ("pot==1.0 \\\n    --hash=sha256:0\n", ["the project needs Pot>=1"]),
            ("lid==1.5\n", ["pot needs lid[paint]>=1"]),
            ("brush==2.1\n", ['lid needs brush==2.*; extra == "paint"']),
            ("cosy==0.1 ; python_version < '3.13'\n", ['pot needs cosy; python_version < "3.12"']),
        ],
    )
    def test_is_what_was_taken_out_though_only_an_extra_asks_for_it(
        self, line: str, lacking: list[str]
    ) -> None:
        assert self.lacks(self.LOCK.replace(line, "")) == lacking

    def test_is_what_the_lock_leaves_out_there(self) -> None:
        lock = self.LOCK.replace("< '3.13'", "> '3.11'")
        assert self.lacks(lock) == ['pot needs cosy; python_version < "3.12"']

    @pytest.mark.parametrize("pin", ["brush==3.0", "brush>=2", "brush==2.*"])
    def test_is_a_version_that_will_do(self, pin: str) -> None:
        (lacking,) = self.lacks(self.LOCK.replace("brush==2.1", pin))
        assert lacking.startswith("lid needs brush==2.*")

    def test_names_are_compared_as_indexes_do(self) -> None:
        assert canonicalize_name("A.b_C") in locks.read("a-B_c==1")
