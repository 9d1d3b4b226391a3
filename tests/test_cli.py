"""The command line: what it answers before anything runs."""

import errno
import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot import cli, demo
from bot.cli import main
from bot.complaints import ended
from bot.records import commands

HEAVY = ("slack_bolt", "slack_sdk", "sqlalchemy", "dbos", "nicegui", "uvicorn", "requests", "pydantic")
OF_SEVERAL = ("bot.accounts", "sqlalchemy.orm", "sqlalchemy.ext")


def exit_status(*arguments: str) -> object:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    return left.value.code


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status("--help") == 0

    shown = capsys.readouterr().out
    records = ("backup", "restore", "move", "export", "encrypt")
    for command in ("run", "check", "doctor", "settings", *records, "demo"):
        assert f"\n    {command} " in shown


def test_without_a_command_it_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status() == 2
    assert "COMMAND" in capsys.readouterr().err


def test_the_version_is_the_installed_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_status("--version") == 0
    assert capsys.readouterr().out.startswith("smsit-bot 0.")


@pytest.mark.parametrize("number", ["0", "100001", "-1", "many", "1.5", "²", ""])
def test_a_number_of_contacts_out_of_reach_is_refused(
    capsys: pytest.CaptureFixture[str], number: str
) -> None:
    assert exit_status("demo", f"--contacts={number}") == 2
    assert "--contacts: enter a whole number from 1 to 100,000" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_refused(capsys: pytest.CaptureFixture[str], port: str) -> None:
    assert exit_status("demo", f"--port={port}") == 2
    assert "--port: enter a whole number from 0 to 65,535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("manifest --oauth", "argument --oauth: add --http URL, the bot's public address"),
        ("demo --tour --port 8080", "argument --tour: leave out --port, for which it has no use"),
        (
            "demo --tour --contacts 5 --host ::1",
            "argument --tour: leave out --host and --contacts, for which",
        ),
        ("erase --list --yes", "argument --list: leave out --yes, for which it has no use"),
        ("erase --list --dry-run", "argument --list: leave out --dry-run, for which"),
        ("erase --list --cancelled-at-smsit", "argument --list: leave out --cancelled-at-smsit, for which"),
    ],
)
def test_an_option_that_would_do_nothing_as_it_is_typed_is_named(
    capsys: pytest.CaptureFixture[str], typed: str, says: str
) -> None:
    assert exit_status(*typed.split()) == 2
    assert says in capsys.readouterr().err


def test_help_does_not_wait_for_libraries_it_does_not_use() -> None:
    script = (
        "import sys\n"
        "from bot.cli import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603 - our own words

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_bot_of_one_account_carries_nothing_that_several_need(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("")
    script = (
        "import sys\n"
        "from bot.cli import main\n"
        "ended = main(['run', '--env-file', '.env'])\n"
        f"print(ended, [name for name in {OF_SEVERAL!r} if name in sys.modules])\n"
    )

    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path, env={}
    )

    assert done.stdout.splitlines()[-1] == "2 []"


def test_the_package_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "bot"], capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert "usage: smsit-bot" in done.stderr


@pytest.mark.parametrize(
    ("output", "status", "says"),
    [
        (">/dev/full", 1, "The answer can't be written to standard output: No space left on device.\n"),
        ("| true", 1, ""),
        (">&-", 0, ""),
    ],
)
def test_an_answer_that_cannot_be_written_is_no_traceback(output: str, status: int, says: str) -> None:
    command = f"set -o pipefail; '{sys.executable}' -m bot manifest {output}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)  # noqa: S603, S607 - ours

    assert (done.returncode, done.stdout, done.stderr) == (status, "", says)


def test_a_line_that_is_written_at_once_is_as_well(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As in a container, where nothing waits to be written: it is no file of the command that is full."""

    def full(_text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def work() -> int:
        commands.say("Written.")
        return 0

    with (tmp_path / "output").open("w") as output:
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(flush=bool, fileno=output.fileno, write=full))
        monkeypatch.setattr(cli, "_status", lambda _: ended(work))
        assert main(["export"]) == cli.FAILED
    assert capsys.readouterr().err == (
        "The answer can't be written to standard output: No space left on device.\n"
    )


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (BrokenPipeError(), ""),
        (OSError(errno.EIO, "Input/output error"), "The answer can't be written to standard output"),
    ],
)
def test_what_can_be_written_no_more_is_left(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    error: OSError,
    says: str,
) -> None:
    def refused() -> None:
        raise error

    with (tmp_path / "output").open("w") as output:
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(flush=refused, fileno=output.fileno, write=len))
        assert main(["manifest"]) == cli.FAILED
        output.write("more")
    assert (tmp_path / "output").read_text() == "", "it goes nowhere from then on"
    assert says in capsys.readouterr().err


def test_without_standard_output_a_command_does_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    status, nowhere = main(["manifest"]), sys.stdout
    nowhere.close()
    assert (status, nowhere.name) == (0, os.devnull)


def test_the_module_answers_as_the_command_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["smsit-bot", "--version"])

    with pytest.raises(SystemExit) as left:
        runpy.run_module("bot", run_name="__main__")

    assert left.value.code == 0
    assert capsys.readouterr().out.startswith("smsit-bot ")


@pytest.mark.parametrize("command", ["run", "check"])
def test_a_settings_file_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    missing = tmp_path / "missing.env"

    assert main([command, "--env-file", str(missing)]) == cli.BAD_SETTINGS
    assert f"There's no file {missing}." in "".join(capsys.readouterr())


def test_the_demo_gets_the_address_the_port_and_the_number_of_contacts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    served: list[tuple[str, int | None, int]] = []

    def serve(*, host: str, port: int | None, contacts: int) -> int:
        served.append((host, port, contacts))
        return 0

    monkeypatch.setattr(demo, "serve", serve)

    assert main(["demo"]) == 0
    assert main(["demo", "--host", "0.0.0.0", "--port", "0", "--contacts", "100000"]) == 0  # noqa: S104 - goes nowhere
    assert served == [("127.0.0.1", None, 300), ("0.0.0.0", 0, 100_000)]  # noqa: S104 - as above


@pytest.mark.parametrize("status", [0, 1])
def test_the_tour_ends_with_its_own_status(monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    monkeypatch.setattr(demo, "tour", lambda: status)

    assert main(["demo", "--tour"]) == status


def without(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Make a module look as if it were not installed, to an import of the demo that starts anew."""
    monkeypatch.delattr("bot.demo")
    monkeypatch.delitem(sys.modules, "bot.demo")
    monkeypatch.setitem(sys.modules, module, None)


def test_a_demo_without_its_libraries_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    without(monkeypatch, "yaml")

    assert main(["demo"]) == cli.BAD_SETTINGS
    assert capsys.readouterr().err == "The demo needs yaml: pip install 'smsit-slack-bot[demo]'\n"


def test_a_room_of_our_own_that_is_missing_is_no_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "bot.sandbox.tour")

    with pytest.raises(ModuleNotFoundError):
        main(["demo"])
