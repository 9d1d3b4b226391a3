"""What the documents say of verbs, settings and limits is what the code does."""

import inspect
import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from pydantic import SecretStr

from bot import settings
from bot.access import Role
from bot.accounts.resolved import shared
from bot.app import Bot
from bot.assembly import infrastructure
from bot.demo import environment
from bot.engine import dbos_engine, process_slots
from bot.engine.batches import runner
from bot.engine.retry_delays import LOST_AFTER
from bot.features.groups import sync
from bot.features.imports import upkeep as import_upkeep
from bot.features.lists import form, upkeep
from bot.features.scheduled.views import edit as edit_view
from bot.features.sends import outcomes
from bot.policy import reader
from bot.sandbox import Sandbox
from bot.settings import EdgeSettings, Settings, SettingsError
from bot.slack.blocks.plain_text import emoji, remarks
from bot.slack.blocks.plain_text.reading import Change, Remark
from bot.smsit import Endpoint, SmsItClient
from bot.smsit.models import GroupReport
from bot.store import Database, database
from bot.store.tables import metadata
from bot.texting.clock import utc_now
from bot.texting.schedules import When
from tests.every import every
from tests.locks import ROOT
from tests.patience import ACK_SECONDS

PAGES: Final = {
    "What people can type": "docs/how-to/commands.md",
    "The policy file": "docs/how-to/policy.md",
    "What is not there yet": "docs/reference/limits.md",
}
OPERATIONS: Final = (ROOT / "docs" / "operations.md").read_text("utf-8")
WORDS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NEEDED: Final = {
    "SLACK_BOT_TOKEN": "xoxb-bot",
    "SLACK_APP_TOKEN": "xapp-app",
    "SMSIT_API_KEY": "key",
    "SMSIT_FROM": "14155550100",
}


