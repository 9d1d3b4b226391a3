"""The command ``smsit-bot``.

What a command needs is imported when it runs: ``--help`` should not wait for libraries it does not use.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.metadata import version

PROGRAM = "smsit-bot"
BAD_SETTINGS = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status: 0 done, 1 failed, 2 wrong settings or arguments."""
    arguments = _parser().parse_args(argv)
    status: int = arguments.run(arguments)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM, description="Text your customers from Slack through SMS-iT."
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {version('smsit-slack-bot')}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="run the bot with the settings of .env and the environment")
    run.add_argument("--env-file", default=None, help="read settings from this file instead of .env")
    run.set_defaults(run=_run)

    check = commands.add_parser("check", help="check the settings, and whether Slack and SMS-iT answer")
    check.add_argument("--env-file", default=None, help="read settings from this file instead of .env")
    check.set_defaults(run=_check)

    demo = commands.add_parser("demo", help="try everything here: a pretend Slack and SMS-iT in your browser")
    demo.add_argument("--tour", action="store_true", help="play a short story without a browser, then leave")
    demo.add_argument("--port", type=int, default=8080, help="the page's port; a free one when it is taken")
    demo.add_argument("--contacts", type=_contacts, default=300, help="how many contacts, up to 100000")
    demo.set_defaults(run=_demo)
    return parser


def _contacts(text: str) -> int:
    most = 100_000
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"a whole number from 1 to {most}")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    from bot.run import run  # noqa: PLC0415 - see the top

    return run(arguments.env_file)


def _check(arguments: argparse.Namespace) -> int:
    from bot.run import check  # noqa: PLC0415 - see the top

    return check(arguments.env_file)


def _demo(arguments: argparse.Namespace) -> int:
    try:
        from bot import demo  # noqa: PLC0415 - see the top
    except ModuleNotFoundError as missing:
        if (missing.name or "").startswith("bot"):
            raise
        print(f"The demo needs {missing.name}: pip install 'smsit-slack-bot[demo]'", file=sys.stderr)  # noqa: T201 - a command line answers so
        return BAD_SETTINGS
    if arguments.tour:
        return demo.tour()
    return demo.serve(port=arguments.port, contacts=arguments.contacts)
