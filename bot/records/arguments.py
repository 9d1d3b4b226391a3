"""How the commands about the records are called. What they need is imported when one runs."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.arguments import add_command, whole_number

if TYPE_CHECKING:
    from bot.arguments import Commands

MOST_KEPT: Final = 10_000
"""Backups in one folder."""
TABLES: Final = ("sends", "rows", "audit", "contacts", "templates", "do-not-text")
"""What can be exported."""


def add_commands(commands: "Commands", env_files: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add the commands to those of the bot; ``env_files`` gives one the option that names its settings."""
    for add in (_backup, _restore, _move, _export, _encrypt):
        made = add(commands)
        made.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        env_files(made)


def _backup(commands: "Commands") -> argparse.ArgumentParser:
    made = add_command(commands, "backup", "write all records to a file, also while the bot runs")
    made.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="a file, or a folder; BACKUP_FOLDER if left out"
    )
    made.add_argument(
        "--keep",
        type=whole_number(MOST_KEPT),
        metavar="N",
        help="delete all but the newest N that it named itself in that folder",
    )
    made.add_argument(
        "--left-behind", action="store_true", help="write them also where smsit-bot move took them from"
    )
    made.set_defaults(run=_run_backup)
    return made


def _restore(commands: "Commands") -> argparse.ArgumentParser:
    made = add_command(commands, "restore", "put a backup in the place of the records; stop the bot first")
    made.add_argument("file", type=Path, metavar="FILE", help="what smsit-bot backup wrote")
    made.add_argument("--replace", action="store_true", help="give up the records that are there")
    made.add_argument("--yes", action="store_true", help="give them up without being asked")
    scheduled = made.add_mutually_exclusive_group()
    for name, value, told in (
        ("--hold-scheduled", True, "have scheduled texts ask before they go"),
        ("--keep-scheduled", False, "let scheduled texts go at their time"),
    ):
        scheduled.add_argument(name, action="store_const", const=value, dest="hold", help=told)
    _others(made)
    made.set_defaults(run=_run_restore)
    return made


def _others(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--other-account", action="store_true", help="also records kept with another SMSIT_API_KEY than this"
    )
    made.add_argument(
        "--other-tables", action="store_true", help="give up what another program keeps in that file, too"
    )


def _move(commands: "Commands") -> argparse.ArgumentParser:
    made = add_command(commands, "move", "move all records to another database; stop the bot first")
    made.add_argument("url", nargs="?", metavar="URL", help="its address; asked for if left out")
    made.add_argument("--replace", action="store_true", help="give up the records that are there")
    made.add_argument("--yes", action="store_true", help="give them up without being asked")
    _others(made)
    made.set_defaults(run=_run_move)
    return made


def _export(commands: "Commands") -> argparse.ArgumentParser:
    made = add_command(commands, "export", "write the records as tables for people, numbers masked")
    made.add_argument("file", type=Path, metavar="FILE", help="a ZIP file to write")
    made.add_argument("--json", action="store_true", dest="as_json", help="write JSON instead of CSV")
    made.add_argument(
        "--only",
        action="append",
        choices=TABLES,
        metavar="TABLE",
        help=f"{', '.join(TABLES)}; may be repeated",
    )
    made.add_argument("--since", type=_day, metavar="DAY", help="leave out what is older, such as 2026-11-01")
    made.add_argument("--full-numbers", action="store_true", help="write whole phone numbers")
    made.add_argument("--words", action="store_true", help="write the words of texts too")
    made.set_defaults(run=_run_export)
    return made


def _encrypt(commands: "Commands") -> argparse.ArgumentParser:
    made = add_command(commands, "encrypt", "encrypt words and numbers with DATA_KEY; stop the bot first")
    made.add_argument("--undo", action="store_true", help="have them not be encrypted any more")
    made.set_defaults(run=_run_encrypt)
    return made


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError("enter a day as year, month and day, like 2026-11-01") from None


def _run_backup(arguments: argparse.Namespace) -> int:
    from bot.records.backup import backup  # noqa: PLC0415 - see the top

    return backup(
        arguments.env_files,
        arguments.file,
        keep=arguments.keep,
        dry_run=arguments.dry_run,
        left_behind=arguments.left_behind,
    )


def _run_restore(arguments: argparse.Namespace) -> int:
    from bot.records.restore import Options, restore  # noqa: PLC0415 - see the top

    return restore(
        Options(
            env_files=arguments.env_files,
            file=arguments.file,
            replace=arguments.replace,
            yes=arguments.yes,
            dry_run=arguments.dry_run,
            hold=arguments.hold,
            other_account=arguments.other_account,
            other_tables=arguments.other_tables,
        )
    )


def _run_move(arguments: argparse.Namespace) -> int:
    from bot.records.move import Options, move  # noqa: PLC0415 - see the top

    return move(
        Options(
            env_files=arguments.env_files,
            url=arguments.url,
            replace=arguments.replace,
            yes=arguments.yes,
            dry_run=arguments.dry_run,
            other_account=arguments.other_account,
            other_tables=arguments.other_tables,
        )
    )


def _run_encrypt(arguments: argparse.Namespace) -> int:
    from bot.records.encrypt import encrypt  # noqa: PLC0415 - see the top

    return encrypt(arguments.env_files, undo=arguments.undo, dry_run=arguments.dry_run)


def _run_export(arguments: argparse.Namespace) -> int:
    from bot.records.export import Options, export  # noqa: PLC0415 - see the top

    return export(
        Options(
            env_files=arguments.env_files,
            file=arguments.file,
            only=tuple(arguments.only or TABLES),
            since=arguments.since,
            as_json=arguments.as_json,
            full_numbers=arguments.full_numbers,
            words=arguments.words,
            dry_run=arguments.dry_run,
        )
    )
