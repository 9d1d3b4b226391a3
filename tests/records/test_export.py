"""The command that exports: what people need of the records, and no more of a number than they may see."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from bot.records.exported import TABLES
from bot.store import Database
from bot.store.tables import template, template_version
from bot.texting.clock import utc_now
from tests.features.erasure.filling import PHONE, SPELT, WORDS, a_text, put
from tests.records.conftest import Command


def files(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name).decode("utf-8-sig") for name in file.namelist()}


def test_each_table_is_a_file_and_no_whole_number_or_word_of_a_text_is_in_it(
    database: Database, command: Command, tmp_path: Path
) -> None:
    put(database, template, utc_now(), id="t", key="t", name="Moved")
    put(
        database,
        template_version,
        utc_now(),
        id="v",
        key="v",
        template_id="t",
        body="We moved",
        touched_by=[],
    )

    said = command("export", "all.zip")

    found = files(tmp_path / "all.zip")
    assert set(found) == {f"{name}.csv" for name in TABLES}
    everything = "\n".join(found.values())
    assert [each for each in (*SPELT, "4155550777", "14155550888") if each in everything] == []
    assert "•••0777" in found["sends.csv"]
    assert found["do-not-text.csv"].count("•••") == 2
    for_customers = "\n".join(text for name, text in found.items() if name != "do-not-text.csv")
    assert WORDS not in for_customers
    assert "We moved" in found["templates.csv"]
    assert "Numbers are masked" in said
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600


def test_whole_numbers_and_words_are_for_who_asks_for_them(
    database: Database, command: Command, tmp_path: Path
) -> None:
    said = command("export", "all.zip", "--full-numbers", "--words", "--json", "--only", "sends")

    (found,) = map(json.loads, files(tmp_path / "all.zip").values())
    first = next(each for each in found if each["id"] == "1")
    assert (first["to_number"], first["body"], first["send_at"]) == (PHONE, WORDS, None)
    assert "It holds whole numbers" in said


def test_no_cell_is_run_as_a_formula(database: Database, command: Command, tmp_path: Path) -> None:
    a_text(database, utc_now(), "f", to_name="=HYPERLINK(A1)", body="+1+1", outcome_sentence="\t@x")
    command("export", "all.zip", "--only", "sends", "--words")
    rows = list(csv.reader(io.StringIO(files(tmp_path / "all.zip")["sends.csv"])))
    (formula,) = [row for row in rows if row[0] == "f"]
    assert [cell for cell in formula if cell[:1] in {"=", "+", "@", "\t"}] == []


def test_what_is_older_is_left_out(database: Database, command: Command, tmp_path: Path) -> None:
    a_text(database, utc_now() - timedelta(days=400), "old")
    command("export", "all.zip", "--since", f"{utc_now() - timedelta(days=9):%Y-%m-%d}", "--only", "sends")
    assert "\nold," not in files(tmp_path / "all.zip")["sends.csv"]


def test_a_dry_run_counts_and_writes_nothing(database: Database, command: Command, tmp_path: Path) -> None:
    said = command("export", "all.zip", "--dry-run")
    assert "  do-not-text: 2 rows" in said
    assert not (tmp_path / "all.zip").exists()


@pytest.mark.parametrize(
    ("file", "said"), [("bot.env", "Choose another name"), ("no/all.zip", "Make the folder no")]
)
def test_where_it_cannot_be_written_it_says_what_to_do(
    database: Database, command: Command, file: str, said: str
) -> None:
    assert said in command("export", file, status=1)


def test_tables_of_an_earlier_version_are_brought_up_to_date_first(
    database: Database, command: Command
) -> None:
    with database.write() as conn:
        conn.exec_driver_sql("UPDATE smsit_bot_version SET version_num = '0001'")
    assert "Start this version of the bot once first" in command("export", "all.zip", status=1)


def test_a_day_is_one(command: Command) -> None:
    with pytest.raises(SystemExit):
        command("export", "all.zip", "--since", "yesterday")
