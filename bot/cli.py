"""The command ``smsit-bot``.

What a command needs is imported when it runs: ``--help`` should not wait for libraries it does not use.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from bot import answer
from bot.arguments import add_command, require_alone, require_with, whole_number
from bot.records.arguments import add_commands

if TYPE_CHECKING:
    from bot.arguments import Commands

PROGRAM = "smsit-bot"
FAILED = 1
BAD_SETTINGS = 2
_PORT: Final = whole_number(65_535)
_FREE_PORT: Final = whole_number(65_535, least=0)
"""0 is any that is free."""
_CONTACTS: Final = whole_number(100_000)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 failed, 2 wrong settings or arguments."""
    try:
        with answer.written():
            return _status(argv)
    except answer.Unwritten as error:
        if error.why:
            from bot.complaints import complain  # noqa: PLC0415 - see the top

            complain(f"The answer can't be written to standard output: {error.why}.")
    return FAILED


def _status(argv: Sequence[str] | None) -> int:
    given = _parser().parse_args(argv)
    if getattr(given, "account", None) and not _choose_account(given):
        return BAD_SETTINGS
    status: int = given.run(given)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="Text your customers from Slack through SMS-iT."
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {version('smsit-slack-bot')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = add_command(commands, "run", "run the bot with the settings from .env and the environment")
    _shared_files(run)
    run.set_defaults(run=_run)

    check = add_command(commands, "check", "say what doctor finds wrong, and nothing else")
    _env_files(check)
    check.set_defaults(run=_check)

    doctor = add_command(commands, "doctor", "look at everything the bot needs, and say what to do")
    doctor.add_argument("--json", action="store_true", dest="as_json", help="answer in JSON")
    _env_files(doctor)
    doctor.set_defaults(run=_doctor)

    alive = add_command(commands, "alive", "ask a bot that runs on this machine whether it answers")
    alive.add_argument("--port", type=_PORT, default=9464, help="its OPS_PORT; 9464 if left out")
    alive.add_argument("--ready", action="store_true", help="ask whether all its parts work, instead")
    alive.set_defaults(run=_alive)

    shown = add_command(commands, "settings", "list the settings in force and where each came from")
    _env_files(shown)
    shown.set_defaults(run=_settings)

    erase = add_command(commands, "erase", "erase a person from the bot's records")
    erase.add_argument("number", nargs="?", metavar="NUMBER", help="their number; asked for if left out")
    erase.add_argument("--dry-run", action="store_true", help="say what would be erased, and change nothing")
    erase.add_argument("--yes", action="store_true", help="erase without being asked")
    erase.add_argument(
        "--cancelled-at-smsit", action="store_true", help="say that you cancelled there what SMS-iT held"
    )
    erase.add_argument("--list", action="store_true", help="list erasures, or those of NUMBER")
    _env_files(erase)
    erase.set_defaults(run=_erase)

    add_commands(commands, _env_files)

    audit = add_command(commands, "audit", "verify the log of what was sent, approved and changed")
    asked = audit.add_subparsers(title="commands", required=True, metavar="COMMAND")
    verify = add_command(asked, "verify", "look for entries that were changed, removed or slipped in")
    _env_files(verify)
    verify.add_argument(
        "--anchor",
        action="append",
        default=[],
        metavar="PLACE:HASH",
        help="an end of the log as it was noted once; may be given several times",
    )
    verify.set_defaults(run=_verify)

    mcp = add_command(commands, "mcp", "let an assistant look things up and draft texts; it sends nothing")
    mcp.add_argument("--http", action="store_true", dest="over_http", help="serve at MCP_PORT, by MCP_TOKEN")
    _env_files(mcp)
    mcp.set_defaults(run=_mcp)

    _add_manifest(commands)

    demo = add_command(commands, "demo", "try it in your browser with a pretend Slack and SMS-iT")
    demo.add_argument("--tour", action="store_true", help="play a short story without a browser, then exit")
    demo.add_argument(
        "--port",
        type=_FREE_PORT,
        help="the page's port, 0 for any that is free; if left out 8080, or another where that is taken",
    )
    demo.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address to listen on, 127.0.0.1 if left out; 0.0.0.0 in a container",
    )
    demo.add_argument(
        "--contacts",
        type=_CONTACTS,
        default=300,
        help="how many contacts there are, 300 if left out, up to 100000",
    )
    demo.set_defaults(run=_demo)
    return parser


def _add_manifest(commands: "Commands") -> None:
    manifest = add_command(commands, "manifest", "print what Slack has to know of the app, to paste there")
    manifest.add_argument("--http", default="", metavar="URL", help="the bot's public address, for HTTP")
    manifest.add_argument("--oauth", action="store_true", help="for several workspaces; needs --http")
    manifest.add_argument(
        "--name", default="SMS-iT", help="what the app is called in your workspace; SMS-iT if left out"
    )
    manifest.add_argument("--json", action="store_true", dest="as_json", help="print JSON instead of YAML")
    manifest.set_defaults(run=_manifest)


