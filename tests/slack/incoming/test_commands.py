"""The command table: which verb a typed line means, and who may use it."""

from dataclasses import replace

import pytest

from bot.access import Role, Who
from bot.errors import UserError
from bot.slack.incoming.commands import CommandTable, Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Kind
from tests.fakes.slack import FakeRegistry
from tests.slack.interactions import ACCESS, MAYA, SAM, TEAM, ZED, command, interaction


class Table:
    """A command table whose verbs remember what they were given."""

    def __init__(self) -> None:
        self.ran: list[tuple[str, str]] = []
        self.table = CommandTable(
            (
                replace(self.verb("", Role.SENDER), unsure=self._unsure),
                self.verb("credits", own_command="/sms-credits"),
                self.verb("status", own_command="/sms-status"),
                replace(self.verb("help"), unsure=self._asked),
                replace(self.verb("balance"), alone=True),
                self.verb("broadcast", Role.BROADCASTER),
                self.verb("credits all", Role.SENDER),
                self.verb("status all", Role.BROADCASTER),
            ),
            ACCESS,
        )

    def verb(self, name: str, role: Role = Role.VIEWER, own_command: str = "") -> Verb:
        def run(_visit: Interaction, rest: str) -> None:
            self.ran.append((name, rest))

        return Verb(name, f"/sms {name}", name, role, run, own_command)

    def _unsure(self, _visit: Interaction, line: str, near: str) -> None:
        self.ran.append((f"{near}?", line))

    def _asked(self, _visit: Interaction, line: str, near: str) -> None:
        self.ran.append((f"help: {near}?", line))

    def type(self, text: str, who: Who = MAYA) -> tuple[str, str]:
        self.table.run(interaction(command(text, who)))
        return self.ran[-1]


@pytest.fixture
def typed() -> Table:
    return Table()


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("credits", "credits", ""),
        ("CREDITS", "credits", ""),
        ("Status 14155550100", "status", "14155550100"),
        ("status   +1 415 555 0100  ", "status", "+1 415 555 0100"),
        ("status\t14155550100", "status", "14155550100"),
        ("help me", "help", "me"),
        ("credits  ALL of us", "credits all", "of us"),
        ("status al", "status", "al"),
        ("", "", ""),
        ("   ", "", ""),
    ],
)
def test_a_verb_is_found_however_it_is_written(typed: Table, text: str, verb: str, rest: str) -> None:
    assert typed.type(text) == (verb, rest)


@pytest.mark.parametrize(
    "text",
    [
        "14155550100",
        "14155550100 Hello",
        "+1 (415) 555-0100 see you at 10",
        "Ada Lovelace Hello there",
        "Ada Hello",
        "Ada\nHello",
        "room12",
        '"Grace Hopper" Hi',
        "@ada Hello",
    ],
)
def test_what_may_be_a_number_or_a_name_with_a_text_goes_to_the_form(typed: Table, text: str) -> None:
    assert typed.type(text) == ("", text)


@pytest.mark.parametrize("text", ["foo", "Ada", "@everybody", "…", "x" * 3000])
def test_a_lone_word_that_is_no_verb_is_asked_about_and_never_gets_the_whole_help(
    typed: Table, text: str
) -> None:
    assert typed.type(text) == ("help: ?", text)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("hlep", "help"),
        ("stauts", "status"),
        ("credts", "credits"),
        ("CREDIST", "credits"),
        ("`status", "status"),
    ],
)
def test_a_lone_word_near_a_verb_is_answered_with_one_question(typed: Table, text: str, verb: str) -> None:
    assert typed.type(text) == (f"help: {verb}?", text)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("staus 14155550100", "status"),
        ("STATSU 14155550100", "status"),
        ("credit please now", "credits"),
        ("Credit\nhello", "credits"),
    ],
)
def test_a_word_near_a_verb_before_more_words_may_be_a_name_so_all_is_kept_and_asked_about(
    typed: Table, text: str, near: str
) -> None:
    assert typed.type(text) == (f"{near}?", text)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("credits al", "credits all"),
        ("Credits  LAL of us", "credits all"),
        ("creditsall", "credits all"),
        ("credits-all", "credits all"),
    ],
)
def test_a_second_word_near_that_of_a_verb_is_asked_about_and_runs_nothing(
    typed: Table, text: str, near: str
) -> None:
    assert typed.type(text)[0] == f"help: {near}?"
    assert [name for name, _rest in typed.ran] == [f"help: {near}?"]


