"""The file of a backup: whole or refused, its owner's alone, and never mistaken for what it isn't."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.records import archive, backup
from bot.records.archive import Manifest, Unusable
from bot.store import Database
from bot.texting.clock import utc_now
from tests.features.erasure.filling import a_text
from tests.flows import first_start

MADE = datetime(2026, 11, 30, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups")
    first_start.put(folder / "bot.db")
    database = Database(f"sqlite:///{folder}/bot.db")
    a_text(database, utc_now(), "1")
    backup.write(database, folder / "one.backup", lambda: MADE)
    database.close()
    return folder / "one.backup"


def test_it_says_what_it_is_and_only_its_owner_may_read_it(made: Path) -> None:
    manifest = archive.verify(made)

    assert (manifest.made_at, manifest.database) == (MADE, "SQLite")
    assert manifest.tables["send"].rows == 1
    assert made.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in made.parent.glob(".*")] == [], "nothing unfinished is left"


@given(st.data())
def test_whatever_byte_is_spoilt_it_is_refused_or_says_the_same(
    made: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = made.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    is_cut = data.draw(st.booleans())
    spoilt = whole[:place] if is_cut else whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
    path = tmp_path_factory.getbasetemp() / "spoilt.backup"
    path.write_bytes(spoilt)

    try:
        manifest = archive.verify(path)
    except Unusable:
        return
    assert manifest.tables == archive.verify(made).tables


def changed(made: Path, to: Path, **told: object) -> Path:
    """Copy a backup that says something else of itself."""
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "manifest.json":
                content = json.dumps({**json.loads(content), **told}).encode()
            new.writestr(name, content)
    return to


def test_one_of_a_later_format_is_refused_with_what_to_do(made: Path, tmp_path: Path) -> None:
    later = changed(made, tmp_path / "later.backup", version=archive.VERSION + 1)
    with pytest.raises(Unusable, match="newer version of the bot"):
        archive.manifest_of(later)


def test_what_is_no_backup_or_not_there_is_refused(made: Path, tmp_path: Path) -> None:
    other = changed(made, tmp_path / "other.zip", format="holiday pictures")
    for path, said in ((other, "no backup"), (tmp_path / "none.backup", "there's no none.backup")):
        with pytest.raises(Unusable, match=said):
            archive.manifest_of(path)


def test_the_newest_is_found_by_when_it_was_made_and_spoilt_ones_are_passed_over(
    made: Path, tmp_path: Path
) -> None:
    changed(made, tmp_path / "z-old.backup", made_at="2026-11-01T00:00:00+00:00")
    newer = changed(made, tmp_path / "a-new.backup", made_at="2026-11-29T00:00:00+00:00")
    (tmp_path / "spoilt.backup").write_bytes(b"PK")

    found = archive.newest(tmp_path)

    assert found is not None
    assert found[0] == newer
    assert archive.newest(tmp_path / "nowhere") is None


def test_a_manifest_reads_as_it_was_written() -> None:
    manifest = Manifest(MADE, "PostgreSQL", "0021", "1.0", {})
    assert Manifest.read(manifest.written().encode()) == manifest


def test_a_line_that_no_memory_holds_is_not_read_whole(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LONGEST_ROW", 3)
    with pytest.raises(Unusable, match="damaged"):
        archive.verify(made)
    with pytest.raises(Unusable, match="damaged"), archive.rows(made, "send") as rows:
        list(rows)
