"""No line of the log tells of people: no digit of a number gets through, and nothing else is given to one."""

import ast
import logging
import re
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot import logs

BOT = Path(logs.__file__).parent
PERSONAL = frozenset(
    {
        "number",
        "to_number",
        "to_phone",
        "phone",
        "to_name",
        "body",
        "message_text",
        "email",
        "birthday",
        "mask",
    }
)


Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize(
    "written",
    [
        *("14155550100", "+14155550100", "+1 415-555-0100", "(415) 555-0100", "+44 (0)7700 900123"),
        *("•••0100", "for •••0100.", "07700 900123", "415.555.0100"),
        *("14155550100: timeout", "14155550100-x", "14155550100_x", "number_14155550100", "x14155550100"),
        *("+1 415-555-0100: no", "\u0661\u0662\u0663\u0664\u0665\u0666\u0667"),
        *("\uff11\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11", "+1\u00a0415\u2013555\u20110100"),
        *("a:14155550100", "14155550100abc", "a14155550100", "(14155550100,", "tel:+14155550100;x"),
        *("+1 (415) - 555 - 0100", "14155550100.", "1415555010014155550100", "+1.415.555.0100:x"),
    ],
)
def test_no_digit_of_a_number_is_logged(capsys: Capture, written: str) -> None:
    logs.configure("INFO")

    logging.getLogger("bot.app").info("asked about %s now", written)

    line = capsys.readouterr().err.strip()
    told = line.partition("bot.app: ")[2]
    assert told.startswith("asked about ")
    assert not any(character.isdecimal() for character in told)


@pytest.mark.parametrize(
    "kept",
    [
        *("3f9a12c4", "550e8400e29b41d4a716446655440000", "550e8400-e29b-41d4-a716-446655440000", "U0MAYA"),
        *("1790000000.000100", "2026-11-23 17:00:05", "5,000 rows", "waits 1234 s", "127.0.0.1:8080"),
        *("2026-11-23T17:00:05.123456+00:00", "192.168.100.200:50100", "U0123456789", "T00000001:C01234567"),
        *(
            "550e8400e29b41d4a716446655440000:12",
            "sched-x-2026-11-23T03:41:00+00:00",
            "a1234567",
            "port 50100",
        ),
        *("12345678901234567890123456789012", "bot/app.py:107", "3f9a12c4d5e6", "1 of 10,000", "in 86400 s"),
    ],
)
def test_ids_times_and_figures_are_logged_as_they_are(capsys: Capture, kept: str) -> None:
    logs.configure("INFO")

    logging.getLogger("bot.app").info("%s", kept)

    assert capsys.readouterr().err.rstrip("\n").endswith(f"bot.app: {kept}")


AROUND = st.text(st.sampled_from(" :;,._-+()/'[]{}=@#•\"xyzghäß\t"), max_size=12)
"""What may stand beside a number. An id has other letters: those of hexadecimal figures, or capitals."""
BETWEEN = st.sampled_from(("", " ", "-", ".", "/", ") ", " (", " - ", "\u00a0", "\u2011"))


@given(
    st.data(),
    AROUND,
    AROUND,
    st.text("0123456789", min_size=7, max_size=15),
    st.sampled_from("0\u0660\uff10\u0966"),
)
def test_no_digit_of_a_number_is_logged_whatever_stands_around_it(
    data: st.DataObject, before: str, after: str, digits: str, zero: str
) -> None:
    written = "".join(chr(ord(zero) + int(digit)) + data.draw(BETWEEN) for digit in digits[:-1]) + digits[-1]
    assume(not re.fullmatch(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}", written))  # an address
    told = logs.one_line(f"{before}{written}{after}")
    shaped = re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:[0-9]{1,3}\.){3}[0-9]|[0-9]{10}\.[0-9]{6}", written)
    assert shaped or not any(character.isdecimal() for character in told)


def test_no_line_of_the_bot_is_given_a_number_a_name_or_words() -> None:
    found = [
        f"{path}:{call.lineno}"
        for path in sorted(BOT.rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and _is_log(call.func)
        for given in call.args[1:]
        for part in ast.walk(given)
        if (isinstance(part, ast.Attribute) and part.attr in PERSONAL)
        or (isinstance(part, ast.Name) and part.id in PERSONAL)
    ]
    assert found == []


def _is_log(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr in {"debug", "info", "warning", "error", "critical", "exception"}
        and isinstance(called.value, ast.Name)
        and called.value.id in {"log", "_log"}
    )