def test_so_it_is_behind_a_command_of_its_own(typed: Table) -> None:
    registry = FakeRegistry()
    typed.table.register(registry)
    body = {**command("al 14155550100", MAYA), "command": "/sms-credits"}
    registry.listener(Kind.COMMAND, "/sms-credits")(interaction(body))
    assert typed.ran == [("help: credits all?", "credits al 14155550100")]


@pytest.mark.parametrize(
    ("text", "who"),
    [('credits "al"', MAYA), ("credits “al”", MAYA), ("credits al", SAM), ("credits 411", MAYA)],
)
def test_a_second_word_in_quotes_or_of_a_verb_somebody_may_not_use_is_no_slip(
    typed: Table, text: str, who: Who
) -> None:
    assert typed.type(text, who) == ("credits", text.partition(" ")[2])


def test_words_behind_a_verb_that_stands_alone_may_be_a_text_so_all_is_kept_and_asked_about(
    typed: Table,
) -> None:
    assert typed.type("Balance your diet") == ("balance?", "Balance your diet")
    assert typed.type("balance") == ("balance", "")
    assert typed.type("balance your diet", SAM) == ("balance", "your diet")  # who may not text meant the verb


def test_what_was_asked_about_runs_once_it_is_chosen(typed: Table) -> None:
    typed.table.run(replace(interaction(command("balance your diet")), replaces=True))
    assert typed.ran == [("balance", "your diet")]


def test_a_verb_somebody_may_not_use_is_not_what_they_meant(typed: Table) -> None:
    with pytest.raises(UserError, match="sender"):
        typed.type("Broadcaster hello", SAM)


def test_who_may_not_text_is_asked_about_the_verb(typed: Table) -> None:
    assert typed.type("statsu 14155550100", SAM) == ("help: status?", "statsu 14155550100")


@pytest.mark.parametrize("line", ["credits " + "x" * 2993, "😀" * 1501, "14155550100 " + "x" * 10_000])
def test_a_line_longer_than_a_field_takes_is_refused(typed: Table, line: str) -> None:
    registry = FakeRegistry()
    typed.table.register(registry)
    for run in (typed.table.run, registry.listener(Kind.COMMAND, "/sms-status")):
        with pytest.raises(UserError, match="longer than 3,000 characters"):
            run(interaction(command(line)))
    assert typed.ran == []


def test_who_may_not_is_told_the_role_it_needs(typed: Table) -> None:
    with pytest.raises(UserError) as refused:
        typed.type("14155550100 Hello", SAM)

    assert "*sender*" in refused.value.sentence
    assert typed.ran == []


@pytest.mark.parametrize("text", ["broadcast VIP Hello", "BROADCAST"])
def test_a_role_is_asked_for_by_the_verb_and_not_by_the_command(typed: Table, text: str) -> None:
    with pytest.raises(UserError, match="broadcaster"):
        typed.type(text)


def test_help_and_router_agree_on_what_a_person_may_do(typed: Table) -> None:
    def names(who: Who) -> list[str]:
        return [verb.name for verb in typed.table.allowed(who)]

    assert names(MAYA) == ["", "credits", "status", "help", "balance", "credits all"]
    assert names(SAM) == ["credits", "status", "help", "balance"]
    assert names(ZED) == names(Who("", TEAM))[:0] == []


def test_commands_of_their_own_run_their_verb_with_all_that_was_typed(typed: Table) -> None:
    registry = FakeRegistry()
    typed.table.register(registry)

    assert set(registry.roles) == typed.table.commands == {"/sms", "/sms-credits", "/sms-status"}
    registry.listener(Kind.COMMAND, "/sms-status")(interaction(command("14155550100 ", name="/sms-status")))
    assert registry.roles["/sms-status"] is Role.VIEWER
    assert typed.ran == [("status", "14155550100")]


def test_the_shared_command_asks_for_no_more_than_to_look_on(typed: Table) -> None:
    registry = FakeRegistry()
    typed.table.register(registry)

    registry.listener(Kind.COMMAND, "/sms")(interaction(command("credits")))
    assert registry.roles["/sms"] is Role.VIEWER
    assert typed.ran == [("credits", "")]
    assert {kind.value for kind in Kind} >= {"command"}


def test_a_command_of_its_own_knows_the_second_word_and_asks_for_its_role(typed: Table) -> None:
    registry = FakeRegistry()
    typed.table.register(registry)

    listener = registry.listener(Kind.COMMAND, "/sms-status")
    with pytest.raises(UserError):
        listener(interaction(command("all of them", MAYA, name="/sms-status")))
    assert typed.ran == []
