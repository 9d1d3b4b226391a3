import json
import threading
from collections.abc import Mapping
from http.client import RemoteDisconnected

import pytest
import requests
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool as run_in_thread
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from urllib3.exceptions import ProtocolError

from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.api import ENDPOINTS, routes
from bot.sandbox.smsit.faults import Fault
from bot.sandbox.smsit.quirks import Quirks, Shape
from tests.patience import PATIENCE_SECONDS
from tests.sandbox.smsit.clock import SleepClock
from tests.sandbox.smsit.people import to_contact, to_group
from tests.sandbox.smsit.serving import Stage


def post(base: str, account: Account, endpoint: str, params: Mapping[str, str]) -> requests.Response:
    form = {"apikey": account.api_key, **params}
    return requests.post(f"{base}{endpoint}/", data=form, timeout=PATIENCE_SECONDS, allow_redirects=False)


def send(stage: Stage, account: Account, **params: str) -> requests.Response:
    return post(stage.show(account), account, "smscontact", to_contact(**params))


def test_get_and_post_are_answered_with_and_without_the_slash(stage: Stage, account: Account) -> None:
    base = stage.show(account)
    params = {"apikey": account.api_key, "type": "1"}
    for slash in ("/", ""):
        for answer in (
            requests.get(
                f"{base}getcreditbalance{slash}",
                params=params,
                timeout=PATIENCE_SECONDS,
                allow_redirects=False,
            ),
            requests.post(
                f"{base}getcreditbalance{slash}", data=params, timeout=PATIENCE_SECONDS, allow_redirects=False
            ),
        ):
            assert answer.json()[0]["creditbalancenumber"] == "5000"


def test_other_methods_are_refused(stage: Stage, account: Account) -> None:
    assert requests.put(f"{stage.show(account)}smscontact/", timeout=PATIENCE_SECONDS).status_code == 405


def test_every_answer_is_200_and_may_call_itself_html(stage: Stage, account: Account) -> None:
    answer = requests.post(f"{stage.show(account)}smscontact/", timeout=PATIENCE_SECONDS)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=UTF-8"
    assert answer.json()[0]["status"] == "-1"


@pytest.mark.parametrize(("shape", "listed"), [(Shape.FAMILY, 5), (Shape.LIST, 10), (Shape.BARE, 0)])
def test_the_shape_of_answers_can_be_chosen(
    stage: Stage, clock: SleepClock, shape: Shape, listed: int
) -> None:
    account = Account(clock=clock, contacts=0, quirks=Quirks(shape=shape))
    base = stage.show(account)
    answers = [post(base, account, endpoint, {}).json() for endpoint in ENDPOINTS]
    assert sum(isinstance(answer, list) for answer in answers) == listed


def test_statuses_may_be_numbers(stage: Stage, account: Account) -> None:
    account.quirks.number_status = True
    base = stage.show(account)
    assert post(base, account, "smscontact", {}).json()[0]["status"] == -2
    assert post(base, account, "generateOTP", {}).json()["status"] == "Success"
    assert post(base, account, "getcreditbalance", {"type": "1"}).json()[0]["creditbalancenumber"] == 5000


def test_a_text_in_any_script_arrives_as_it_was_sent(stage: Stage, account: Account) -> None:
    send(stage, account, message="Zażółć & 1+1=2 🎉\nline two ")
    assert account.ledger[0].body == "Zażółć & 1+1=2 🎉\nline two "


def test_requests_are_recorded_without_what_they_said(stage: Stage, account: Account) -> None:
    send(stage, account)
    (seen,) = account.requests
    assert (seen.endpoint, seen.method) == ("smscontact", "POST")


def test_a_throttled_group_send_happens_inside_the_request(
    stage: Stage, account: Account, clock: SleepClock
) -> None:
    account.quirks.throttle_scale = 1.0
    base = stage.show(account)
    answer = post(base, account, "smsgroup", to_group("Tuesday clinic", throttle="5"))
    assert answer.json()[0]["status"] == "41001"
    assert clock.slept == [5.0, 5.0, 5.0]
    assert len(account.ledger) == 4


