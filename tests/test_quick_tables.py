import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import Database, schema
from tests.quick_tables import all_migrated


def dumped(path: Path, versions: Sequence[str] = (schema.HEAD,)) -> list[str]:
    """Bring a new file to these versions, one after the other, and return all that is in it."""
    with closing(Database(f"sqlite:///{path}")) as database:
        for version in versions:
            with database.write() as conn:
                schema.upgrade(conn, version)
    with closing(sqlite3.connect(path)) as made:
        return sorted(made.iterdump())


@pytest.mark.parametrize("versions", [(schema.HEAD,), ("0003",), ("0027", schema.HEAD)], ids="-".join)
def test_what_is_put_there_is_what_the_migrations_make(tmp_path: Path, versions: tuple[str, ...]) -> None:
    with all_migrated():
        real = dumped(tmp_path / "migrated.db", versions)
    dumped(tmp_path / "first.db", versions)
    assert dumped(tmp_path / "put.db", versions) == real
    assert any("CREATE TABLE" in line for line in real)


def test_migrations_run_once_for_all_empty_files_and_for_every_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run: list[str] = []
    migrate = schema.upgrade.upgrade  # type: ignore[attr-defined] # whom it stands in for

    def noted(conn: object, to: str) -> None:
        run.append(to)
        migrate(conn, to)

    dumped(tmp_path / "first.db")
    monkeypatch.setattr(schema.upgrade, "upgrade", noted)
    dumped(tmp_path / "second.db")
    assert run == []
    with all_migrated():
        dumped(tmp_path / "third.db")
    dumped(tmp_path / "third.db")
    assert run == [schema.HEAD, schema.HEAD]
