"""What the bot takes while nobody uses it, by HTTP and by Socket Mode, and the time of its first word.

Slack and SMS-iT are the sandbox, in this process; what is measured are processes of their own. The bot's
tables are there already, as they nearly always are. It is left alone until it has come to rest; then what it
takes is its resident memory, and its CPU time over half a minute.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from figures import Figure
from runs import run, say

from bot.demo import environment
from bot.sandbox import Sandbox
from bot.store import Database

SECRET = "a pretend signing secret"
MOST_MEGABYTES = 105
MOST_PERCENT = 1.0
MOST_CPU = 0.3
SETTLE_SECONDS = 10
REST_SECONDS = 30
STARTS = 5
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    return run("At rest", measure)


def measure() -> list[Figure]:
    """Return what was measured."""
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as folder, Sandbox() as sandbox:
        return [*at_rest(sandbox, Path(folder)), help_cpu()]


def at_rest(sandbox: Sandbox, folder: Path) -> list[Figure]:
    """Return the resident memory of ``smsit-bot run``, and how much of a core it takes, in both modes."""
    say("starting two bots")
    bots = {"HTTP": by_http(sandbox, folder), "Socket Mode": started(sandbox, folder, "socket", {})}
    try:
        while not sandbox.slack.connections:
            time.sleep(0.05)
        say(f"leaving them alone for {SETTLE_SECONDS + REST_SECONDS} seconds")
        time.sleep(SETTLE_SECONDS)
        before = {mode: cpu_seconds(bot.pid) for mode, bot in bots.items()}
        began = time.monotonic()
        time.sleep(REST_SECONDS)
        share = 100 / (time.monotonic() - began)
        busy = {mode: share * (cpu_seconds(bot.pid) - before[mode]) for mode, bot in bots.items()}
        memory = {mode: resident(bot.pid) for mode, bot in bots.items()}
    finally:
        for bot in bots.values():
            bot.terminate()
        for bot in bots.values():
            bot.wait()
    figures = []
    for mode in bots:
        megabytes, percent = memory[mode], busy[mode]
        named = f"idle bot, {mode}"
        figures += [
            Figure(
                f"{named}, resident",
                round(megabytes, 1),
                "MB",
                f"<= {MOST_MEGABYTES}",
                ok=megabytes <= MOST_MEGABYTES,
            ),
            Figure(
                f"{named}, CPU",
                round(percent, 2),
                "% of a core",
                f"< {MOST_PERCENT:g}",
                ok=percent < MOST_PERCENT,
            ),
        ]
    return figures


def by_http(sandbox: Sandbox, folder: Path) -> subprocess.Popen[bytes]:
    """Start a bot that listens for Slack, and wait until it does."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = started(sandbox, folder, "http", {"SLACK_SIGNING_SECRET": SECRET, "HTTP_PORT": str(port)})
    wait_for(port)
    return process


def started(sandbox: Sandbox, folder: Path, name: str, more: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a bot on a database of its own."""
    given = dict(environment(sandbox, folder / f"{name}.db")) | more
    if more:
        del given["SLACK_APP_TOKEN"]
    database = Database(given["DATABASE_URL"])
    database.migrate()
    database.close()
    env_file = folder / f"{name}.env"
    env_file.write_text("".join(f"{key}={value}\n" for key, value in given.items()), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--env-file", str(env_file)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)  # noqa: S603 - our own command


def resident(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_seconds(pid: int) -> float:
    """Return the CPU time a process has taken, of all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port of this machine."""
    for _ in range(600):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.05)
    raise SystemExit("the bot did not begin to listen")


def help_cpu() -> Figure:
    """Return the CPU time of ``smsit-bot --help``, the best of five."""
    best = min(_cpu_of([sys.executable, "-m", "bot", "--help"]) for _ in range(STARTS))
    return Figure("smsit-bot --help, CPU", round(best, 3), "s", f"< {MOST_CPU}", ok=best < MOST_CPU)


def _cpu_of(command: list[str]) -> float:
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    sys.exit(main())
