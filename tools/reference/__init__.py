"""Pages of docs/reference that are written from the sources: `make reference` writes them again.

They are kept, so that they can be read where the code is; a test says when one is out of date.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tools.reference import command_line, commands, errors, metrics, policy, settings, states

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / "docs" / "reference"
PAGES: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "command-line.md": command_line.page,
        "commands.md": commands.page,
        "errors.md": errors.page,
        "metrics.md": metrics.page,
        "policy.md": policy.page,
        "settings.md": settings.page,
        "states.md": states.page,
    }
)
