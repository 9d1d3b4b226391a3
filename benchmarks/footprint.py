"""What the bot takes while nobody uses it: the memory of the idle process, and the time of its first word.

Slack and SMS-iT are the sandbox, in this process; what is measured are processes of their own.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from figures import Figure, report

from bot.demo import environment
from bot.sandbox import Sandbox

SECRET = "a pretend signing secret"
MOST_MEGABYTES = 120
MOST_CPU = 0.3
REST_SECONDS = 10
STARTS = 5


def main() -> int:
    """Measure, print the table, and return 1 when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="smsit-bot-bench-") as folder, Sandbox() as sandbox:
        rows = [idle_memory(sandbox, Path(folder)), help_cpu()]
    return report("At rest", rows)


def idle_memory(sandbox: Sandbox, folder: Path) -> Figure:
    """Return the resident memory of ``smsit-bot run`` ten seconds after it began to listen."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    given = dict(environment(sandbox, folder / "idle.db"))
    del given["SLACK_APP_TOKEN"]
    given |= {"SLACK_SIGNING_SECRET": SECRET, "HTTP_PORT": str(port)}
    env_file = folder / "bench.env"
    env_file.write_text("".join(f"{name}={value}\n" for name, value in given.items()), encoding="utf-8")
    command = [sys.executable, "-m", "bot", "run", "--env-file", str(env_file)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - our own command
        wait_for(port)
        time.sleep(REST_SECONDS)
        pages = int(Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1])
        process.terminate()
    idle = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Figure(
        "idle bot, resident", round(idle, 1), "MB", f"<= {MOST_MEGABYTES}", ok=idle <= MOST_MEGABYTES
    )


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port of this machine."""
    for _ in range(200):
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
