"""The bots of accounts are kept running, each for itself, and end with the front."""

import json
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bot.accounts.house import House, NoAnswer, NotThere, Watch
from bot.accounts.houses import Houses, Vitals
from bot.accounts.model import Account
from bot.ops.vitals import Finding, Front
from bot.settings import SettingsError
from tests.accounts.samples import ACCOUNTS, CLINIC, HARBOUR, NORTH
from tests.patience import wait_until

SMALL = (sys.executable, "-S", str(Path(__file__).with_name("small_bot.py")))

HTTP = Front(is_open=lambda: True, age=lambda: None)
SOCKET = Front(is_open=lambda: True, age=lambda: 12.0)


def house(account: Account = CLINIC, values: Mapping[str, str] | None = None) -> House:
    return House(account, lambda: values or {}, pauses=(0.0,), command=SMALL)


@contextmanager
def kept(made: House) -> Iterator[House]:
    made.start()
    made.wait_until_tried()
    try:
        yield made
    finally:
        made.end()
        assert made.wait_until_ended()


def is_gone(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return False
    return True


def is_answering(made: House) -> bool:
    with suppress(NotThere, NoAnswer):
        return bool(json.loads(made.forward({"text": "a"}, {}).body)["key"] == made.account.key)
    return False


def test_what_arrives_is_answered_by_its_own_bot() -> None:
    with kept(house()) as made:
        answer = made.forward({"text": "ü"}, {"x-slack-retry-num": "2"})
        assert json.loads(answer.body) == {"key": "clinic", "text": "ü", "retried": "2"}
        assert answer.content_type == "application/json"
        assert made.parts() == {"engine": Finding(ok=True, said="running")}
    with pytest.raises(NotThere):
        made.forward({"text": "a"}, {})
    with pytest.raises(NotThere):
        made.parts()


def test_a_bot_that_ends_is_started_again() -> None:
    with kept(house()) as made:
        first = made.pid
        with pytest.raises(NoAnswer):  # it got the text and may have done anything with it
            made.forward({"text": "die"}, {})
        wait_until(lambda: made.is_up and made.pid != first)
        assert json.loads(made.forward({"text": "again"}, {}).body)["text"] == "again"
        with pytest.raises(NoAnswer):
            made.forward({"text": "silence"}, {})


def test_a_bot_that_ended_takes_nothing_from_then_on() -> None:
    took: list[bool] = []

    class Seen(House):
        def __setattr__(self, name: str, value: object) -> None:
            if name == "_process" and value is None and self.__dict__.get("_process") is not None:
                took.append(self.is_up)
            super().__setattr__(name, value)

    with kept(Seen(CLINIC, dict, pauses=(0.0,), command=SMALL)) as made:
        with pytest.raises(NoAnswer):
            made.forward({"text": "die"}, {})
        wait_until(lambda: took)
    assert not any(took)


def test_a_bot_that_cannot_start_takes_nothing_and_is_tried_again() -> None:
    tried: list[str] = []

    def values() -> Mapping[str, str]:
        tried.append("")
        if len(tried) == 1:
            raise SettingsError(("SMSIT_API_KEY isn't set.",))
        return {"SMSIT_API_KEY": "wrong"} if len(tried) == 2 else {}

    made = House(CLINIC, values, pauses=(0.0,), command=SMALL)
    made.start()
    assert not made.wait_until_tried() or made.is_up
    wait_until(lambda: made.is_up)
    assert len(tried) == 3
    made.end()
    assert made.wait_until_ended()


def test_whatever_keeps_a_bot_from_starting_it_is_tried_again() -> None:
    tried: list[str] = []

    def values() -> Mapping[str, str]:
        tried.append("")
        if len(tried) == 1:
            raise RuntimeError("the database of tokens is away")
        return {}

    made = House(CLINIC, values, pauses=(0.0,), command=SMALL)
    with kept(made):
        wait_until(lambda: made.is_up)
    nowhere = House(CLINIC, dict, pauses=(60.0,), command=("/nowhere/python",))
    with kept(nowhere):
        assert not nowhere.is_up


def test_a_bot_that_hangs_is_killed_and_started_again(caplog: pytest.LogCaptureFixture) -> None:
    made = House(CLINIC, dict, pauses=(0.0,), command=SMALL, watch=Watch(0.05, 1.0, 2))
    with kept(made):
        hanging = made.pid
        assert hanging is not None
        os.kill(hanging, signal.SIGSTOP)
        wait_until(lambda: made.pid not in {hanging, None} and made.is_up)
        assert is_gone(hanging)
        assert "the bot of account clinic hangs" in caplog.text
        wait_until(lambda: is_answering(made))  # on a busy machine the next one may look as if it hung, too


def test_a_bot_that_answers_that_it_cannot_work_is_left_alone() -> None:
    with kept(House(CLINIC, dict, pauses=(0.0,), command=SMALL, watch=Watch(0.01, 60.0, 1))) as made:
        first = made.pid
        wait_until(lambda: json.loads(made.forward({"text": "asked"}, {}).body) > 3)
        assert made.pid == first


def test_what_is_said_beside_the_ports_is_passed_over() -> None:
    with kept(house(values={"SMSIT_API_KEY": "chatty"})) as made:
        assert made.forward({"text": "a"}, {}).body
        with pytest.raises(NotThere):
            made.parts()


def test_a_bot_that_says_nothing_holds_up_no_other() -> None:
    def build(account: Account) -> House:
        return house(account, {"SMSIT_API_KEY": "silent"} if account is CLINIC else {})

    houses = Houses(ACCOUNTS, build)
    houses.start(HARBOUR)
    wait_until(lambda: houses["dental"].is_up and houses["eyes"].is_up)
    houses.wait_until_tried(0.01)
    assert not houses["clinic"].is_up
    assert houses.end_all()


def test_an_account_that_is_busy_holds_up_none_but_itself() -> None:
    with kept(house()) as made:
        while made._places.acquire(blocking=False):
            pass
        with pytest.raises(NotThere):
            made.forward({"text": "a"}, {})
        made._places.release()
        assert made.forward({"text": "a"}, {}).body


def test_a_bot_ends_when_its_front_is_gone() -> None:
    made = house()
    made.start()
    assert made.wait_until_tried()
    process, pid = made._process, made.pid
    assert process is not None
    assert process.stdin is not None
    assert pid is not None
    made._over.set()  # nobody starts it again
    process.stdin.close()
    wait_until(lambda: is_gone(pid))
    assert made.wait_until_ended()


def test_a_bot_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    made = house(values={"SMSIT_API_KEY": "stubborn"})
    made.start()
    assert made.wait_until_tried()
    pid = made.pid
    assert pid is not None
    monkeypatch.setattr("bot.accounts.house.STOP_SECONDS", 0.05)
    made.end()
    assert not made.wait_until_ended()
    wait_until(lambda: is_gone(pid))


def test_where_nothing_listens_nothing_is_there() -> None:
    with kept(house()) as made:
        made._port, made._ops = 9, ("127.0.0.1", 9)
        with pytest.raises(NotThere):
            made.forward({"text": "a"}, {})
        with pytest.raises(NotThere):
            made.parts()


def test_a_workspace_is_started_and_ended_for_itself() -> None:
    houses = Houses(ACCOUNTS, house)
    houses.start(HARBOUR)
    houses.wait_until_tried()
    found = Vitals(houses, HTTP).findings()

    assert {key for key in houses if houses[key].is_up} == {"clinic", "dental", "eyes"}
    assert found["clinic.engine"].ok
    assert (found["alone"].ok, found["alone"].said) == (True, "the app isn't installed in its workspace")
    assert houses.end(NORTH)
    assert houses.is_any_up()

    before = houses["eyes"].pid
    houses.start(HARBOUR)
    houses.wait_until_tried()
    assert houses["eyes"].pid != before
    houses["eyes"].end()
    houses["eyes"].wait_until_ended()
    assert not Vitals(houses, HTTP).findings()["eyes"].ok
    told = {(figure.name, *labels): value for figure, value, labels in Vitals(houses, SOCKET).samples()}
    assert told == {
        ("smsit_bot_slack_up",): 1,
        ("smsit_bot_socket_age_seconds",): 12.0,
        **{("smsit_bot_account_up", key): key != "eyes" for key in ("clinic", "dental", "eyes")},
    }
    lost = Vitals(houses, Front(is_open=lambda: False, age=lambda: None))
    assert next(iter(lost.samples())).value == 0
    houses.hang_up(0)
    assert houses.end_all()
    houses.start(NORTH)
    assert not houses.is_any_up()