def _env_files(parser: argparse.ArgumentParser) -> None:
    _shared_files(parser)
    parser.add_argument("--account", metavar="KEY", help="which of several accounts, by its key")


def _choose_account(given: argparse.Namespace) -> bool:
    """Have a command read the settings of one account; False when there is none, which is said."""
    from bot.accounts import chosen  # noqa: PLC0415 - see the top
    from bot.settings import SettingsError  # noqa: PLC0415 - see the top

    try:
        given.env_files = chosen.files_of(given.env_files, given.account)
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - a command line answers so
        return False
    return True


def _shared_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--env-file",
        action="append",
        dest="env_files",
        metavar="FILE",
        help="read settings from this file instead of .env; may be given several times, the last one wins",
    )


def _run(arguments: argparse.Namespace) -> int:
    from bot import run, settings  # noqa: PLC0415 - see the top
    from bot.settings_files import DEFAULT_FILE  # noqa: PLC0415 - see the top

    if not settings.names_accounts(arguments.env_files or DEFAULT_FILE):
        return run.run(arguments.env_files)
    from bot.accounts import command  # noqa: PLC0415 - as above: ten megabytes that one account has no use for

    return command.run(arguments.env_files)


def _check(arguments: argparse.Namespace) -> int:
    from bot.doctor import report  # noqa: PLC0415 - see the top
    from bot.doctor.command import doctor  # noqa: PLC0415 - see the top

    return doctor(arguments.env_files, report.in_short)


def _doctor(arguments: argparse.Namespace) -> int:
    from bot.doctor import report  # noqa: PLC0415 - see the top
    from bot.doctor.command import doctor  # noqa: PLC0415 - see the top

    return doctor(arguments.env_files, report.as_json if arguments.as_json else report.as_table)


def _alive(arguments: argparse.Namespace) -> int:
    from bot.alive import ask  # noqa: PLC0415 - see the top

    return ask(arguments.port, "/readyz" if arguments.ready else "/livez")


def _settings(arguments: argparse.Namespace) -> int:
    from bot import settings_table  # noqa: PLC0415 - see the top
    from bot.accounts import table  # noqa: PLC0415 - see the top

    status = None if arguments.account else table.show(arguments.env_files)
    return settings_table.show(arguments.env_files) if status is None else status


def _erase(arguments: argparse.Namespace) -> int:
    from bot.erase import Options, erase  # noqa: PLC0415 - see the top

    require_alone(arguments, "--list", "--dry-run", "--yes", "--cancelled-at-smsit")
    return erase(
        Options(
            env_files=arguments.env_files,
            number=arguments.number,
            dry_run=arguments.dry_run,
            yes=arguments.yes,
            cancelled_at_smsit=arguments.cancelled_at_smsit,
            listed=arguments.list,
        )
    )


def _verify(arguments: argparse.Namespace) -> int:
    from bot.audit import verify  # noqa: PLC0415 - see the top
    from bot.store.audit_chain import Anchor  # noqa: PLC0415 - see the top

    try:
        anchors = [Anchor.read(written) for written in arguments.anchor]
    except ValueError as error:
        arguments.parser.error(f"argument --anchor: {error}")
    return verify(arguments.env_files, anchors)


def _mcp(arguments: argparse.Namespace) -> int:
    try:
        from bot.mcp_server.command import serve  # noqa: PLC0415 - see the top
    except ModuleNotFoundError as missing:
        return _not_installed(missing, "This command", "mcp")
    return serve(arguments.env_files, over_http=arguments.over_http)


def _manifest(arguments: argparse.Namespace) -> int:
    from bot.manifest import show  # noqa: PLC0415 - see the top

    require_with(
        arguments, "--oauth", "--http URL", "the bot's public address: Slack leads people back there"
    )
    return show(name=arguments.name, http=arguments.http, oauth=arguments.oauth, as_json=arguments.as_json)


def _demo(arguments: argparse.Namespace) -> int:
    require_alone(arguments, "--tour", "--port", "--host", "--contacts")
    try:
        from bot import demo  # noqa: PLC0415 - see the top
    except ModuleNotFoundError as missing:
        return _not_installed(missing, "The demo", "demo")
    if arguments.tour:
        return demo.tour()
    return demo.serve(host=arguments.host, port=arguments.port, contacts=arguments.contacts)


def _not_installed(missing: ModuleNotFoundError, what: str, extra: str) -> int:
    """Say what to install. Raises the error again where it is the bot's own."""
    if (missing.name or "").startswith("bot"):
        raise missing
    print(f"{what} needs {missing.name}: pip install 'smsit-slack-bot[{extra}]'", file=sys.stderr)  # noqa: T201 - a command line answers so
    return BAD_SETTINGS
