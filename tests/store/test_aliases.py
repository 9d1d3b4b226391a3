"""A table under another name has the columns that are used, of the same types."""

import ast
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Table, create_mock_engine, select

import bot
from bot.store.tables import metadata, send
from bot.store.tables.aliases import alias

BOT = Path(bot.__file__).parent
ENGINE = create_mock_engine("sqlite://", lambda *_: None)


def test_it_has_these_columns_alone_and_their_types() -> None:
    again = alias("again", send.c.id, send.c.goes_at, send.c.body)

    assert again.c.keys() == ["id", "goes_at", "body"]
    assert [each.type for each in again.c] == [send.c.id.type, send.c.goes_at.type, send.c.body.type]


def test_a_statement_says_the_same_as_with_an_alias_of_sqlalchemy() -> None:
    later = datetime(2026, 12, 1, tzinfo=UTC)
    said = [
        select(each.c.id, send.c.state)
        .join_from(send, each, send.c.id == each.c.parent_id)
        .where(each.c.goes_at > later)
        .compile(dialect=ENGINE.dialect, compile_kwargs={"literal_binds": True})
        .string
        for each in (alias("row", send.c.id, send.c.parent_id, send.c.goes_at), send.alias("row"))
    ]
    assert said[0] == said[1]
    assert 'send AS "row"' in said[0]


def test_the_name_of_a_column_is_its_key_everywhere() -> None:
    tables: list[Table] = list(metadata.tables.values())
    assert [str(each) for table in tables for each in table.c if each.key != each.name] == []
    assert [table.name for table in tables if table.schema is not None] == []


def test_no_other_alias_is_made_of_a_whole_table() -> None:
    made = [
        str(path.relative_to(BOT))
        for path in sorted(BOT.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"alias", "aliased"}
    ]
    assert made == ["store/tables/aliases.py"]