def test_what_databases_call_their_troubles_is_called_so() -> None:
    night = OPERATIONS.partition("## Woken at night")[2].partition("\n## ")[0]
    of_sqlite = set(re.findall(r"`(SQLITE_\w+)`", night))
    of_postgresql = set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`", night))

    assert {name for name in of_sqlite if hasattr(sqlite3, name)} == of_sqlite >= {"SQLITE_FULL"}
    assert {name for name in of_postgresql if hasattr(psycopg.errors, name)} == of_postgresql >= {"DiskFull"}


def section(title: str) -> str:
    """Return what stands on the page of that title."""
    head, _, text = (ROOT / PAGES[title]).read_text("utf-8").partition("\n")
    assert head == f"# {title}"
    return text


def rows(title: str) -> list[list[str]]:
    """Return the cells of the first table of a page, without its head."""
    lines = [line for line in section(title).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot as it is built for production, never started."""
    with Sandbox(clock=utc_now, contacts=1, ack_limit=ACK_SECONDS) as sandbox:
        given = environment(sandbox, tmp_path_factory.mktemp("bot") / "bot.db")
        bot = Bot(settings.load(None, {**given, "HTTP_PORT": "0"}))
        yield bot
        bot.stop()


class TestVerbs:
    def test_each_stands_in_the_table_with_the_role_it_asks_for(self, bot: Bot) -> None:
        told: dict[str, set[str]] = {}
        for cell, _what, role in rows("What people can type"):
            for typed in code(cell):
                told.setdefault(self.named(bot, typed), set()).add(role)

        verbs = bot.commands._verbs.values()
        assert told == {verb.name: {verb.role.value} for verb in verbs}

    def test_each_command_of_its_own_is_told_of(self, bot: Bot) -> None:
        told = {typed.split()[0] for cell, *_ in rows("What people can type") for typed in code(cell)}
        assert told == bot.commands.commands

    def test_no_document_names_a_command_that_is_not_there(self, bot: Bot) -> None:
        command = re.compile(r"(?<![\w/.-])/sms(?:-[\w-]+)?(?![\w/.-])")
        named = {(path.name, each) for path in DOCUMENTS for each in command.findall(path.read_text("utf-8"))}
        assert {each for each in named if each[1] not in bot.commands.commands} == set()

    @staticmethod
    def named(bot: Bot, typed: str) -> str:
        """Return the name of the verb that a line begins."""
        command, _, rest = typed.partition(" ")
        own = {verb.own_command: verb.name for verb in bot.commands._verbs.values() if verb.own_command}
        if command in own:
            return own[command]
        assert command == "/sms"
        found = bot.commands._named(rest)
        return found[0].name if found else ""


DOCUMENTS: Final = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]


@every("path", DOCUMENTS)
def test_what_a_document_leads_to_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    links = [path.parent / to for to in re.findall(r"\]\((?!https?:)([^)#]+)", text)]
    named = [ROOT / to for to in re.findall(r"(?<![\w/.-])(?:bot|tests|docs|benchmarks)/[\w/]+\.\w+", text)]
    assert [str(each) for each in (*links, *named) if not each.exists()] == []


def test_the_table_of_roles_names_each_role() -> None:
    assert [code(role)[0] for role, _may in rows("The policy file")] == [role.value for role in Role]


class TestSettings:
    def test_what_is_needed_is_needed(self) -> None:
        for name in NEEDED:
            with pytest.raises(SettingsError, match=name):
                settings.load(None, {key: value for key, value in NEEDED.items() if key != name})


def test_the_policy_file_that_is_shown_is_one(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", section("The policy file"), re.DOTALL)
    path = tmp_path / "policy.toml"
    path.write_text(shown, "utf-8")
    read = reader.read(path)
    assert set(tomllib.loads(shown)) <= {each.name for each in fields(read)}


def days(length: timedelta) -> int:
    return length // timedelta(days=1)


def minutes(length: timedelta) -> int:
    return length // timedelta(minutes=1)


FIGURES: Final[dict[str, int]] = {
    r"goes on; (\w+) unclear answers in a row pause it": runner.UNCLEAR_IN_A_ROW,
    r"A list waits (\w+) days for that": days(upkeep.UNKNOWN_KEPT),
    r"After (\w+) attempts": outcomes.MOST_ATTEMPTS + 1,
    r"queued for more than (\w+) minutes": minutes(LOST_AFTER),
    r"makes no progress; after (\w+) minutes": minutes(LOST_AFTER),
    r"full count is (\w+) hours old": sync.FULL_EVERY // timedelta(hours=1),
    r"Broadcasts take (\w+), each": infrastructure.BROADCASTS_AT_ONCE,
    r"on many, (\w+) at most": process_slots.MOST,
    r"opens up to (\w+) connections": sum(database._OPTIONS[each] for each in ("pool_size", "max_overflow")),
    r"\| ended jobs of the queue \(ids only\) \| (\w+) days \|": days(dbos_engine.KEEP),
    r"`RETENTION_DAYS` \((\w+)\) after": Settings.model_fields["retention_days"].default,
    r"after a (week) of pause the bot ends it": days(import_upkeep.PAUSED_FOR),
}


@pytest.mark.parametrize(("said", "figure"), FIGURES.items(), ids=list(FIGURES))
def test_a_limit_that_is_told_is_the_limit(said: str, figure: int) -> None:
    (told,) = re.findall(said, " ".join(OPERATIONS.split()))
    told = {"week": "seven"}.get(told, told)
    assert (WORDS.index(told) if told in WORDS else int(told)) == figure


# --- what is said not to be there


def keeps_accounts_apart(_bot: Bot) -> None:
    found = settings.load(None, NEEDED)
    edge = EdgeSettings(slack_signing_secret=SecretStr("secret"))
    assert "The database of a and b is the same: each needs its own." in shared(
        {"a": found, "b": found}, edge
    )
    assert not metadata.tables.keys() & {"account", "accounts"}
    assert not any("account" in table.c for table in metadata.tables.values())


def knows_two_databases(_bot: Bot) -> None:
    with pytest.raises(ValueError, match="sqlite:/// or postgresql://"):
        Database("mysql://bot@localhost/bot")


def changes_only_the_time_of_a_list(_bot: Bot) -> None:
    assert form.OFFERED == (When.NOW, When.BOT)
    assert "only its time can be changed" in edit_view.FIXED


def leaves_nobody_out(_bot: Bot) -> None:
    taken = set(inspect.signature(SmsItClient.send_to_group).parameters)
    assert not {name for name in taken if re.search("exclu|except|without|skip", name)}


def leaves_out_what_is_no_words(_bot: Bot) -> None:
    own = emoji.turned("It is :harbour_own: now")
    assert (own.text, own.left_out) == ("It is now", (":harbour_own:",))
    for each in (Change.PICTURE, Change.FILE):
        assert "Left out" in remarks.sentences([Remark(each)])


def looks_no_number_of_a_list_up(_bot: Bot) -> None:
    """Only who opted out is looked for: that tells who is left out, never which number is texted."""
    room = ROOT / "bot/features/lists"
    sources = {path: path.read_text("utf-8") for path in room.glob("**/*.py")}
    opt_outs = sources.pop(room / "opt_outs.py")
    others = "".join(sources.values())
    # who is found is texted as SMS-iT spells them
    found = {"ContactBook", "LinkedAction", "Person", "Search"}
    found |= {"group_option", "looked_for", "suggestion_option"}
    assert _taken_of_contacts(others) == found
    assert _taken_of_contacts(opt_outs) == {"rows_of"}
    assert set(re.findall(r"shared\.contacts\.(\w+)", others)) == {
        "group_to_join",
        "groups_to_join",
        *("group_named", "sees_numbers"),
    }


def _taken_of_contacts(sources: str) -> set[str]:
    lists = re.findall(r"from bot\.features\.contacts[\w.]* import ([\w, ]+)\n", sources)
    return {name for names in lists for name in names.split(", ")}


def has_no_such_call(*words: str) -> Callable[[Bot], None]:
    def probe(_bot: Bot) -> None:
        assert not [each for each in Endpoint if any(word in each.lower() for word in words)]

    return probe


def counts_what_carriers_took(_bot: Bot) -> None:
    assert {each.name for each in fields(GroupReport)} == {"successful", "failed"}


def asks_about_a_number_only(_bot: Bot) -> None:
    taken: Any = inspect.signature(SmsItClient.contact_report).parameters
    assert {name for name in taken if name not in {"self", "retry", "timeout"}} == {"number"}


def nothing_can_show_it(_bot: Bot) -> None:
    """Say that this is about the world and not about the code."""


ABSENT: Final[dict[str, Callable[[Bot], None]]] = {
    "[Several accounts](../how-to/accounts.md) are apart": keeps_accounts_apart,
    "Run one process on a SQLite file.": knows_two_databases,
    "Of what is scheduled, words and time can be changed": changes_only_the_time_of_a_list,
    "Pictures, files and emoji that a workspace added itself": leaves_out_what_is_no_words,
    "A broadcast can't leave anyone out.": leaves_nobody_out,
    "A list from a file texts the numbers it is given": looks_no_number_of_a_list_up,
    "The bot can't opt anyone out in SMS-iT": has_no_such_call("opt", "subscri", "stop", "block"),
    "Texts scheduled in SMS-iT are listed": has_no_such_call(
        "cancel", "update", "change", "delete", "schedul"
    ),
    "Of a broadcast SMS-iT reports how many": counts_what_carriers_took,
    "Whether a number is reached is known from texts": counts_what_carriers_took,
    "SMS-iT reports only on the newest text to a number.": asks_about_a_number_only,
    "The bot was tested against a pretend SMS-iT": nothing_can_show_it,
}


def test_each_thing_that_is_said_not_to_be_there_is_looked_for() -> None:
    said = [" ".join(each.split()) for each in section("What is not there yet").split("\n- ")[1:]]
    unlooked = [each for each in said if not each.startswith(tuple(ABSENT))]
    assert unlooked == []
    assert len(said) == len(ABSENT)


@pytest.mark.parametrize("claim", ABSENT)
def test_what_is_said_not_to_be_there_is_not(bot: Bot, claim: str) -> None:
    ABSENT[claim](bot)
