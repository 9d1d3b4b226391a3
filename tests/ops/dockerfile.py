"""What the Dockerfile says a container is: what it runs, in which environment, how its health is asked."""

import json
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from tests.locks import ROOT

TEXT: Final = (ROOT / "Dockerfile").read_text("utf-8")


@dataclass(frozen=True)
class Image:
    """One stage, with all that it has from the stages it begins with."""

    environment: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    ports: tuple[str, ...] = ()
    volumes: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    health: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()

    def told(self, word: str, rest: str) -> Self:
        """Return it with one instruction more."""
        changes: dict[str, Callable[[], dict[str, Any]]] = {
            "ENV": lambda: {"environment": self.environment | _pairs(rest)},
            "USER": lambda: {"user": rest},
            "EXPOSE": lambda: {"ports": (*self.ports, *rest.split())},
            "VOLUME": lambda: {"volumes": (*self.volumes, *json.loads(rest))},
            "ENTRYPOINT": lambda: {"entrypoint": tuple(json.loads(rest))},
            "CMD": lambda: {"command": tuple(json.loads(rest))},
            "HEALTHCHECK": lambda: {"health": tuple(json.loads(rest.partition("CMD ")[2]))},
            "RUN": lambda: {"runs": (*self.runs, rest)},
            "COPY": lambda: {"copied": (*self.copied, rest)},
        }
        return replace(self, **changes[word]()) if word in changes else self


def _pairs(rest: str) -> dict[str, str]:
    return dict(each.split("=", 1) for each in shlex.split(rest))


def instructions() -> Iterator[tuple[str, str]]:
    lines = (line for line in TEXT.splitlines() if not line.startswith("#"))
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word:
            yield word, " ".join(rest.split())


def stages() -> dict[str, Image]:
    """Return each stage by its name; the last is what is built when none is named."""
    found: dict[str, Image] = {}
    name = ""
    for word, rest in instructions():
        if word == "FROM":
            base, _, name = rest.partition(" AS ")
            found[name] = found.get(base, Image())
        elif name:
            found[name] = found[name].told(word, rest)
    return found
