"""What the doctor says of each thing that is broken, and the page of the documents that tells it.

``python -m tests.service.doctor`` writes the page again.
"""

import json
import re
from collections.abc import Mapping
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from bot.doctor import disk
from bot.doctor import report as report_of
from bot.doctor.command import doctor
from bot.sandbox import Sandbox
from bot.texting.clock import utc_now
from tests.locks import ROOT
from tests.service.conftest import env_file, no_settings_around
from tests.service.doctor.broken import Bot, Broken, applied
from tools.reference.markdown import table

PAGE: Final = ROOT / "docs" / "reference" / "doctor.md"
MARKS: Final = {"wrong": "✗", "look": "!"}
FOLDER: Final = "/srv/smsit-bot"
VARIES: Final = {
    r"\b\d[\d,.]* (GB free|ms\b|seconds )": r"… \1",
    r"127\.0\.0\.1:\d{4,}": "127.0.0.1:3000",
    r"(RuntimeError \|).*": r"\1 …",
    r"\b\d+ tables that": "… tables that",
    r"this one knows \d+": "this one knows …",
    r"bot\.db-(?:shm|wal)": "bot.db",
    r"Can't assign": "Cannot assign",
}
"""What is another one on each machine and system, or with the next migration."""
INTRO: Final = """# What the doctor finds

<!-- Written by `make reference` from `tests/service/doctor`: change that, not this page. -->

A test breaks each of these on purpose, and looks that it shows in this line and in no other. `✗` is wrong:
the bot, or a part of it, doesn't work. `!` works, and deserves a look. Lines that need what is broken are
left out, or say that it isn't known. Of several accounts each line has the account's key before it.
[Look at everything](../operations.md#look-at-everything) says how to ask."""


def whole(sandbox: Sandbox, folder: Path, patch: pytest.MonkeyPatch) -> Bot:
    """Return a bot with which nothing is wrong, whatever disk it is on."""
    patch.setattr(disk, "LITTLE_FREE", 0)
    patch.setattr(disk, "SLOW_SECONDS", 60.0)
    return Bot(sandbox, folder, patch)


def tried(row: Broken, sandbox: Sandbox) -> str:
    """Break it, and return the line of the page."""
    with TemporaryDirectory() as made, pytest.MonkeyPatch.context() as patch:
        folder = Path(made).resolve()
        no_settings_around(patch, folder)
        bot = whole(sandbox, folder, patch)
        with applied(row, bot):
            _, found = look(bot)
        return told(row, found[row.line], bot)


def look(bot: Bot) -> tuple[int, Mapping[str, tuple[str, str, str]]]:
    """Run the command; return its status, and what it found by the name of the line: state, what, to do."""
    (bot.folder / "own.toml").write_text(bot.policy, encoding="utf-8")
    given = {"POLICY_FILE": str(bot.folder / "own.toml"), **bot.settings}
    file = env_file(bot.sandbox, bot.folder, given)
    (bot.folder / "settings.env").chmod(bot.mode)
    with redirect_stdout(StringIO()) as out:
        status = doctor(file, report_of.as_json, clock=lambda: utc_now() + bot.ahead)
    said = json.loads(out.getvalue())["findings"]
    assert "HUSH" not in str(said)
    return status, {each["name"]: (each["state"], each["what"], each["todo"]) for each in said}


def told(row: Broken, found: tuple[str, str, str], bot: Bot) -> str:
    """Return the line of the page."""
    state, what, todo = found
    cells = (f"{MARKS[state]} {row.line}", row.what, _lasting(what, bot), _lasting(todo, bot))
    return table(cells, ()).splitlines()[0]


def page(lines: Mapping[str, str]) -> str:
    """Return the page of these lines, by what is broken."""
    head = table(("line", "what is broken", "it says", "what to do"), ())
    rows = sorted(lines.values(), key=lambda line: line.removeprefix("| ✗ ").removeprefix("| ! ").lower())
    return "\n".join((INTRO, "", head, *rows, ""))


def _lasting(text: str, bot: Bot) -> str:
    text = text.replace(str(bot.folder), FOLDER)
    for varying, lasting in VARIES.items():
        text = re.sub(varying, lasting, text)
    return text.replace("<", "&lt;")
