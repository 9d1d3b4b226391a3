"""The conditions of partial indexes: those of the tables, and such as cost little to write rows."""

import re

from bot.store import Database
from bot.store.tables import metadata

WORDS_THAT_COST_NOTHING = 2
"""Of an IN list with more SQLite makes a table for each row it writes, in the index or not."""
_LIST = re.compile(r"\bIN \(([^()]*)\)")


def conditions(database: Database) -> dict[str, str]:
    with database.read() as conn:
        made = conn.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index'").all()
    ours = {index.name for table in metadata.tables.values() for index in table.indexes}
    return {name: sql.partition(" WHERE ")[2] for name, sql in made if name in ours}


def test_a_migrated_file_has_the_conditions_of_the_tables(database: Database) -> None:
    wheres = {
        str(index.name): index.dialect_options["sqlite"]["where"]
        for table in metadata.tables.values()
        for index in table.indexes
    }
    assert conditions(database) == {name: "" if each is None else str(each) for name, each in wheres.items()}


def test_no_condition_has_a_list_of_words_that_is_made_a_table_for_each_row(database: Database) -> None:
    found = conditions(database)
    long = {
        name
        for name, where in found.items()
        if any(each.count(",") >= WORDS_THAT_COST_NOTHING for each in _LIST.findall(where))
    }
    assert found
    assert not long
