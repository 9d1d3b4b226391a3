"""Find a Chromium, or say how to get one: `python -m tests.browser.chromium`.

Exits 1 when there is none and this is a CI run; elsewhere it warns loudly: the browser tests will not run.
"""

import os
import shutil
import sys
from collections.abc import Mapping

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing outside this computer is reached
)
HOW_TO_GET_IT = """\
No Chromium was found, and the browser tests need one.
  Debian, Ubuntu   apt-get install chromium
  Fedora           dnf install chromium
  macOS            brew install --cask chromium
  elsewhere        set CHROMIUM to the path of any Chromium or Chrome"""


def find(environment: Mapping[str, str] = os.environ) -> str | None:
    """Return the path of the browser: what CHROMIUM names, else the first known name on PATH."""
    named = environment.get("CHROMIUM")
    if named:
        return shutil.which(named)
    found = (shutil.which(name, path=environment.get("PATH")) for name in NAMES)
    return next((path for path in found if path), None)


def is_ci(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether this is a CI run, where nothing may be left out silently."""
    return bool(environment.get("CI"))


def main(environment: Mapping[str, str] = os.environ) -> int:
    """Print where Chromium is, or how to get it; return the exit code."""
    path = find(environment)
    if path:
        print(f"Chromium: {path}")  # noqa: T201 - a command speaks by printing
        return 0
    print(HOW_TO_GET_IT, file=sys.stderr)  # noqa: T201 - as above
    if is_ci(environment):
        return 1
    print("\n*** THE BROWSER TESTS WILL NOT RUN. ***\n", file=sys.stderr)  # noqa: T201 - as above
    return 0


if __name__ == "__main__":
    sys.exit(main())
