"""Whatever is broken on purpose shows in exactly its line, with what to do; all others are as before."""

import ast
import sys
from pathlib import Path
from typing import Final

import pytest

from bot import doctor
from bot.doctor import finding
from bot.doctor.command import BAD_SETTINGS, FAILED
from bot.doctor.finding import Finding
from bot.sandbox import Sandbox
from tests.service.doctor import broken, doubtful, seen
from tests.service.doctor.broken import ROWS, Bot, Broken, applied

pytestmark = pytest.mark.long
assert doubtful.LOOK  # its rows stand among the others
BEFORE: Final = dict[str, str]()
"""How each line is while nothing is broken."""
SEEN: Final = dict[str, str]()
"""The line of the page about each row that was tried, by what is broken."""
SAID: Final = set[tuple[str, int]]()
"""Where the doctor said that something isn't fine: module and line."""
ELSEWHERE: Final = {"accounts", "finding"}
"""What says it of several accounts has tests of its own."""


@pytest.fixture(autouse=True)
def _where_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*values: str) -> Finding:
        caller = sys._getframe(2)
        SAID.add((Path(caller.f_code.co_filename).stem, caller.f_lineno))
        return Finding(*values)  # type: ignore[arg-type]  # the state among them

    monkeypatch.setattr(finding, "Finding", made)


@pytest.fixture
def bot(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bot:
    return seen.whole(sandbox, tmp_path, monkeypatch)


def test_nothing_is_wrong_before(bot: Bot) -> None:
    status, found = seen.look(bot)
    assert (status, [name for name, (state, *_) in found.items() if state != "ok"]) == (0, [])
    assert "Encryption" in found
    assert {f"{section.capitalize()} channel" for section in broken.CHANNELS} <= set(found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_it_shows_in_its_line_alone(bot: Bot, row: Broken) -> None:
    if not BEFORE:
        BEFORE.update(broken.states(seen.look(bot)[1]))
    with applied(row, bot):
        status, found = seen.look(bot)
    after = broken.states(found)

    assert (status, [name for name, state in after.items() if state == "wrong"]) == (
        (FAILED, [row.line]) if row.state == "wrong" else (0, [])
    )
    assert after[row.line] == row.state
    assert row.todo in found[row.line][2]
    left = row.hides | {row.line}
    assert {name: after.get(name) for name in BEFORE if name not in left} == {
        name: state for name, state in BEFORE.items() if name not in left
    }
    SEEN[row.what] = seen.told(row, found[row.line], bot)
    assert SEEN[row.what] in seen.PAGE.read_text("utf-8").splitlines(), "write it again: make reference"


def test_the_page_tells_these_and_no_others() -> None:
    rows = [line for line in seen.PAGE.read_text("utf-8").splitlines() if line.startswith(("| ✗", "| !"))]
    assert len({row.what for row in ROWS}) == len(ROWS) == len(rows)


def sayings() -> set[tuple[str, range]]:
    """Return where the sources say that something is wrong or deserves a look."""
    return {
        (path.stem, range(node.lineno, (node.end_lineno or node.lineno) + 1))
        for path in Path(str(doctor.__file__)).parent.glob("*.py")
        if path.stem not in ELSEWHERE
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"wrong", "look"}
    }


def test_whatever_it_can_find_is_broken_here(sandbox: Sandbox, bot: Bot) -> None:
    bot.settings |= {"SMSIT_FROM": ""}
    assert seen.look(bot)[0] == BAD_SETTINGS, "nothing else can be looked at then"
    for row in ROWS:
        if row.what not in SEEN:
            seen.tried(row, sandbox)
    silent = {
        (name, lines[0]) for name, lines in sayings() if not any((name, line) in SAID for line in lines)
    }
    assert silent == set()
