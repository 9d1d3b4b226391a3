"""Lock files, and what they have to hold according to the metadata of the packages installed here."""

import argparse
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.dependency_groups import resolve_dependency_groups
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT: Final = Path(__file__).parent.parent
Environment = Mapping[str, str]
Lock = Mapping[NormalizedName, Requirement]
Needs = Callable[[str], list[str] | None]
"""From a package's name to the requirements in its metadata; None when it is not installed here."""


@dataclass(frozen=True)
class Recipe:
    """What one line of `requirements/lock.sh` makes a lock file of."""

    name: str
    extras: tuple[str, ...]
    groups: tuple[str, ...]
    is_group_only: bool = False

    def wanted(self, project: Mapping[str, Any]) -> list[Requirement]:
        """Return what the project itself asks for, given its `pyproject.toml`."""
        wanted = [] if self.is_group_only else list(project["project"]["dependencies"])
        for extra in self.extras:
            wanted += project["project"]["optional-dependencies"][extra]
        wanted += resolve_dependency_groups(project["dependency-groups"], *self.groups)
        return [Requirement(each) for each in wanted]


def recipes() -> list[Recipe]:
    """Return what `make lock` writes."""
    words = argparse.ArgumentParser()
    words.add_argument("name")
    words.add_argument("--extra", action="append", default=[])
    words.add_argument("--group", action="append", default=[])
    words.add_argument("--constraint")
    lines = (ROOT / "requirements" / "lock.sh").read_text("utf-8").splitlines()
    called = [shlex.split(line) for line in lines if line.startswith(("compile ", "compile_group "))]
    told = [(name == "compile_group", words.parse_args(given)) for name, *given in called]
    return [Recipe(each.name, tuple(each.extra), tuple(each.group), only) for only, each in told]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


PYTHONS: Final = [
    each.rpartition(" ")[2]
    for each in project()["project"]["classifiers"]
    if re.fullmatch(r"Programming Language :: Python :: \d+\.\d+", each)
]
"""The versions of Python that are promised, such as 3.11, the oldest first."""


def read(text: str) -> dict[NormalizedName, Requirement]:
    """Return the packages a lock file names, without their hashes."""
    lines = (line for line in text.splitlines() if line and not line.startswith((" ", "#", "-")))
    named = [Requirement(line.removesuffix("\\")) for line in lines]
    return {canonicalize_name(each.name): each for each in named}


def environment(python: str, platform: str, machine: str) -> dict[str, str]:
    """Return what markers ask about: this computer as another one, such as 3.12 on `darwin`, `arm64`."""
    system = {"linux": "Linux", "darwin": "Darwin"}[platform]
    as_here = {key: str(value) for key, value in default_environment().items()}
    return as_here | {
        "implementation_version": f"{python}.0",
        "platform_machine": machine,
        "platform_system": system,
        "python_full_version": f"{python}.0",
        "python_version": python,
        "sys_platform": platform,
    }


def needed(
    lock: Lock, wanted: list[Requirement], needs: Needs, there: Environment
) -> Iterator[tuple[str, Requirement]]:
    """Give all that is needed there and who needs it, as far as the lock leads; extras are followed."""
    todo = [("the project", each, "") for each in wanted]
    seen = set()
    while todo:
        whose, each, extra = todo.pop()
        if each.marker is not None and not each.marker.evaluate({**there, "extra": extra}):
            continue
        yield whose, each
        name = canonicalize_name(each.name)
        if is_locked(lock, name, there):
            for which in {"", *each.extras}:
                if (name, which) not in seen:
                    seen.add((name, which))
                    todo += [(name, Requirement(line), which) for line in needs(name) or ()]


def is_locked(lock: Lock, name: NormalizedName, there: Environment) -> bool:
    locked = lock.get(name)
    return locked is not None and (locked.marker is None or locked.marker.evaluate(dict(there)))


def lacks(lock: Lock, wanted: list[Requirement], needs: Needs, there: Environment) -> Iterator[str]:
    """Say what is needed there and not locked; extras are followed, which `pip check` does not do."""
    for whose, each in needed(lock, wanted, needs, there):
        name = canonicalize_name(each.name)
        if not is_locked(lock, name, there):
            yield f"{whose} needs {each}"
            continue
        pinned = version(lock[name])
        if pinned is None or not each.specifier.contains(pinned, prereleases=True):
            yield f"{whose} needs {each}, which {lock[name]} is not"


def version(locked: Requirement) -> str | None:
    """Return the one version it pins."""
    pins = [each for each in locked.specifier if each.operator == "==" and not each.version.endswith("*")]
    return pins[0].version if len(locked.specifier) == len(pins) == 1 else None
