import pytest

from bot.engine.process_slots import MOST, name_of, slot_of, slots_of, take_lowest, taken_if_free
from bot.store import Database
from tests.store import postgres


def test_each_process_gets_the_lowest_free_slot(either: Database) -> None:
    one, two = slots_of(either), slots_of(either)
    assert [take_lowest(one), take_lowest(two), take_lowest(one)] == [0, 1, 2]
    one.let_go(0)
    assert take_lowest(two) == 0
    for slots, slot in ((two, 0), (two, 1), (one, 2)):
        slots.let_go(slot)


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
    with database.write() as conn:
        conn.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 3"
        )
    slots.let_go(3)
    assert slots.try_take(3)
    slots.let_go(3)
    database.close()


class NoSlots:
    def try_take(self, slot: int) -> bool:
        return False

    def let_go(self, slot: int) -> None: ...


def test_a_search_without_end_is_an_error() -> None:
    with pytest.raises(RuntimeError, match=str(MOST)):
        take_lowest(NoSlots())


@pytest.mark.parametrize("slot", [0, 7, 63])
def test_names_and_slots_are_one(slot: int) -> None:
    assert slot_of(name_of(slot)) == slot


@pytest.mark.parametrize("name", ["local", "slot-", "slot-x", "7"])
def test_names_of_others_are_no_slot(name: str) -> None:
    assert slot_of(name) is None
