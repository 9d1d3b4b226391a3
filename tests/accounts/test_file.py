"""The file that names the accounts: what it may say, and what is wrong with it in words."""

import os
from pathlib import Path

import pytest

from bot.accounts import file
from bot.settings import SettingsError

GOOD = """
[accounts.clinic]
name = "Harbour Clinic"
workspace = "T0HARBOUR"
settings = "clinic.env"
channels = ["C0FRONT"]
people = ["U0MAYA", "W0TOM"]
default = true
was_alone = true

[accounts.north-2]
name = "North"
workspace = "T0NORTH"
settings = "/etc/bot/north.env"
channels = ["C0FRONT"]
default = true
"""


def read(folder: Path, text: str) -> tuple[str, ...]:
    path = folder / "accounts.toml"
    path.write_text(text, encoding="utf-8")
    try:
        file.read(path)
    except SettingsError as error:
        return error.problems
    return ()


def test_accounts_are_read_in_their_order(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == ()
    clinic, north = file.read(tmp_path / "accounts.toml")

    assert (clinic.key, clinic.name, clinic.workspace) == ("clinic", "Harbour Clinic", "T0HARBOUR")
    assert (clinic.channels, clinic.people) == ({"C0FRONT"}, {"U0MAYA", "W0TOM"})
    assert (clinic.default, clinic.was_alone, north.was_alone) == (True, True, False)
    assert (clinic.settings, north.settings) == (tmp_path / "clinic.env", Path("/etc/bot/north.env"))


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('name = "North"', "", "[accounts.north-2]: name isn't there. Enter what people call"),
        ('name = "North"', 'name = " "', "name isn't right"),
        ('name = "North"', 'name = "a\\nb"', "name isn't right"),
        ('"T0NORTH"', '"North"', "workspace isn't right. Enter the id"),
        ('["C0FRONT"]\ndefault', '["front"]\ndefault', "channels isn't right"),
        ('["C0FRONT"]\ndefault', '["D0MAYA"]\ndefault', "channels isn't right"),
        ('"W0TOM"', '"tom"', "people isn't right"),
        ("was_alone = true", "was_alone = 1", "was_alone isn't right. Enter true or false."),
        ("was_alone", "alone", "alone isn't known here. Known are name, workspace"),
        ("[accounts.north-2]", "[accounts.North]", "Name it with small letters"),
        ("[accounts.north-2]", "[other]\n[accounts.north-2]", "Begin each account with"),
        ("[accounts.north-2]", "[accounts", "isn't TOML (at line"),
        ('"T0NORTH"', '"T0HARBOUR"', "C0FRONT is in channels of several accounts"),
        ('"T0NORTH"', '"T0HARBOUR"', "default is true for several accounts of T0HARBOUR"),
        ('"/etc/bot/north.env"', '"clinic.env"', "clinic.env is the settings file of several"),
        ('"/etc/bot/north.env"', '"./a/../clinic.env"', "clinic.env is the settings file of several"),
        ('"/etc/bot/north.env"', '"north\\u0000.env"', "settings isn't right"),
    ],
)
def test_what_is_wrong_is_said_in_words(tmp_path: Path, was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    told = read(tmp_path, GOOD.replace(was, becomes))
    assert any(said in each for each in told), told
    assert all(each.startswith("accounts.toml") for each in told)


def test_two_accounts_of_one_workspace_have_names_of_their_own(tmp_path: Path) -> None:
    same = GOOD.replace("T0NORTH", "T0HARBOUR").replace('"North"', '"HARBOUR clinic"')
    assert any("clinic, north-2 have the same name" in each for each in read(tmp_path, same))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "accounts = 1",
        "[accounts]",
        "a = " + "[" * 5000,
        "#" * (file.MOST_BYTES + 1),
        "\n".join(f"[accounts.a{n}]" for n in range(file.MOST_ACCOUNTS + 1)),
        "[accounts]\nclinic = 1",
        f"[accounts{'.a' * 60_000}]",  # took a minute and a half
    ],
)
def test_a_file_that_is_none_or_too_much_is_refused(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) != ()


def test_a_file_in_another_encoding_or_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"\xff\xfe")
    os.mkfifo(tmp_path / "pipe")
    for name, said in {
        "bad": "Save it as a text file",
        "missing": "can't be read",
        "pipe": "can't be read: it's a pipe, not a file",
    }.items():
        with pytest.raises(SettingsError, match=said):
            file.read(tmp_path / name)
    (tmp_path / "marked").write_text(GOOD, encoding="utf-8-sig")
    assert len(file.read(tmp_path / "marked").all) == 2
