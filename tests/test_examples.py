"""What stands in the documents as an example runs, and each link leads somewhere."""

import contextlib
import io
import posixpath
import re
from collections.abc import Iterator
from configparser import RawConfigParser
from functools import partial
from pathlib import Path
from typing import Final

import pytest
import yaml
from sqlalchemy import create_engine

from bot import cli, smsit
from bot.policy import reader
from bot.sandbox import Sandbox
from bot.sandbox.page.guide import STEPS
from bot.settings import Settings
from bot.smsit import SmsItClient
from bot.store.tables import metadata
from bot.texting.clock import utc_now
from tests.locks import ROOT
from tests.patience import ACK_SECONDS

pytestmark = pytest.mark.unmeasured

DOCUMENTS: Final = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")),
    *sorted(ROOT.glob("docs/**/*.md")),
]
TEXT: Final = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in DOCUMENTS}
FENCED: Final = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
TARGETS: Final = set(re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def blocks(language: str) -> dict[str, str]:
    """Return the fenced blocks in a language, by where they stand."""
    return {
        f"{name}:{text[: found.start()].count(chr(10)) + 1}": found[2]
        for name, text in TEXT.items()
        for found in FENCED.finditer(text)
        if found[1] == language
    }


def typed(program: str) -> set[tuple[str, str]]:
    """Return what is typed for a program: in code, or on an indented line. With the document's name."""
    spans = rf"`(?:\.venv/bin/)?{program} ([^`]+)`|^    (?:\.venv/bin/)?{program} (.+)$"
    return {
        (name, (inline or line).partition(" #")[0].strip())
        for name, text in TEXT.items()
        for inline, line in re.findall(spans, text, re.MULTILINE)
    }


@pytest.mark.parametrize(("where", "source"), blocks("python").items(), ids=list(blocks("python")))
def test_python_runs_against_the_sandbox(
    where: str, source: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Sandbox(clock=utc_now, contacts=60, ack_limit=ACK_SECONDS) as sandbox:
        source = source.replace("your API key", sandbox.smsit.api_key)
        monkeypatch.setattr(smsit, "SmsItClient", partial(SmsItClient, base_url=sandbox.smsit_base_url))
        exec(compile(source, where, "exec"), {})  # noqa: S102 - our own documents
        texts = list(sandbox.smsit.ledger)

    assert capsys.readouterr().out
    assert len(texts) == source.count("client.send_to_contact(")


@pytest.mark.parametrize(("where", "text"), blocks("toml").items(), ids=list(blocks("toml")))
def test_a_policy_that_is_shown_is_one(where: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text, "utf-8")
    reader.read(path)


@pytest.mark.parametrize("text", blocks("yaml").values(), ids=list(blocks("yaml")))
def test_yaml_can_be_read(text: str) -> None:
    assert yaml.safe_load(text)


@pytest.mark.parametrize("text", blocks("ini").values(), ids=list(blocks("ini")))
def test_units_can_be_read(text: str) -> None:
    units = RawConfigParser(strict=False)
    units.read_string(text)
    assert units.sections()


@pytest.mark.parametrize("text", blocks("sql").values(), ids=list(blocks("sql")))
def test_sql_runs_on_the_tables_there_are(text: str) -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as database:
        metadata.create_all(database)
        for statement in re.sub(r"^(?:BEGIN|COMMIT);$", "", text, flags=re.MULTILINE).split(";"):
            if statement.strip():
                database.exec_driver_sql(statement)
    engine.dispose()


def test_there_is_no_language_that_nobody_looks_at() -> None:
    languages = {found[1] for text in TEXT.values() for found in FENCED.finditer(text)}
    assert languages <= {"", "text", "python", "toml", "yaml", "ini", "sql"}


def test_what_is_made_can_be_made() -> None:
    lines = {(name, word) for name, line in typed("make") for word in line.split() if word.isalpha()}
    assert len(lines) > 20
    assert {each for each in lines if each[1] not in TARGETS} == set()


def test_what_smsit_bot_is_told_it_understands() -> None:
    lines = typed("smsit-bot")
    assert len(lines) > 20
    wrong = [each for each in sorted(lines) if not understands(each[1])]
    assert wrong == []


def understands(line: str) -> bool:
    """Tell whether the command line reads these words. What is only named may lack what it needs."""
    words = re.sub(r"\$\w+", "1", line.replace("…", "")).split()
    parser = cli._parser()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            parser.parse_args(words)
        except SystemExit as left:
            return (
                left.code == 0 or re.search("are required|expected one argument", said.getvalue()) is not None
            )
    return True


def test_what_the_tutorial_tries_is_what_the_demo_offers() -> None:
    tried = re.findall(r"^\d\. \*\*(.+?)\.\*\*", TEXT["docs/tutorial.md"], re.MULTILINE)
    assert tried == [step.title for step in STEPS]
    assert f"`{STEPS[0].ways[0].line}`" in TEXT["docs/tutorial.md"]


def test_each_setting_that_is_set_in_a_document_is_one() -> None:
    named = {
        (name, each)
        for name, text in TEXT.items()
        if name != "CHANGELOG.md"
        for each in re.findall(r"(?:^    |`)([A-Z][A-Z_]{4,})=", text, re.MULTILINE)
    }
    known = {name.upper() for name in Settings.model_fields}
    assert len(named) > 3
    assert {each for each in named if each[1] not in known} == set()


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document, as code hosts and the site make them of its headings."""
    plain = FENCED.sub("", path.read_text("utf-8"))
    heads = re.findall(r"^#+ (.+)$", plain, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


def links() -> Iterator[tuple[str, str, str]]:
    """Give each link to a heading: where it stands, the document it leads to, and the anchor."""
    for name, text in TEXT.items():
        for to, anchor in re.findall(r"\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)", FENCED.sub("", text)):
            yield (
                name,
                posixpath.normpath(posixpath.join(posixpath.dirname(name), to)) if to else name,
                anchor,
            )


def test_each_anchor_is_a_heading() -> None:
    led = list(links())
    assert len(led) > 50
    assert [each for each in led if each[2] not in anchors(ROOT / each[1])] == []
