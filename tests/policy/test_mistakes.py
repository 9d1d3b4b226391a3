"""Every mistake a policy file can hold, told with its line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.reader import read
from tests.policy.files import ROLES, mistakes, write

REMINDER_HOURS = "line 4: [appointments] reminder_hours: write a whole number of hours, from 1 to "


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "[accounts.clinic]",
            "line 1: [accounts]: name accounts in the file that ACCOUNTS_FILE names, not here",
        ),
        ("[rolls]", "line 1: [rolls]: unknown name; did you mean roles?"),
        (
            "x = 1",
            "line 1: [x]: unknown name; use one of these: roles, approval, quiet_hours, budgets, limits",
        ),
        ("roles = 3", "line 1: [roles]: write [roles] on its own line"),
        ("[budgets]\npeople = 3", "line 2: [budgets] people: write [budgets.people] on its own line"),
        ('[roles]\n\nsendr = ["*"]', "line 3: [roles] sendr: unknown name; did you mean sender?"),
        ("[roles]\nboss = ['@tom']", "line 2: [roles] boss: unknown name; use one of these: viewer, sender"),
        (
            "[roles]\nsender = '*'",
            'line 2: [roles] sender: write a list of ids: sender = ["U0123ABC"], or',
        ),
        ("[roles]\nsender = [\n'*',\n7,\n]", "line 4: [roles] sender: instead of 7, write the id of a user"),
        (
            "[roles]\nsender = [\n'*',\n'@maya']",
            "line 4: [roles] sender: instead of '@maya', write the id of a user",
        ),
        ("[roles]\nsender = ['U0MAYA', '']", "line 2: [roles] sender: instead of '', write the id of a user"),
        (
            ROLES + "[approval]\npeople = 3",
            "line 4: [approval] people: add the channel where approvers are asked",
        ),
        (
            ROLES + "[appointments]\nreminder_hours = []",
            "line 4: [appointments] reminder_hours: write a whole number of hours, from 1 to ",
        ),
        (
            ROLES + "[appointments]\nreminder_hours = [true]",
            "line 4: [appointments] reminder_hours: write a whole number of hours, from 1 to ",
        ),
        (
            ROLES + "[appointments]\nreminder_hours = 9000",
            "line 4: [appointments] reminder_hours: write a whole number of hours, from 1 to ",
        ),
        (ROLES + "[birthdays]\ntemplate = ' '", "line 4: [birthdays] template: write"),
        (
            ROLES + "[birthdays]\ntemplate = '" + 101 * "x" + "'",
            "line 4: [birthdays] template: write at most 80",
        ),
        (ROLES + "[birthdays]\nperson = '@maya'", "line 4: [birthdays] person: write"),
        (ROLES + "[birthdays]\ntime = '9 am'", "line 4: [birthdays] time: write"),
        (ROLES + "[approval]\nexpires_hours = 3", "line 4: [approval] expires_hours: add the channel where"),
        (
            ROLES + "[approval]\nchannel = '#yes'",
            "line 4: [approval] channel: write a channel id such",
        ),
        (
            ROLES + "[templates]\nwriters = 'broadcaster'",
            "line 4: [templates] writers: write a list of roles and ids: writers =",
        ),
        (
            ROLES + "[templates]\nwriters = ['broadcaster',\n'@maya']",
            "line 5: [templates] writers: instead of '@maya', write a role, the id of a user",
        ),
        (
            ROLES + "[templates]\nbroadcasts_only = 'yes'",
            "line 4: [templates] broadcasts_only: write true or false, without quotation marks",
        ),
        (
            ROLES + "[workflows]\npeople = 'U0MAYA'",
            "line 4: [workflows] people: write a list of ids: people =",
        ),
        (
            ROLES + "[workflows]\npeople = ['U0MAYA',\n'*']",
            "line 5: [workflows] people: instead of '*', write the id of a user (U…) or a user group (S…)",
        ),
        (
            ROLES + "[workflows]\npeople = ['sender']",
            "line 4: [workflows] people: instead of 'sender', write the id",
        ),
        (
            ROLES + "[alerts]\nbalance_below = 500",
            "line 4: [alerts] balance_below: add the channel where alerts are posted: write a channel id",
        ),
        (
            "[caller]\nafter_code = 'full_number'",
            'line 2: [caller] after_code: write a list of what a code opens: after_code = ["full_number"]',
        ),
        (
            "[caller]\nafter_code = ['full_number',\n'text']",
            "line 3: [caller] after_code: write one of these: full_number, move_appointment",
        ),
        (
            "[caller]\nminutes = 61",
            "line 2: [caller] minutes: write a whole number of minutes, from 1 to 60, not 61",
        ),
        (ROLES + "[alerts]\nchannel = '#alerts'", "line 4: [alerts] channel: write a channel id such"),
        (
            ROLES + "[alerts]\nchannel = 'C0YES'\nfailed_percent = 0",
            "line 5: [alerts] failed_percent: write a whole number of percent, from 1 to 100, not 0",
        ),
        (
            ROLES + "[alerts]\nchannel = 'C0YES'\nbalance_low = 7",
            "line 5: [alerts] balance_low: unknown name; did you mean balance_below?",
        ),
        (
            "[templates]\napproval = true",
            "line 2: [templates] approval: give someone the approver or admin role",
        ),
        (ROLES + "[approval]\nchannel = 7", "line 4: [approval] channel: write a channel id such"),
        (
            "[approval]\nchannel = 'C0YES'",
            "line 2: [approval] channel: give someone the approver or admin role",
        ),
        (
            ROLES + "[approval]\nchannel='C0YES'\npeople = -1",
            "line 5: [approval] people: write a whole",
        ),
        (
            ROLES + "[approval]\nchannel='C0YES'\nexpires_hours = 0",
            "line 5: [approval] expires_hours: write a whole number of hours, from 1 to 720, not 0",
        ),
        (
            ROLES + "[approval]\nchannel='C0YES'\ntolerance_percent = 101",
            "line 5: [approval] tolerance_percent: write a whole number of percent, from 0 to 100, not 101",
        ),
        (
            "[quiet_hours]\nUSA = 'none'",
            "line 2: [quiet_hours] USA: unknown country code; write two letters",
        ),
        ("[quiet_hours]\nuk = 'none'", "line 2: [quiet_hours] uk: unknown country code; did you mean GB?"),
        (
            "[quiet_hours]\ndefalt = 'none'",
            "line 2: [quiet_hours] defalt: unknown country code; did you mean",
        ),
        ("[quiet_hours]\nGB = '9-5'", "line 2: [quiet_hours] GB: write two different local times such as"),
        ("[quiet_hours]\nGB = '25:00-08:00'", "line 2: [quiet_hours] GB: write two different local times"),
        ("[quiet_hours]\nGB = '08:00-08:00'", "line 2: [quiet_hours] GB: write two different local times"),
        ("[quiet_hours]\nGB = 21", "line 2: [quiet_hours] GB: write two different local times"),
        (
            "[quiet_hours]\noverride = 'boss'",
            "line 2: [quiet_hours] override: write one of these roles: viewer, sender",
        ),
        (
            "[quiet_hours]\noverride = []",
            "line 2: [quiet_hours] override: write one of these roles: viewer, sender",
        ),
        (
            "[budgets]\nperson_per_day = 'many'",
            "line 2: [budgets] person_per_day: write a whole number of credits, 0 or more",
        ),
        ("[budgets]\nperson_per_day = true", "line 2: [budgets] person_per_day: write a whole number of"),
        ("[budgets]\nperson_per_day = 1.5", "line 2: [budgets] person_per_day: write a whole number of"),
        ("[budgets]\nperson_pr_day = 1", "line 2: [budgets] person_pr_day: unknown name; did you mean"),
        (
            "[budgets.people]\nC0FRONT = 1",
            "line 2: [budgets.people] C0FRONT: write an id such as U0123",
        ),
        (
            "[budgets.people]\nU0TOM = -1",
            "line 2: [budgets.people] U0TOM: write a whole number of cred",
        ),
        (
            "[budgets.channels]\nU0TOM = 1",
            "line 2: [budgets.channels] U0TOM: write an id such as C0123",
        ),
        (
            "[limits]\nlist_rows = 100_001",
            "line 2: [limits] list_rows: write a whole number of rows",
        ),
        ("[limits]\nlist_megabytes = 11", "line 2: [limits] list_megabytes: write a whole number of"),
        ("[limits]\nlist_per_second = 0", "line 2: [limits] list_per_second: write a whole number of"),
        (
            "[limits]\ngroup_people = 0",
            "line 2: [limits] group_people: write a whole number of people, 1 or",
        ),
        ("[[limits]]\nlist_rows = 1", "line 1: [limits]: write [limits] on its own line"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_to_write(tmp_path: Path, text: str, mistake: str) -> None:
    (told,) = mistakes(tmp_path, text)

    assert told.startswith(f"policy.toml, {mistake}")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        (
            "[roles]\n\nviewer",
            "policy.toml, line 3: not valid TOML: Expected '=' after a key in a key/value pair",
        ),
        ("[roles]\r\nviewer = [\r\n 'x' 'y']", "policy.toml, line 3: not valid TOML: Unclosed array"),
        ("[roles]\nviewer = '''\n\n", "policy.toml, line 2: not valid TOML: Expected"),
        (b"[roles]\n# caf\xe9", "policy.toml, line 2: save the file as UTF-8"),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path, text: str | bytes, mistake: str) -> None:
    (told,) = mistakes(tmp_path, text)

    assert told.startswith(mistake)
    assert "column" not in told


def test_all_mistakes_are_told_at_once_from_top_to_bottom(tmp_path: Path) -> None:
    text = "[limits]\nlist_rows = 'all'\n[budgets]\nperson_per_day = -5\n[extra]\n"
    text += "[roles]\nboss = []\nsender = 'U0MAYA'\n"

    assert [told.split(":")[0] for told in mistakes(tmp_path, text)] == [
        "policy.toml, line 2",
        "policy.toml, line 4",
        "policy.toml, line 5",
        "policy.toml, line 7",
        "policy.toml, line 8",
    ]


def test_an_approver_written_wrongly_is_one_mistake_and_not_two(tmp_path: Path) -> None:
    text = "[roles]\napprover = ['@lena']\n[approval]\nchannel = 'C0YES'"

    assert len(mistakes(tmp_path, text)) == 1


COMMENTS = st.sampled_from(["", "# [roles]", "# people = 7 '''", "   ", '# "'])
USERS = st.from_regex(r"\A[UWSCG][A-Z0-9]{4,9}\Z")


@st.composite
def good_policies(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """Tables in any order: the header of each, then its keys, each perhaps over several lines."""
    holders = draw(st.lists(USERS, min_size=1, max_size=4))
    between = draw(st.sampled_from([", ", ",\n  ", ", # ]\n"]))
    tables = [
        ("[roles]", [f"admin = ['U0TOM', {between.join(map(repr, holders))}]", 'viewer = ["*"]']),
        ("[approval]", ["channel = 'C0YES'", f"people = {draw(st.integers(0, 10**6))}"]),
        ("[quiet_hours]", ["default = '21:00-08:00'", 'GB = "none" # "21:00"']),
        ("[budgets]", [f"person_per_day = {draw(st.integers(0, 10**6)):_}", "people = { U0TOM = 3 }"]),
        ("[budgets.channels]", ["C0UP = 5"]),
        ("[limits]", ["list_rows = 10", "group_people = 10"]),
    ]
    return draw(st.permutations(tables))


BROKEN = {
    "[roles]": "sender = [\n'nobody']",
    "[approval]": "credits = 'x'",
    "[quiet_hours]": "FR = 'late'",
    "[budgets]": "everybody_per_day = -1",
    "[budgets.channels]": "nowhere = 1",
    "[limits]": "list_seconds = 1",
}


@pytest.mark.parametrize("brackets", ["[", "[{a=", "{a="])
def test_brackets_nested_without_end_are_a_mistake_in_words(
    tmp_path_factory: pytest.TempPathFactory, brackets: str
) -> None:
    (told,) = mistakes(tmp_path_factory.getbasetemp(), f"[roles]\nsender = {brackets * 10_000}")

    assert told == "policy.toml, line 2: brackets are nested too deeply"


@given(tables=good_policies(), data=st.data())
def test_the_line_told_is_the_line_of_the_mistake(
    tmp_path_factory: pytest.TempPathFactory, tables: list[tuple[str, list[str]]], data: st.DataObject
) -> None:
    folder = tmp_path_factory.getbasetemp()
    target = data.draw(st.sampled_from(sorted(BROKEN)))
    broken = BROKEN[target]
    text = ""
    for header, keys in tables:
        text += f"{data.draw(COMMENTS)}\n{header}\n"
        kept = [*keys]
        if header == target:
            kept.insert(data.draw(st.integers(0, len(keys))), broken)
        for key in kept:
            text += f"{data.draw(COMMENTS)}\n{key}\n"
    at = text[: text.index(broken) + broken.index(broken.splitlines()[-1])].count("\n") + 1

    (told,) = mistakes(folder, text)

    assert told.startswith(f"policy.toml, line {at}: {target}")
    assert read(write(folder, text.replace(broken, ""))).roles
