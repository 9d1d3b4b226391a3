"""Imports and their rows, on both databases: taken once, moved only from where they may be, forgotten."""

from datetime import timedelta
from threading import Thread

from bot.store import Database, contact_import_attempts, contact_import_rows, contact_imports, messages
from bot.store.contact_import_rows import ImportRow, NewRow, RowState
from bot.store.contact_imports import OPEN, ImportState, NewImport
from bot.store.messages import Purpose
from tests.patience import PATIENCE_SECONDS
from tests.store.samples import LATER, NOON

S = RowState


def new(key: str = "k") -> NewImport:
    return NewImport(key, "T0HARBOUR", "U0MAYA", "C0FRONT", "people.csv", 3, 1, {"group": "VIP"})


def an_import(database: Database, rows: int = 3, *, key: str = "k", group: str = "VIP") -> str:
    """An import that runs in its first wave, its last row left out."""
    made = [NewRow(place, place + 1, ("x",), f"1415555{place:04}", group) for place in range(1, rows + 1)]
    with database.write() as conn:
        import_id = contact_imports.insert(conn, new(key), NOON)
        assert import_id is not None
        for _ in range(2):
            contact_import_rows.insert(
                conn, import_id, [*made, NewRow(rows + 1, 9, ("y" * 99,), rejected="Bad.")]
            )
        contact_import_rows.insert(conn, import_id, [])
        assert contact_imports.move(conn, import_id, ImportState.RUNNING, only_from=OPEN, now=NOON, wave=1)
    return import_id


def claim(database: Database, import_id: str, by: str = "a", wave: int = 1) -> ImportRow | None:
    with database.write() as conn:
        return contact_import_attempts.claim(conn, import_id, wave, by, NOON)


def counts(database: Database, import_id: str) -> dict[RowState, int]:
    with database.read() as conn:
        return dict(contact_import_rows.counts(conn, import_id))


def test_the_same_confirmation_again_is_the_same_import(either: Database) -> None:
    with either.write() as conn:
        import_id = contact_imports.insert(conn, new(), NOON)
        assert import_id is not None
        assert contact_imports.insert(conn, new(), LATER) is None
        found = contact_imports.get(conn, import_id)
        assert contact_imports.get(conn, "0" * 32) is None
    assert found is not None
    assert (found.state, found.wave, found.source) == (ImportState.QUEUED, 0, {"group": "VIP"})
    assert (found.why, found.decided_by) == (None, None)
    assert "VIP" not in repr(found)


def test_an_import_moves_only_from_where_it_may(either: Database) -> None:
    import_id = an_import(either)
    with either.write() as conn:
        message = messages.get(conn, import_id, Purpose.IMPORT)
        assert message is not None
        paused = {"only_from": {ImportState.RUNNING}, "now": LATER, "decided_by": "U0TOM"}
        assert contact_imports.move(conn, import_id, ImportState.PAUSED, **paused)  # type: ignore[arg-type] # as named
        assert not contact_imports.move(conn, import_id, ImportState.PAUSED, **paused)  # type: ignore[arg-type] # as named
        assert contact_imports.next_wave(conn, import_id, LATER) is None
        found = contact_imports.get(conn, import_id)
        drawn = messages.get(conn, import_id, Purpose.IMPORT)
    assert found is not None
    assert drawn is not None
    assert (found.decided_by, found.updated_at, drawn.version) == ("U0TOM", LATER, message.version + 1)


def test_rows_are_taken_in_their_order_and_each_once(either: Database) -> None:
    import_id = an_import(either)
    taken = [claim(either, import_id) for _ in range(4)]
    assert [row.place for row in taken if row is not None] == [1, 2, 3]
    assert taken[3] is None
    assert taken[0] is not None
    assert (taken[0].state, taken[0].token, taken[0].cells) == (S.ATTEMPTING, "a", ["x"])
    assert "1415555" not in repr(taken)


def test_rows_are_taken_only_while_the_import_runs_in_that_wave(either: Database) -> None:
    import_id = an_import(either)
    assert claim(either, import_id, wave=2) is None
    with either.write() as conn:
        assert contact_imports.next_wave(conn, import_id, NOON) == 2
    assert claim(either, import_id) is None
    assert claim(either, import_id, wave=2) is not None
    with either.write() as conn:
        contact_imports.move(conn, import_id, ImportState.PAUSED, only_from=OPEN, now=NOON)
    assert claim(either, import_id, wave=2) is None


