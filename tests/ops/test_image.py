"""The image, as far as it can be tried without containers: what it starts, and how its health is asked.

The same command runs here in the same environment, and where the system lets us (root on Linux) with a file
system in which it can write to its data and to /tmp alone, and without any right of root's: no capability and
no way to gain one, as `compose.yaml` and `ops/kubernetes.yaml` run it.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from bot.demo import environment
from bot.sandbox import Sandbox
from bot.settings_files import SECRETS
from bot.texting.clock import utc_now
from tests.locks import ROOT
from tests.ops import dockerfile
from tests.patience import ACK_SECONDS, PATIENCE_SECONDS, wait_until
from tests.ports import free_port

IMAGE: Final = dockerfile.stages()["bot"]
IN_A_ROOT_NOBODY_WRITES_TO: Final = """
mount --bind "$1" "$1"
mount --bind "$2" "$2"
mount -o remount,bind,ro /
cd "$1"
shift 2
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
"""
NO_RIGHTS: Final = {"CapEff": "0" * 16, "CapPrm": "0" * 16, "CapBnd": "0" * 16, "NoNewPrivs": "1"}
"""What Linux says of a process that has none."""


def confined(data: Path, scratch: Path) -> list[str]:
    """Return what to put before a command so that it writes to these two alone; nothing where we may not."""
    prefix = ["unshare", "--mount", "sh", "-ec", IN_A_ROOT_NOBODY_WRITES_TO, "sh", str(data), str(scratch)]
    if os.geteuid() or not (shutil.which("unshare") and shutil.which("setpriv")):
        return []
    outside = data.parent / "outside"
    tried = subprocess.run([*prefix, "touch", outside], capture_output=True, check=False)  # noqa: S603 - our words
    return prefix if tried.returncode and not outside.exists() else []


def around(sandbox: Sandbox, data: Path, scratch: Path, secrets: Path) -> dict[str, str]:
    """Return the container's environment: the image's own, where secrets are, and the other settings."""
    given = dict(environment(sandbox, data / "smsit-bot.db"))
    del given["DATABASE_URL"]  # the image's own place for it is what is tried
    secrets.mkdir()
    for name in SECRETS:
        if name in given:
            (secrets / name.lower()).write_text(given.pop(name) + "\n", "utf-8")
    loopback = {"HTTP_HOST": "127.0.0.1", "OPS_HOST": "127.0.0.1", "OPS_PORT": str(free_port())}
    there = f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}"
    own = {"PATH": there, "TMPDIR": str(scratch), "HOME": "/nowhere", "CREDENTIALS_DIRECTORY": str(secrets)}
    return IMAGE.environment | given | loopback | own


def rights(pid: int) -> dict[str, str]:
    lines = (Path("/proc") / str(pid) / "status").read_text("utf-8").splitlines()
    told = dict(line.split(":\t", 1) for line in lines)
    return {name: told[name] for name in NO_RIGHTS}


def test_it_starts_is_healthy_and_stops_and_writes_to_its_data_alone(tmp_path: Path) -> None:
    data, scratch = tmp_path / "data", tmp_path / "scratch"
    data.mkdir()
    scratch.mkdir()
    with Sandbox(clock=utc_now, contacts=3, ack_limit=ACK_SECONDS) as sandbox:
        env = around(sandbox, data, scratch, tmp_path / "secrets")

        def health() -> int:
            done = subprocess.run(IMAGE.health, env=env, cwd=data, capture_output=True, check=False)  # noqa: S603 - the image's
            return done.returncode

        around_it = confined(data, scratch)
        command = [*around_it, *IMAGE.entrypoint, *IMAGE.command]
        with subprocess.Popen(  # noqa: S603 - as above
            command, env=env, cwd=data, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                sandbox.slack.wait_for(lambda: sandbox.slack.connections or process.poll() is not None)
                wait_until(lambda: health() == 0 or process.poll() is not None)
                assert not around_it or rights(process.pid) == NO_RIGHTS
                process.send_signal(signal.SIGTERM)
                _, said = process.communicate(timeout=PATIENCE_SECONDS)
            finally:
                process.kill()

        assert process.returncode == 0, said
        assert health() == 1
    assert (data / "smsit-bot.db").exists()
    assert [path.name for path in scratch.iterdir()] == []


@pytest.mark.parametrize("name", ["bot", "demo"])
def test_nobody_in_a_container_is_root_and_nothing_that_builds_is_in_it(name: str) -> None:
    image = dockerfile.stages()[name]

    assert image.user == "10001:10001"
    assert image.entrypoint == ("smsit-bot",)
    assert len(image.copied) == 1
    assert all("pip" not in run for run in image.runs)
    assert list(dockerfile.stages())[-1] == "bot"


def test_whatever_is_copied_into_the_build_is_sent_to_it_and_nothing_else() -> None:
    everything, *exceptions = [
        line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")
    ]
    copied = {
        word for line in dockerfile.stages()["build"].copied for word in line.split()[:-1] if line[0] != "-"
    }

    assert everything == "*"
    assert {line.removeprefix("!") for line in exceptions if line.startswith("!")} == copied
    assert all((ROOT / each).exists() for each in copied)
