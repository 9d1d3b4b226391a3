"""No test depends on how fast the machine is: whoever waits says `PATIENCE_SECONDS`, and nobody sleeps."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parent
WAITS: Final = {"acquire", "communicate", "join", "result", "wait", "wait_for"}
CLOCKS: Final = {"monotonic", "perf_counter", "process_time"}
LIMITS: Final = {"deadline", "timeout"}
NAMES: Final = {"PATIENCE", "SOON", "TIMEOUT"}
LONG_ENOUGH: Final = 60.0
"""Who gives something this long gives it on purpose."""
MEANT_TO_END: Final = 0.99
"""What is shorter than a second is not waited for but let run out."""
READS_THE_CLOCK: Final = {
    "patience.py",
    "browser/screen.py",
    "smsit/test_transport.py",
    "slack/incoming/test_socket_mode.py",
    "tracing/test_exporter.py",
}
"""Files that compare the time with `PATIENCE_SECONDS` themselves."""
SPEAKS_OF_IT: Final = {"smsit/test_methods.py"}
"""Files whose limits nobody waits for: that client makes no request."""
MEASURES: Final = {"soak/soak.py"}
"""What keeps so many commands a second up for so long, and says how it went; nothing depends on it."""


def seconds(value: ast.expr | None) -> float | None:
    """Return the number a limit is written as, when it is too short to wait for something."""
    if isinstance(value, ast.Constant) and type(value.value) in {int, float}:
        return value.value if MEANT_TO_END < value.value < LONG_ENOUGH else None
    return None


def impatient(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Give each pretend Slack that leaves whoever answers no more time than Slack itself."""
    for node in ast.walk(tree):
        is_made = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Sandbox"
        if is_made and "ack_limit" not in {each.arg for each in node.keywords}:
            yield node.lineno, "waits for an answer only as long as Slack would"


def faults(tree: ast.AST, *, may_read_clock: bool = False) -> Iterator[tuple[int, str]]:
    """Give the line and the words of everything that counts on a machine being quick enough."""
    yield from impatient(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, owner = node.func.attr, getattr(node.func.value, "id", None)
            if (owner, name) == ("time", "sleep"):
                yield node.lineno, "sleeps"
            if owner == "time" and name in CLOCKS and not may_read_clock:
                yield node.lineno, "measures time"
            position = 1 if name == "wait_for" else 0
            if name in WAITS and seconds(node.args[position] if len(node.args) == position + 1 else None):
                yield node.lineno, "has a limit of its own"
        if isinstance(node, ast.keyword) and node.arg in LIMITS and seconds(node.value):
            yield node.value.lineno, "has a limit of its own"
        if isinstance(node, ast.Assign) and seconds(node.value):
            words = {word for target in node.targets for word in ast.unparse(target).upper().split("_")}
            if words & NAMES:
                yield node.lineno, "has a limit of its own"
        if isinstance(node, ast.Attribute) and node.attr == "timeout" and "pytest.mark" in ast.unparse(node):
            yield node.lineno, "has a limit of its own"


@pytest.mark.unmeasured
def test_whoever_waits_waits_as_long_as_all_others_do() -> None:
    found = []
    for path in sorted(TESTS.rglob("*.py")):
        where = path.relative_to(TESTS).as_posix()
        if where not in SPEAKS_OF_IT | MEASURES:
            tree = ast.parse(path.read_text("utf-8"))
            found += [
                f"tests/{where}:{line} {what}"
                for line, what in faults(tree, may_read_clock=where in READS_THE_CLOCK)
            ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "event.wait(5)",
        "thread.join(timeout=10)",
        "future.result(1)",
        "slack.wait_for(lambda: 1, 15.0)",
        "slack.wait_for(lambda: 1, timeout=15.0)",
        "process.communicate(timeout=30)",
        "requests.get(url, timeout=5)",
        "Sandbox(contacts=3)",
        "SOON = 5.0",
        "SOON_SECONDS = 5",
        "time.sleep(0.01)",
        "begun = time.monotonic()",
        "@pytest.mark.timeout(20)\ndef test(): ...",
    ],
)
def test_a_limit_of_its_own_is_noticed(line: str) -> None:
    assert len(list(faults(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "event.wait()",
        "Sandbox(contacts=3, ack_limit=ACK_SECONDS)",
        "event.wait(0)",
        "event.wait(0.05)",
        "event.wait(PATIENCE_SECONDS)",
        "client.read(timeout=0.05)",
    ],
)
def test_what_is_meant_to_run_out_may(line: str) -> None:
    assert list(faults(ast.parse(line))) == []
