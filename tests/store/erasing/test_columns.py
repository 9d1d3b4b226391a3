"""Each column there is has a rule for when somebody is erased."""

import pytest

from bot.store.erasing.columns import DELETED, EMPTIED, SAYS_NOTHING
from bot.store.personal import APPOINTMENTS, CODES, IMPORT_FILES, LIST_FILES, REQUESTS, SENDS, Holding
from bot.store.tables import metadata


def test_what_becomes_of_every_column_is_decided_and_once() -> None:
    for name, table in metadata.tables.items():
        columns = {column.name for column in table.columns}
        if name in DELETED:
            assert name not in {**EMPTIED, **SAYS_NOTHING}
            continue
        emptied, silent = set(EMPTIED.get(name, {})), SAYS_NOTHING[name]
        assert not emptied & silent, name
        assert emptied | silent == columns, name


def test_no_rule_is_about_what_is_not_there() -> None:
    assert {*DELETED, *EMPTIED, *SAYS_NOTHING} == set(metadata.tables)


@pytest.mark.parametrize("holding", [SENDS, CODES, LIST_FILES, REQUESTS, IMPORT_FILES, APPOINTMENTS])
def test_what_is_forgotten_by_the_days_goes_when_somebody_is_erased(holding: Holding) -> None:
    assert set(holding.emptied or ()) <= set(EMPTIED[holding.table.name])


def test_what_is_emptied_fits_its_column() -> None:
    for name, values in EMPTIED.items():
        for column, value in values.items():
            assert value is not None or metadata.tables[name].c[column].nullable, (name, column)