@pytest.mark.parametrize(
    ("fault", "status"),
    [(Fault.HTML, 200), (Fault.HTTP500, 500), (Fault.HTTP502, 502), (Fault.TOO_MANY, 429)],
)
@pytest.mark.parametrize("after_work", [False, True])
def test_a_proxy_may_answer_before_or_after_the_work(
    stage: Stage,
    account: Account,
    fault: Fault,
    status: int,
    after_work: bool,  # noqa: FBT001 - a parameter of the table above
) -> None:
    account.faults.add("smscontact", fault, after_work=after_work, retry_after=7)
    answer = send(stage, account)
    assert answer.status_code == status
    assert answer.text.startswith("<!DOCTYPE html>")
    assert answer.headers.get("retry-after") == ("7" if fault is Fault.TOO_MANY else None)
    assert len(account.ledger) == after_work


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        (Fault.EMPTY, b""),
        (Fault.EMPTY_LIST, b"[]"),
        (Fault.TRUNCATED, b'[{"status": "0", "msg":'),
        (Fault.FLIPPED, b'{"status": "0", "msg": "Successful API call"}'),
        (Fault.NUMBER_STATUS, b'[{"status": 0, "msg": "Successful API call"}]'),
        (Fault.WRONG_ENCODING, b'[{"status": "0", "msg": "Successful API call", "note": "caf\xe9"}]'),
        (Fault.BYTE_ORDER_MARK, b'\xef\xbb\xbf[{"status": "0", "msg": "Successful API call"}]'),
    ],
)
def test_an_answer_may_be_spoilt_after_the_work(
    stage: Stage, account: Account, fault: Fault, body: bytes
) -> None:
    account.faults.add("smscontact", fault)
    assert send(stage, account).content == body
    assert len(account.ledger) == 1


def test_a_notice_may_stand_before_the_answer(stage: Stage, account: Account) -> None:
    account.faults.add("smscontact", Fault.NOTICE)
    notice, answer = send(stage, account).text.rsplit("\n", 1)
    assert "Notice" in notice
    assert json.loads(answer)[0]["status"] == "0"


def test_any_answer_may_be_given_after_the_work_and_spoilt_like_others(
    stage: Stage, account: Account
) -> None:
    account.faults.add("smscontact", Fault.OTHER_ANSWER, answer="[[]]")
    account.faults.add("smscontact", Fault.OTHER_ANSWER, Fault.BYTE_ORDER_MARK, answer='{"status":"1"}')
    assert send(stage, account).content == b"[[]]"
    assert send(stage, account).content == b'\xef\xbb\xbf{"status":"1"}'
    assert len(account.ledger) == 2


def test_an_other_error_is_ignored_where_none_is_documented(stage: Stage, account: Account) -> None:
    account.faults.add("*", Fault.OTHER_ERROR, times=2)
    base = stage.show(account)
    assert post(base, account, "getcreditbalance", {"type": "1"}).json()[0]["creditbalancenumber"] == "5000"
    assert post(base, account, "addappointment", {}).json()[0]["status"] == "-9"


@pytest.mark.parametrize(("fault", "texts"), [(Fault.DROPPED, 0), (Fault.REPLY_LOST, 1)])
def test_a_dropped_connection_ends_before_the_first_byte(
    stage: Stage,
    account: Account,
    fault: Fault,
    texts: int,
) -> None:
    account.faults.add("smscontact", fault)
    with pytest.raises(requests.ConnectionError) as dropped:
        send(stage, account)
    (reason,) = dropped.value.args
    assert isinstance(reason, ProtocolError)
    assert isinstance(reason.args[1], RemoteDisconnected | ConnectionResetError)
    assert len(account.ledger) == texts
    assert send(stage, account).status_code == 200


class Wrapped:
    """An application whose `receive` and `send` no longer belong to the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def wrapped() -> Message:
            return await receive()

        await self._app(scope, wrapped, send)


def test_a_connection_can_be_dropped_behind_other_applications_too(stage: Stage, account: Account) -> None:
    base = stage.put(Wrapped(Starlette(routes=[Mount("/smsit/apis", routes=routes(account))])))
    account.faults.add("smscontact", Fault.REPLY_LOST)
    with pytest.raises(requests.ConnectionError):
        post(base, account, "smscontact", to_contact())
    assert len(account.ledger) == 1


def test_a_slow_answer_comes_after_the_work(stage: Stage, account: Account, clock: SleepClock) -> None:
    account.faults.add("smscontact", Fault.SLOW, seconds=30)
    assert send(stage, account).json()[0]["status"] == "0"
    assert clock.slept == [30]


def test_a_slow_answer_holds_up_nobody_else(stage: Stage, account: Account) -> None:
    base = stage.show(account)
    released = threading.Event()

    async def sleep(_: float) -> None:
        await run_in_thread(released.wait)

    account.sleep = sleep
    account.faults.add("smscontact", Fault.SLOW)
    slow = threading.Thread(target=post, args=(base, account, "smscontact", to_contact()))
    slow.start()
    try:
        assert (
            post(base, account, "getcreditbalance", {"type": "2"}).json()[0]["creditbalancenumber"] == "250"
        )
    finally:
        released.set()
        slow.join()
