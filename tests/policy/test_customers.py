"""One-time codes, contacts and appointments: what a policy file says of them, and what it may not say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Role
from bot.policy.model import Appointments, Channels, Contacts, Otp, Retention
from bot.policy.reader import PolicyError, read
from bot.texting import merge
from tests.policy.files import mistakes, write


def quoted(text: str) -> str:
    """Write a text as a TOML string with every character escaped."""
    return '"' + "".join(f"\\U{ord(each):08X}" for each in text) + '"'


class TestWhatItSays:
    def test_of_codes(self, tmp_path: Path) -> None:
        text = "[otp]\ntext = '%%code%% counts for %%MINUTES%% minutes'\nminutes = 5\ntries = 4\n"
        text += "cooldown_seconds = 0\nnumber_per_day = 3\nperson_per_day = 10_000\n"
        text += 'purposes = ["Password reset", " Address change ", "Ω"]'

        assert read(write(tmp_path, text)).otp == Otp(
            "%%code%% counts for %%MINUTES%% minutes",
            minutes=5,
            tries=4,
            cooldown_seconds=0,
            number_per_day=3,
            person_per_day=10_000,
            purposes=("Password reset", "Address change", "Ω"),
        )

    def test_of_contacts(self, tmp_path: Path) -> None:
        text = "[contacts]\nfull_numbers = 'sender'\nexport = 'approver'\nimport_per_second = 1000"

        assert read(write(tmp_path, text)).contacts == Contacts(Role.SENDER, Role.APPROVER, 1000)

    def test_of_how_long_people_are_remembered(self, tmp_path: Path) -> None:
        text = "[retention]\npeople_days = 30\ncodes_days = 31\nfiles_days = 32\nreasons_days = 3650\n"
        text += "appointments_days = 34"

        assert read(write(tmp_path, text)).retention == Retention(30, 31, 32, 3650, 34)

    @pytest.mark.parametrize("days", ["0", "29", "3651", "true", "'a year'"])
    def test_nobody_is_remembered_for_ever_or_forgotten_too_soon(self, tmp_path: Path, days: str) -> None:
        with pytest.raises(PolicyError, match="write a whole number of days, from 30 to 3,650"):
            read(write(tmp_path, f"[retention]\npeople_days = {days}"))

    def test_of_shared_channels(self, tmp_path: Path) -> None:
        assert read(write(tmp_path, "[channels]\nshared = ['C0LAB']")).channels == Channels(("C0LAB",))

    def test_of_appointments(self, tmp_path: Path) -> None:
        text = '[appointments]\nconfirmation = """\n%%Name%%,\nsee you on %%Date%%."""\n'
        text += "reminder = 'At %%Time%% today'\nreminder_hours = 720"

        assert read(write(tmp_path, text)).appointments == Appointments(
            "%%Name%%,\nsee you on %%Date%%.", "At %%Time%% today", (720,)
        )

    @pytest.mark.parametrize("text", ["", "[otp]\n[contacts]\n[appointments]", "[otp]\npurposes = []"])
    def test_what_it_leaves_out_is_as_usual(self, tmp_path: Path, text: str) -> None:
        policy = read(write(tmp_path, text))

        assert (policy.otp, policy.contacts, policy.appointments) == (Otp(), Contacts(), Appointments())

    def test_the_usual_texts_could_stand_in_a_file(self, tmp_path: Path) -> None:
        usual = Appointments()
        text = f"[otp]\ntext = {quoted(Otp().text)}\n[appointments]\n"
        text += f"confirmation = {quoted(usual.confirmation)}\nreminder = {quoted(usual.reminder)}"

        assert read(write(tmp_path, text)) == read(write(tmp_path, ""))


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("txt = ''", "txt: unknown name; did you mean text?"),
        ("text = 7", "text: write the text to send"),
        ("text = ' '", "text: write the text to send"),
        ("text = 'Hi'", "text: write %%Code%% exactly once, where the code goes, not 0 times"),
        ("text = '%%Code%% %%code%%'", "text: write %%Code%% exactly once, where the code goes, not 2 times"),
        (
            "text = '%%Code%% %%Name%%'",
            "text: use only %%Code%% and %%Minutes%%, not %%Name%%",
        ),
        (
            "text = '%%Code%% %%Minuets%%'",
            "text: use only %%Code%% and %%Minutes%%, not %%Minuets%%. Did you mean %%Minutes%%?",
        ),
        ("text = '%%Code%% %%'", "text: use %% only in %%Code%% and %%Minutes%%"),
        (
            "text = '%%Code%% {a|b}'",
            "text: write ( and ) instead of { and }",
        ),
        ("text = '%%Code%% }'", "text: write ( and ) instead of { and }"),
        ('text = "%%Code%%\\u0000"', "text: remove the invisible character"),
        (f"text = '%%Code%%{'x' * 993}'", "text: write at most 1,000 characters, not 1,001"),
        (f"text = '{'я' * 747}%%Code%%'", "text: write at most 1,500 bytes, not 1,502"),
        ("minutes = 0", "minutes: write a whole number of minutes, from 1 to 60, not 0"),
        ("minutes = 61", "minutes: write a whole number of minutes, from 1 to 60, not 61"),
        ("tries = 0", "tries: write a whole number of tries, from 1 to 10, not 0"),
        ("tries = 11", "tries: write a whole number of tries, from 1 to 10, not 11"),
        (
            "cooldown_seconds = -1",
            "cooldown_seconds: write a whole number of seconds, from 0 to 3,600, not -1",
        ),
        ("cooldown_seconds = 3601", "cooldown_seconds: write a whole number of seconds, from 0 to"),
        (
            "number_per_day = 1001",
            "number_per_day: write a whole number of codes, from 1 to 1,000, not 1,001",
        ),
        (
            "person_per_day = 10001",
            "person_per_day: write a whole number of codes, from 1 to 10,",
        ),
        (
            "purposes = 'A'",
            'purposes: write a list of texts: purposes = ["Password reset", "Address change"',
        ),
        ("purposes = ['A', ' ']", "purposes: write words on one line"),
        ("purposes = ['A', 7]", "purposes: write words on one line"),
        ('purposes = ["A\\nB"]', "purposes: write words on one line"),
        ("purposes = ['A', 'B', ' a']", "purposes: write each purpose only once"),
        (f"purposes = ['{'A' * 61}']", "purposes: write at most 60 characters, not 61"),
        (f"purposes = {[f'No {nth}' for nth in range(21)]}", "purposes: write at most 20 purposes, not 21"),
    ],
)
def test_a_mistake_about_codes_is_named(tmp_path: Path, text: str, mistake: str) -> None:
    (told,) = mistakes(tmp_path, f"[otp]\n{text}")

    assert told.startswith(f"policy.toml, line 2: [otp] {mistake}")


def test_each_wrong_purpose_is_named_with_its_own_line(tmp_path: Path) -> None:
    told = mistakes(tmp_path, "[otp]\npurposes = [\n'A',\n'',\n'B', 'a',\n]")

    assert [each.split(":")[0] for each in told] == ["policy.toml, line 4", "policy.toml, line 5"]


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("exports = 'admin'", "exports: unknown name; did you mean export?"),
        ("export = 'boss'", "export: write one of these roles: viewer, sender, broadcaster, approver, admin"),
        (
            "export = ['admin']",
            "export: write one of these roles: viewer, sender, broadcaster, approver, admin",
        ),
        (
            "full_numbers = true",
            "full_numbers: write one of these roles: viewer, sender, broadcaster, approver, admin",
        ),
        (
            "import_per_second = 0",
            "import_per_second: write a whole number of contacts, from 1 to 1,000, not 0",
        ),
        ("import_per_second = 1001", "import_per_second: write a whole number of contacts, from 1"),
    ],
)
def test_a_mistake_about_contacts_is_named(tmp_path: Path, text: str, mistake: str) -> None:
    (told,) = mistakes(tmp_path, f"[contacts]\n{text}")

    assert told.startswith(f"policy.toml, line 2: [contacts] {mistake}")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("remind = ''", "remind: unknown name; did you mean reminder?"),
        ("reminder = ''", "reminder: write the text to send"),
        ("reminder = 'See {you}'", "reminder: write ( and ) instead of { and }"),
        (f"reminder = '{'x' * 1001}'", "reminder: write at most 1,000 characters, not 1,001"),
        (
            "confirmation = 'Bring %%Code%%'",
            "confirmation: use only %%Name%%, %%Date%% and %%Time%%, not %%Code%%",
        ),
        ("reminder_hours = 0", "reminder_hours: write a whole number of hours, from 1 to 720, not 0"),
        ("reminder_hours = 721", "reminder_hours: write a whole number of hours, from 1 to 720, not 721"),
    ],
)
def test_a_mistake_about_appointments_is_named(tmp_path: Path, text: str, mistake: str) -> None:
    (told,) = mistakes(tmp_path, f"[appointments]\n{text}")

    assert told.startswith(f"policy.toml, line 2: [appointments] {mistake}")


PIECES = st.lists(
    st.sampled_from(["%%Code%%", "%% minutes %%", "%%code%%", "%%Name%%", "%%", "%", "{", "|", "}"])
    | st.text(st.characters(exclude_characters="%{}", exclude_categories=["Cs", "Cc"]), max_size=5),
    max_size=5,
).map("".join)


@given(text=PIECES)
def test_a_text_that_is_taken_holds_the_code_once_and_nothing_else_to_fill_in(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    filled_in = merge.render(text, {"Code": "94b87b", "Minutes": "10"})
    fits = "%%" not in filled_in and not set("{}") & set(text) and filled_in.count("94b87b") == 1
    written = f"[otp]\ntext = {quoted(text)}"

    if fits:
        assert read(write(folder, written)).otp.text == text
    else:
        assert len(mistakes(folder, written)) == 1
