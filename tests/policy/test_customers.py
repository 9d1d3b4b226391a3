"""One-time codes, contacts and appointments: what a policy file says of them, and what it may not say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Role
from bot.policy.model import Appointments, Contacts, Otp
from bot.policy.reader import read
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

    def test_of_appointments(self, tmp_path: Path) -> None:
        text = '[appointments]\nconfirmation = """\n%%Name%%,\nsee you on %%Date%%."""\n'
        text += "reminder = 'At %%Time%% today'\nreminder_hours = 720"

        assert read(write(tmp_path, text)).appointments == Appointments(
            "%%Name%%,\nsee you on %%Date%%.", "At %%Time%% today", 720
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
        ("txt = ''", "txt: is not known here; did you mean text?"),
        ("text = 7", "text: write the words of the text"),
        ("text = ' '", "text: write the words of the text"),
        ("text = 'Hi'", "text: holds %%Code%% 0 times; write it exactly once, where the code goes"),
        ("text = '%%Code%% %%code%%'", "text: holds %%Code%% 2 times; write it exactly once, where the code"),
        (
            "text = '%%Code%% %%Name%%'",
            "text: asks for %%Name%%; only %%Code%% and %%Minutes%% are filled in",
        ),
        ("text = '%%Code%% %%'", "text: holds %% that belongs to no field; write %%Code%% and %%Minutes%%"),
        (
            "text = '%%Code%% {a|b}'",
            "text: holds { or }, which SMS-iT reads as a choice of words; write round",
        ),
        ("text = '%%Code%% }'", "text: holds { or }, which SMS-iT reads as a choice of words; write round"),
        ('text = "%%Code%%\\u0000"', "text: holds a character that cannot be seen, such as a tab; write it"),
        (f"text = '%%Code%%{'x' * 993}'", "text: is 1,001 characters long; write 1,000 at most"),
        (f"text = '{'я' * 747}%%Code%%'", "text: takes 1,502 bytes; write 1,500 at most"),
        ("minutes = 0", "minutes: is 0; write a whole number of minutes, from 1 to 60"),
        ("minutes = 61", "minutes: is 61; write a whole number of minutes, from 1 to 60"),
        ("tries = 0", "tries: is 0; write a whole number of tries, from 1 to 10"),
        ("tries = 11", "tries: is 11; write a whole number of tries, from 1 to 10"),
        (
            "cooldown_seconds = -1",
            "cooldown_seconds: is -1; write a whole number of seconds, from 0 to 3,600",
        ),
        ("cooldown_seconds = 3601", "cooldown_seconds: is 3,601; write a whole number of seconds, from 0 to"),
        ("number_per_day = 1001", "number_per_day: is 1,001; write a whole number of codes, from 1 to 1,000"),
        ("person_per_day = 10001", "person_per_day: is 10,001; write a whole number of codes, from 1 to 10,"),
        (
            "purposes = 'A'",
            'purposes: is a list of texts; write purposes = ["Password reset", "Address change"',
        ),
        ("purposes = ['A', ' ']", "purposes: write words in one line"),
        ("purposes = ['A', 7]", "purposes: write words in one line"),
        ('purposes = ["A\\nB"]', "purposes: write words in one line"),
        ("purposes = ['A', 'B', ' a']", "purposes: stands there twice; write each purpose once"),
        (f"purposes = ['{'A' * 61}']", "purposes: is 61 characters long; write 60 at most"),
        (f"purposes = {[f'No {nth}' for nth in range(21)]}", "purposes: holds 21 purposes; write 20 at most"),
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
        ("exports = 'admin'", "exports: is not known here; did you mean export?"),
        ("export = 'boss'", "export: write a role: viewer, sender, broadcaster, approver, admin"),
        ("export = ['admin']", "export: write a role: viewer, sender, broadcaster, approver, admin"),
        ("full_numbers = true", "full_numbers: write a role: viewer, sender, broadcaster, approver, admin"),
        (
            "import_per_second = 0",
            "import_per_second: is 0; write a whole number of contacts, from 1 to 1,000",
        ),
        ("import_per_second = 1001", "import_per_second: is 1,001; write a whole number of contacts, from 1"),
    ],
)
def test_a_mistake_about_contacts_is_named(tmp_path: Path, text: str, mistake: str) -> None:
    (told,) = mistakes(tmp_path, f"[contacts]\n{text}")

    assert told.startswith(f"policy.toml, line 2: [contacts] {mistake}")


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("remind = ''", "remind: is not known here; did you mean reminder?"),
        ("reminder = ''", "reminder: write the words of the text"),
        ("reminder = 'See {you}'", "reminder: holds { or }, which SMS-iT reads as a choice of words; write"),
        (f"reminder = '{'x' * 1001}'", "reminder: is 1,001 characters long; write 1,000 at most"),
        (
            "confirmation = 'Bring %%Code%%'",
            "confirmation: asks for %%Code%%; only %%Name%%, %%Date%% and %%Time%% are filled in",
        ),
        ("reminder_hours = 0", "reminder_hours: is 0; write a whole number of hours, from 1 to 720"),
        ("reminder_hours = 721", "reminder_hours: is 721; write a whole number of hours, from 1 to 720"),
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
