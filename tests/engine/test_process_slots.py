import pytest
from sqlalchemy import text

from bot.engine.process_slots import MOST, OwnSlot, name_of, slot_of, take_lowest, taken_if_free
from bot.engine.slot_locks import AdvisorySlots, slots_of
from bot.store import Database
from tests.patience import PATIENCE_MS
from tests.store import postgres


def test_each_process_gets_the_lowest_free_slot(either: Database) -> None:
    one, two = slots_of(either), slots_of(either)
    assert [take_lowest(one), take_lowest(two), take_lowest(one)] == [0, 1, 2]
    two.let_go(1)
    assert not one.is_alone(0), "it has another slot itself"
    assert two.try_take(1)
    one.let_go(0)
    assert take_lowest(two) == 0
    for slots, slot in ((two, 0), (two, 1), (one, 2)):
        slots.let_go(slot)


def test_a_process_is_alone_while_no_other_has_a_slot(either: Database) -> None:
    one, two = (OwnSlot(slots_of(either)) for _ in range(2))
    assert not one.is_alone()  # it has none yet
    one.take()
    assert one.is_alone()
    two.take()
    assert not one.is_alone()
    assert not two.is_alone()
    one.let_go()
    assert two.is_alone()
    two.let_go()


def test_only_a_lock_of_the_kernel_tells_that_whoever_had_it_is_dead(either: Database) -> None:
    def outlives() -> bool:
        own = OwnSlot(slots_of(either))
        own.take()
        found = own.outlives()
        own.let_go()
        return found

    assert not outlives()  # nobody had it before
    assert outlives() is either.is_sqlite
    if either.is_sqlite:
        lose(either, 0)
        assert not outlives()  # whoever had the file that is gone may live


def test_a_slot_is_held_for_a_while(either: Database) -> None:
    one, two = slots_of(either), slots_of(either)
    with taken_if_free(one, 3) as first, taken_if_free(two, 3) as second:
        assert (first, second) == (True, False)
    with taken_if_free(two, 3) as third:
        assert third


def test_a_slot_whose_connection_broke_is_given_back_all_the_same() -> None:
    database = Database(postgres.without_rows())
    slots = slots_of(database)
    assert slots.try_take(3)
    lose(database, 3)
    slots.let_go(3)
    assert slots.try_take(3)
    slots.let_go(3)
    database.close()


def test_a_lock_that_another_connection_has_by_now_is_not_held() -> None:
    database = Database(postgres.without_rows())
    slots, other = AdvisorySlots(database.engine), AdvisorySlots(database.engine)
    assert slots.try_take(3)
    slots._kept[3].exec_driver_sql("SELECT pg_advisory_unlock_all()")  # as a pooler does between two clients
    assert other.try_take(3)
    assert slots._kept[3].exec_driver_sql("SELECT pg_try_advisory_lock(740189, 4)").scalar_one()
    assert (slots.holds(3), other.holds(3)) == (False, True)
    for each in (slots, other):
        each.let_go(3)
    database.close()


def lose(database: Database, slot: int) -> None:
    """Have something end the lock of a slot: an administrator, a pooler; or somebody who tidies up files."""
    if database.path is not None:
        database.path.with_name(f"{database.path.name}.{name_of(slot)}").unlink()
        return
    with database.write() as conn:
        conn.execute(
            text(
                "SELECT pg_terminate_backend(pid, CAST(:patience AS bigint)) FROM pg_locks"
                " WHERE locktype = 'advisory' AND objid = :slot AND pid <> pg_backend_pid()"
            ),
            {"slot": slot, "patience": PATIENCE_MS},  # until it is gone, and its locks with it
        )


def test_a_process_whose_slot_is_lost_takes_it_again(either: Database) -> None:
    slots = slots_of(either)
    own = OwnSlot(slots)
    assert own.take() == own.look() == name_of(0)
    lose(either, 0)
    assert not slots.holds(0)

    assert own.look() == name_of(0)

    assert slots.holds(0)
    with taken_if_free(slots_of(either), 0) as is_free:
        assert not is_free
    own.let_go()
    assert own.look() is None
    with taken_if_free(slots_of(either), 0) as is_free:
        assert is_free


def test_where_another_process_has_it_meanwhile_it_takes_the_next(either: Database) -> None:
    own, other = OwnSlot(slots_of(either)), OwnSlot(slots_of(either))
    own.take()
    lose(either, 0)
    assert other.take() == name_of(0)

    assert own.look() == own.look() == name_of(1)

    assert other.look() == name_of(0)
    own.let_go()
    other.let_go()


def test_while_the_database_is_away_it_is_tried_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(postgres.without_rows())
    slots = slots_of(database)
    own = OwnSlot(slots)
    own.take()
    lose(database, 0)
    with monkeypatch.context() as patch:
        patch.setattr(slots, "try_take", NoSlots().fail)
        for _ in range(2):
            with pytest.raises(OSError, match="away"):
                own.look()
    assert own.look() == name_of(0)
    assert slots.holds(0)
    own.let_go()
    database.close()


def test_a_slot_that_is_lost_is_not_given_back_at_the_end() -> None:
    slots = NoSlots()
    own = OwnSlot(slots)
    slots.free = True
    own.take()
    slots.free = False
    with pytest.raises(RuntimeError):
        own.look()
    assert slots.given_back == [0]
    own.let_go()
    assert slots.given_back == [0]


class NoSlots:
    def __init__(self) -> None:
        self.free = False
        self.given_back: list[int] = []

    def try_take(self, slot: int) -> bool:
        return self.free

    def fail(self, slot: int) -> bool:
        raise OSError("the database is away")

    def holds(self, slot: int) -> bool:
        return self.free

    def let_go(self, slot: int) -> None:
        self.given_back.append(slot)


def test_a_search_without_end_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=str(MOST)):
        take_lowest(NoSlots())


@pytest.mark.parametrize("slot", [0, 7, 63])
def test_names_and_slots_are_one(slot: int) -> None:
    assert slot_of(name_of(slot)) == slot


@pytest.mark.parametrize("name", ["local", "slot-", "slot-x", "7"])
def test_names_of_others_are_no_slot(name: str) -> None:
    assert slot_of(name) is None
