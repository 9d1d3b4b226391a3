"""The page of the command `smsit-bot`, from what reads its arguments."""

import argparse
from collections.abc import Iterator

from bot import cli
from tools.reference.markdown import code, document, table


def page() -> str:
    """Return the page."""
    return document(
        "The command line",
        "`bot/cli.py`",
        "The commands of `smsit-bot`. They end with 0 when all is well, with 1 when something is wrong, and "
        "with 2 for wrong settings or arguments.",
        *_commands(cli._parser()),  # noqa: SLF001 - what it reads is what there is
    )


def _commands(parser: argparse.ArgumentParser) -> Iterator[str]:
    for nested in (each for each in parser._actions if isinstance(each, argparse._SubParsersAction)):  # noqa: SLF001
        about = {each.dest: each.help or "" for each in nested._choices_actions}  # noqa: SLF001
        for name, command in nested.choices.items():
            yield f"## {command.prog}"
            said = about[name]
            yield f"{said[0].upper()}{said[1:]}."
            options = [each for each in command._actions if each.help and each.dest != "help"]  # noqa: SLF001
            plain = [each for each in options if not isinstance(each, argparse._SubParsersAction)]  # noqa: SLF001
            if plain:
                yield table(("option", "what it does"), map(_row, plain))
            yield from _commands(command)


def _row(option: argparse.Action) -> tuple[str, str]:
    takes = "" if option.nargs == 0 else f" {option.metavar or option.dest.upper()}"
    name = f"{option.option_strings[0]}{takes}" if option.option_strings else takes.strip()
    return code(name), option.help or ""
