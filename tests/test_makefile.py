"""What the Makefile and the documents install: the lock files as they are, today and when they are old."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Final

import pip
import pytest

from tests import wheels
from tests.locks import PYTHONS, ROOT

pytestmark = [pytest.mark.long, pytest.mark.unmeasured]

MAKE: Final = shutil.which("make") or "make"
STAMPS: Final = {"demo.txt": ".venv/.demo", "dev.txt": ".venv/.dev"}
LOCKED: Final = {"brush==1.0", "lid==1.0", "pot==1.0", "kitchen==1.0"}
FOR_THE_LOCK: Final = {"--require-hashes", "--no-deps"}
PYPROJECT: Final = """\
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "kitchen"
version = "1.0"
"""
BACKEND: Final = """\
import pathlib
import wheels


def build_editable(folder, config_settings=None, metadata_directory=None):
    return wheels.build(pathlib.Path(folder), "kitchen", "1.0", ("pot>=1",)).name
"""
WITHOUT_PIP: Final = """\
#!/bin/sh
test "$2" != venv || set -- "$@" --without-pip
exec {} "$@"
"""


def clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what this test run's own make and pip were told."""
    told = re.compile(r"PIP_|MAKE|MFLAGS|VENV|VIRTUAL_ENV|PYTHON|PYENV_VERSION|ARGS|GNUMAKEFLAGS")
    return {name: value for name, value in environment.items() if not told.match(name)}


class Kitchen:
    """A made-up project with this Makefile, and an index in which everything has a newer release."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = folder / "index"
        self.index.mkdir()
        (folder / "requirements").mkdir()
        shutil.copy(ROOT / "Makefile", folder)
        shutil.copy(wheels.__file__, folder)
        (folder / "pyproject.toml").write_text(PYPROJECT, "utf-8")
        (folder / "backend.py").write_text(BACKEND, "utf-8")
        self.lock = {}
        for version in ("1.0", "2.0"):
            brush = wheels.build(self.index, "brush", version)
            lid = wheels.build(self.index, "lid", version, ('brush>=1.0; extra == "paint"',), "paint")
            pot = wheels.build(self.index, "pot", version, ("lid[paint]>=1.0",))
            self.lock |= {each.name: wheels.locked(each) for each in (brush, lid, pot) if version == "1.0"}
        oven = wheels.build(self.index, "oven", "1.0")
        (folder / "requirements" / "build.txt").write_text(wheels.locked(oven), "utf-8")

    def write(self, lock: str, *, without: str = "nothing") -> None:
        entries = [entry for entry in self.lock.values() if not entry.startswith(f"{without}==")]
        (self.folder / "requirements" / lock).write_text("".join(entries), "utf-8")

    def make(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        told = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.index), "PIP_CONFIG_FILE": os.devnull}
        return subprocess.run(  # noqa: S603 - made up here
            [MAKE, f"PYTHON={sys.executable}", *words],
            cwd=self.folder,
            env=clean(os.environ) | told | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self) -> set[str]:
        (packages,) = self.folder.glob(".venv/lib/python*/site-packages")
        found = distributions(path=[str(packages)])
        return {f"{each.name}=={each.version}" for each in found if each.name not in {"pip", "setuptools"}}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment to copy, with nothing in it but the pip that is here: to install one takes longest."""
    kitchen = Kitchen(tmp_path_factory.mktemp("bare"))
    python = kitchen.folder / "python"
    python.write_text(WITHOUT_PIP.format(sys.executable), "utf-8")
    python.chmod(0o700)
    made = kitchen.make(f"PYTHON={python}", ".venv/.python")
    assert made.returncode == 0, made.stderr
    (packages,) = kitchen.folder.glob(".venv/lib/python*/site-packages")
    here = Path(pip.__file__).parent
    for each in (here, *here.parent.glob("pip-*.dist-info")):
        shutil.copytree(each, packages / each.name)
    return kitchen.folder / ".venv"


@pytest.fixture
def kitchen(tmp_path: Path, bare: Path) -> Kitchen:
    shutil.copytree(bare, tmp_path / ".venv", symlinks=True)
    return Kitchen(tmp_path)


def test_an_environment_is_what_its_lock_says_though_every_package_has_a_newer_release(
    kitchen: Kitchen,
) -> None:
    kitchen.write("demo.txt")
    made = kitchen.make(".venv/.demo")
    assert made.returncode == 0, made.stderr
    assert kitchen.installed() == LOCKED | {"oven==1.0"}
    assert (kitchen.folder / ".venv/.demo").exists()