def test_many_at_once_never_take_the_same_row(either: Database) -> None:
    import_id = an_import(either, 40)
    taken: list[int] = []

    def lane(name: str) -> None:
        while (row := claim(either, import_id, name)) is not None:
            taken.append(row.place)

    lanes = [Thread(target=lane, args=(name,)) for name in "abcd"]
    for each in lanes:
        each.start()
    for each in lanes:
        each.join(PATIENCE_SECONDS)
    assert sorted(taken) == list(range(1, 41))


def test_an_outcome_is_written_where_the_attempt_still_is_its_own(either: Database) -> None:
    import_id = an_import(either)
    row, other = claim(either, import_id, "a"), claim(either, import_id, "b")
    assert row is not None
    assert other is not None
    with either.write() as conn:
        stale = ImportRow(**{name: getattr(row, name) for name in row.__slots__} | {"token": "z"})
        assert not contact_import_attempts.record(conn, stale, S.ADDED, None)
        assert contact_import_attempts.record(conn, row, S.UNKNOWN, "Unclear.")
        assert contact_import_attempts.record(conn, row, S.ADDED, None)  # a late answer
        assert not contact_import_attempts.record(conn, row, S.REFUSED, None)
        assert not contact_import_attempts.put_back(conn, row)
        assert contact_import_attempts.put_back(conn, other)
    assert counts(either, import_id) == {S.ADDED: 1, S.WAITING: 2, S.REJECTED: 1}
    with either.read() as conn:
        (added,) = contact_import_rows.in_state(conn, import_id, S.ADDED, 9)
    assert (added.cells, added.number) == (None, "14155550001")


def test_a_row_that_was_cut_off_is_settled_once(either: Database) -> None:
    import_id = an_import(either)
    claim(either, import_id)
    with either.read() as conn:
        (cut_off,) = contact_import_rows.in_state(conn, import_id, S.ATTEMPTING, 9)
    with either.write() as conn:
        assert contact_import_attempts.settle(conn, cut_off, S.UNKNOWN, "Cut off.")
        assert not contact_import_attempts.settle(conn, cut_off, S.ADDED, None)


def test_a_group_is_refused_and_the_rest_cancelled_in_portions(either: Database) -> None:
    import_id = an_import(either, 5)
    with either.write() as conn:
        contact_import_rows.insert(conn, import_id, [NewRow(20, 20, ("x",), "1", "Gold")])
        assert contact_import_rows.any_other_group(conn, import_id, "VIP")
        assert contact_import_rows.refuse_group(conn, import_id, "VIP", "No.", 2) == 2
        assert contact_import_rows.cancel(conn, import_id, 3) == 3
        assert contact_import_rows.any_open(conn, import_id)
        assert contact_import_rows.cancel(conn, import_id, 3) == 1
        assert not contact_import_rows.any_open(conn, import_id)
        assert not contact_import_rows.any_other_group(conn, "0" * 32, "VIP")
        first = contact_import_rows.reported(conn, import_id, 0, 2)
        rest = contact_import_rows.reported(conn, import_id, first[-1].place)
    assert [row.place for row in (*first, *rest)] == [1, 2, 3, 4, 5, 6, 20]


def test_what_has_ended_is_found_and_forgotten(either: Database) -> None:
    import_id, other = an_import(either), an_import(either, key="other")
    with either.write() as conn:
        assert {each.id for each in contact_imports.under_way(conn)} == {import_id, other}
        contact_imports.move(conn, import_id, ImportState.CANCELLED, only_from=OPEN, now=NOON)
        assert [each.id for each in contact_imports.cancelled_since(conn, NOON - timedelta(days=1))] == [
            import_id
        ]
        assert contact_imports.to_forget(conn, NOON) == ()
        assert contact_imports.to_forget(conn, LATER) == (import_id,)
        assert contact_import_rows.forget(conn, import_id, 3) == 3
        assert contact_import_rows.forget(conn, import_id, 3) == 1
        assert contact_import_rows.forget(conn, import_id, 3) == 0
        contact_imports.forgotten(conn, import_id)
        assert contact_imports.to_forget(conn, LATER) == ()
        contact_imports.heartbeat(conn, other, LATER)
        contact_import_rows.drop(conn, other)
    assert counts(either, other) == {}
    assert counts(either, import_id) == {S.WAITING: 3, S.REJECTED: 1}
