"""What an approver looks at."""

import pytest

from bot.errors import UserError
from bot.features.approvals import excerpt
from bot.features.approvals.excerpt import FORGOTTEN, Excerpt
from bot.store import sends
from bot.store.database import Database
from bot.store.sends import Send, rows
from tests.features.samples import BODY
from tests.store.samples import NOON, a_draft
from tests.store.test_rows import a_list


def text_of(database: Database, send: Send) -> Excerpt:
    with database.read() as conn:
        return excerpt.of(conn, sends.get(conn, send.id))


def people_of(database: Database, parent: Send) -> None:
    with database.write() as conn:
        rows.describe(conn, parent.id, rows.totals(conn, parent.id), 1, NOON)


def test_a_broadcast_has_its_words_alone(either: Database) -> None:
    assert text_of(either, a_draft(either, body=BODY)) == Excerpt(BODY)


def test_a_list_has_its_first_rows_as_they_would_go_out(either: Database) -> None:
    parent = a_list(either, 23, rejected=2)
    people_of(either, parent)

    found = text_of(either, parent)
    assert [row.line for row in found.rows] == list(range(2, 22))
    assert {row.body for row in found.rows} == {"Hi"}
    assert (found.body, found.more) == (parent.body, 3)


def test_a_short_list_is_shown_in_full(either: Database) -> None:
    parent = a_list(either, 2)
    people_of(either, parent)
    assert (len(text_of(either, parent).rows), text_of(either, parent).more) == (2, 0)


def test_of_a_list_that_has_begun_there_is_nothing_to_look_at_but_its_words(either: Database) -> None:
    parent = a_list(either, 2)
    people_of(either, parent)
    with either.write() as conn:
        rows.cancel(conn, parent.id, NOON)
    assert text_of(either, parent) == Excerpt(parent.body or "")


def test_words_that_are_forgotten_cannot_be_looked_at(either: Database) -> None:
    each = a_draft(either)
    with either.write() as conn:
        sends.note_values(conn, each.id, now=NOON, body=None)
    with pytest.raises(UserError, match=FORGOTTEN):
        text_of(either, each)