def test_a_lock_that_lacks_a_package_stops_the_set_up_until_it_is_mended(kitchen: Kitchen) -> None:
    kitchen.write("dev.txt", without="lid")
    for _ in range(2):
        made = kitchen.make(".venv/.dev")
        assert made.returncode != 0
        assert "pot 1.0 requires lid, which is not installed." in made.stdout
        assert not (kitchen.folder / ".venv/.dev").exists()
    kitchen.write("dev.txt")
    assert kitchen.make(".venv/.dev").returncode == 0
    assert kitchen.installed() == LOCKED  # which holds what builds it itself


def test_a_package_that_is_not_the_one_that_was_locked_is_refused(kitchen: Kitchen) -> None:
    kitchen.write("demo.txt")
    wheels.build(kitchen.index, "brush", "1.0", ("pot",))
    made = kitchen.make(STAMPS["demo.txt"])
    assert made.returncode != 0
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in made.stderr


def test_an_older_python_is_refused_with_what_to_type(tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = (3, 10); $2"\n', "utf-8"
    )
    old.chmod(0o700)
    made = Kitchen(tmp_path).make(f"PYTHON={old}", ".venv/.python")
    assert made.returncode != 0
    assert "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11" in made.stderr
    assert not (tmp_path / ".venv").exists()


class TestOtherPythons:
    @pytest.fixture
    def kitchen(self, tmp_path: Path) -> Kitchen:
        """A project on a computer on which every other Python is a shim that knows no such version."""
        (tmp_path / "bin").mkdir()
        for version in PYTHONS:
            self.put(tmp_path / "bin", version, "exit 127")
        return Kitchen(tmp_path)

    @staticmethod
    def put(folder: Path, version: str, script: str) -> None:
        shim = folder / f"python{version}"
        shim.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        shim.chmod(0o700)

    @staticmethod
    def pythons(kitchen: Kitchen, make: str) -> subprocess.CompletedProcess[str]:
        """Have each Python tried that is there, with `make` in place of make itself."""
        path = f"{kitchen.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return kitchen.make(f"MAKE={make}", "pythons", PATH=path)

    def test_those_that_are_tried_are_those_that_are_promised(self, kitchen: Kitchen) -> None:
        told = self.pythons(kitchen, "echo").stdout
        assert told == f"NOT TRIED, because not found: Python {' '.join(self.others())}\n"

    def test_one_that_is_there_gets_an_environment_of_its_own(self, kitchen: Kitchen) -> None:
        here, *absent = self.others()
        self.put(kitchen.folder / "bin", here, f'test "$PYENV_VERSION" = {here}')
        made = self.pythons(kitchen, "echo")
        assert made.returncode == 0
        assert made.stdout.splitlines() == [
            f"--- Python {here}",
            f"--no-print-directory VENV=.venv-{here} PYTHON=python{here} smoke tour",
            f"NOT TRIED, because not found: Python {' '.join(absent)}",
        ]

    def test_when_one_fails_all_fail(self, kitchen: Kitchen) -> None:
        self.put(kitchen.folder / "bin", self.others()[0], "exit 0")
        assert self.pythons(kitchen, "false").returncode != 0

    @staticmethod
    def others() -> list[str]:
        own = f"{sys.version_info.major}.{sys.version_info.minor}"
        return [version for version in PYTHONS if version != own]


def commands() -> dict[str, list[str]]:
    """Return what is typed where: the lines of each document, and what make would run."""
    documents = [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / ".ci" / "run",
        ROOT / "Dockerfile",
        ROOT / "Makefile",
        *ROOT.glob("docs/**/*.md"),
    ]
    typed = {str(each.relative_to(ROOT)): each.read_text("utf-8").splitlines() for each in documents}
    for target in STAMPS.values():
        dry = subprocess.run(  # noqa: S603 - targets from above
            [MAKE, "--dry-run", "--always-make", target],
            cwd=ROOT,
            env=clean(os.environ),
            capture_output=True,
            text=True,
            check=True,
        )
        typed[target] = dry.stdout.splitlines()
    return typed


def test_whoever_installs_a_lock_takes_it_as_it_is_and_looks_whether_it_was_complete() -> None:
    found = set()
    for where, lines in commands().items():
        for number, line in enumerate(lines):
            if "pip" in line and re.search(r"-r +requirements/", line):
                found.add(where)
                assert set(line.split()) >= FOR_THE_LOCK, f"{where}: {line}"
                if (
                    "requirements/docs.txt" not in line
                ):  # the site is made of documents: nothing is built for it
                    number += 1  # noqa: PLW2901 - the line after it
                    assert "--no-deps" in lines[number].split(), f"{where}: {lines[number]}"
                checks = re.search(r"\bcheck( && \\)?$", lines[number + 1])
                assert checks, f"{where}: {lines[number + 1]}"
    assert found == {"docs/tutorial.md", "docs/operations.md", "Dockerfile", "Makefile", *STAMPS.values()}
