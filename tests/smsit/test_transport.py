"""Connections: kept, one per thread, renewed before a write, and read for proof when they fail."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace

import pytest
import requests
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection
from urllib3.util import connection
from urllib3.util import timeout as urllib3_timeout

from bot.smsit import Endpoint, InvalidApiKey, SmsItClient, SmsItError
from bot.smsit.calls import READ_ATTEMPTS
from bot.smsit.connections import TimedAdapter
from bot.smsit.deadlines import TimedAnswers
from bot.smsit.faults import Fault, fault_of
from bot.smsit.transport import REST_SECONDS, Reply, Transport, _is_loopback, _route
from bot.texting.clock import utc_now
from tests.patience import PATIENCE_SECONDS
from tests.smsit.loopback import Loopback

CONN = HTTPConnection("127.0.0.1")


@pytest.fixture
def transports() -> Iterator[list[Transport]]:
    made: list[Transport] = []
    yield made
    for transport in made:
        transport.close()


def ask(transport: Transport, endpoint: Endpoint = Endpoint.CREDIT_BALANCE) -> None:
    assert isinstance(transport.post(endpoint, {"a": "b"}, 30), Reply)


def test_a_thread_keeps_its_connection_and_shares_it_with_no_other(
    client: SmsItClient, server: Loopback
) -> None:
    server.says(Endpoint.CREDIT_BALANCE, '{"creditbalancenumber":"1"}')
    for _ in range(3):
        client.credit_balance()
    other = threading.Thread(target=client.credit_balance)
    other.start()
    other.join()
    lines = [heard.line for heard in server.heard]
    assert len(set(lines[:3])) == 1
    assert lines[3] != lines[0]


def test_a_write_takes_a_new_connection_after_a_rest_and_a_read_does_not(
    server: Loopback, transports: list[Transport]
) -> None:
    now = [100.0]
    transport = Transport(server.url, "key", 5, monotonic=lambda: now[0])
    transports.append(transport)
    server.says(Endpoint.CREDIT_BALANCE, "1")
    server.says(Endpoint.SMS_CONTACT, "0")
    ask(transport)
    now[0] += REST_SECONDS
    ask(transport, Endpoint.SMS_CONTACT)
    now[0] += REST_SECONDS + 1
    ask(transport)
    now[0] += REST_SECONDS + 1
    ask(transport, Endpoint.SMS_CONTACT)
    first, same, still, new = [heard.line for heard in server.heard]
    assert first == same == still != new


def test_a_closed_client_stays_usable(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.CREDIT_BALANCE, '{"creditbalancenumber":"1"}')
    client.credit_balance()
    client.close()
    client.credit_balance()
    assert len({heard.line for heard in server.heard}) == 2


def test_no_cookie_is_kept_and_no_other_door_is_used(client: SmsItClient, server: Loopback) -> None:
    server.says(Endpoint.CREDIT_BALANCE, '{"creditbalancenumber":"1"}', headers={"Set-Cookie": "PHPSESSID=1"})
    client.credit_balance()
    client.credit_balance()
    for heard in server.heard:
        assert (heard.method, heard.path) == ("POST", "/apis/getcreditbalance/")
        assert heard.headers["Content-Type"] == "application/x-www-form-urlencoded"
        assert {"Cookie", "Authorization"}.isdisjoint(heard.headers)


def test_the_environment_s_proxy_is_used_but_never_for_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/proxy.pem")
    route = _route("https://controlpanel.smsit.ai/apis/")
    assert route["proxies"]["https"] == "http://proxy.example:3128"
    assert route["verify"] == "/etc/proxy.pem"
    assert _route("http://127.0.0.1:8080/")["proxies"] == {}


@pytest.mark.parametrize(
    ("address", "loopback"),
    [
        ("http://127.0.0.1:1/", True),
        ("http://[::1]/", True),
        ("http://localhost/", True),
        ("https://10.0.0.1/", False),
        ("https://controlpanel.smsit.ai/apis/", False),
    ],
)
def test_a_loopback_address_is_known_as_such(address: str, loopback: bool) -> None:  # noqa: FBT001 - a table
    assert _is_loopback(address) is loopback


def behind(reason: Exception) -> requests.ConnectionError:
    return requests.ConnectionError(urllib3_errors.MaxRetryError(None, "/", reason))  # type: ignore[arg-type] # no pool


@pytest.mark.parametrize(
    "failure",
    [
        behind(urllib3_errors.NewConnectionError(CONN, "refused")),
        behind(urllib3_errors.NameResolutionError("smsit.invalid", CONN, socket.gaierror("unknown"))),
        requests.ConnectTimeout(
            urllib3_errors.MaxRetryError(None, "/", urllib3_errors.ConnectTimeoutError())  # type: ignore[arg-type] # no pool
        ),
        requests.exceptions.ProxyError(
            urllib3_errors.MaxRetryError(
                None,  # type: ignore[arg-type] # no pool
                "/",
                urllib3_errors.ProxyError("down", urllib3_errors.NewConnectionError(CONN, "refused")),
            )
        ),
        behind(urllib3_errors.SSLError(ssl.SSLCertVerificationError("self-signed"))),
    ],
)
def test_what_failed_before_a_byte_was_sent_is_proof(failure: Exception) -> None:
    assert fault_of(failure).proves_unsent


@pytest.mark.parametrize(
    "failure",
    [
        requests.ReadTimeout(urllib3_errors.ReadTimeoutError(None, "/", "slow")),  # type: ignore[arg-type] # no pool
        requests.ConnectionError(urllib3_errors.ReadTimeoutError(None, "/", "slow")),  # type: ignore[arg-type] # no pool
        requests.ConnectionError(urllib3_errors.ProtocolError("aborted", ConnectionResetError(104, "reset"))),
        requests.ConnectionError(urllib3_errors.ProtocolError("aborted", ConnectionRefusedError(111, "odd"))),
        requests.exceptions.ChunkedEncodingError(urllib3_errors.ProtocolError("cut")),
        requests.exceptions.SSLError(urllib3_errors.SSLError(ssl.SSLError("bad record"))),
        behind(urllib3_errors.SSLError()),
        behind(urllib3_errors.ProxyError("tunnel", OSError("Tunnel connection failed: 403"))),
        requests.ConnectionError(),
        BrokenPipeError(32, "Broken pipe"),
        ValueError("odd"),
    ],
)
def test_what_may_have_been_sent_is_no_proof(failure: Exception) -> None:
    assert not fault_of(failure).proves_unsent


def test_a_name_that_is_not_found_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    transport = Transport("http://smsit.invalid/apis/", "key", 5)
    outcome = transport.post(Endpoint.SMS_CONTACT, {}, 30)
    assert outcome == Fault("its server wasn't found", proves_unsent=True)


@pytest.mark.parametrize(
    ("status", "result"), [(200, "ok"), (302, "http_error"), (429, "rate_limited"), (503, "http_error")]
)
def test_each_try_of_a_call_is_told_to_whoever_observes(
    client: SmsItClient, server: Loopback, status: int, result: str
) -> None:
    seen: list[tuple[str, str]] = []
    client.observed_by(lambda method, came, seconds: seen.append((method, came)) if seconds >= 0 else None)
    server.says(Endpoint.CREDIT_BALANCE, '{"creditbalancenumber":"1"}', status=status)

    with suppress(SmsItError):
        client.credit_balance()

    tries = 1 if status < 400 else READ_ATTEMPTS
    assert seen == [("getcreditbalance", result)] * tries


def test_what_smsit_refuses_is_told_as_such(client: SmsItClient, server: Loopback) -> None:
    seen: list[tuple[str, str]] = []
    client.observed_by(lambda method, came, _seconds: seen.append((method, came)))
    server.says(Endpoint.CREDIT_BALANCE, '{"status":"-1"}')

    with pytest.raises(InvalidApiKey):
        client.credit_balance()

    assert seen == [("getcreditbalance", "refused")]


def test_the_time_by_smsit_s_clock_is_that_of_the_newest_answer(
    client: SmsItClient, server: Loopback
) -> None:
    assert client.server_time is None
    server.says(Endpoint.CREDIT_BALANCE, '{"creditbalancenumber":"1"}')
    client.credit_balance()
    assert client.server_time is not None
    assert abs(client.server_time - utc_now()) < timedelta(seconds=PATIENCE_SECONDS)


def test_a_call_without_an_answer_is_told_by_whether_it_may_have_been_heard() -> None:
    assert Fault("refused", proves_unsent=True).result == "unreachable"
    assert Fault("it didn't answer in time").result == "no_answer"


def test_a_connection_that_is_never_made_was_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(connection, "create_connection", never)
    outcome = Transport("http://127.0.0.1:9/", "key", 5).post(Endpoint.SMS_CONTACT, {}, 30)
    assert outcome == Fault("the connection timed out", proves_unsent=True)


class Late:
    """Connecting that takes as long as it may, or some time of its own; the waits that it was allowed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, passes: float | None) -> None:
        self.allowed: list[float] = []
        self.now = 100.0
        self._passes = passes
        self._really = connection.create_connection
        monkeypatch.setattr(connection, "create_connection", self.create_connection)
        monkeypatch.setattr(urllib3_timeout, "time", SimpleNamespace(monotonic=lambda: self.now))

    def create_connection(self, address: object, timeout: float, *rest: object, **others: object) -> object:
        self.allowed.append(timeout)
        if self._passes is None:
            raise TimeoutError
        self.now += self._passes
        return self._really(address, timeout, *rest, **others)


@pytest.mark.parametrize(("connect", "wait", "allowed"), [(5.0, 2.0, 1.0), (0.5, 2.0, 0.5), (5.0, 30.0, 5.0)])
def test_in_a_hurry_connecting_has_half_of_the_time_at_most(
    monkeypatch: pytest.MonkeyPatch, connect: float, wait: float, allowed: float
) -> None:
    late = Late(monkeypatch, passes=None)
    outcome = Transport("http://127.0.0.1:9/", "key", connect).post(
        Endpoint.GET_CONTACTS, {}, wait, in_all=True
    )
    assert isinstance(outcome, Fault)
    assert late.allowed == [allowed]


def test_in_a_hurry_the_answer_has_what_connecting_left(
    server: Loopback, transports: list[Transport], monkeypatch: pytest.MonkeyPatch
) -> None:
    late = Late(monkeypatch, passes=10 * PATIENCE_SECONDS - 0.1)
    server.fails(Endpoint.GET_CONTACTS, "late")
    transports.append(Transport(server.url, "key", 10 * PATIENCE_SECONDS))
    started = time.monotonic()
    outcome = transports[0].post(Endpoint.GET_CONTACTS, {}, 10 * PATIENCE_SECONDS, in_all=True)
    assert outcome == Fault("it didn't answer in time")
    assert late.allowed == [5 * PATIENCE_SECONDS]
    assert time.monotonic() - started < PATIENCE_SECONDS


def test_answers_come_in_time_through_a_proxy_too() -> None:
    adapter = TimedAdapter()

    straight, through = adapter.poolmanager, adapter.proxy_manager_for("http://proxy.example:3128")

    for manager in (straight, through):
        for scheme in ("http", "https"):
            made = manager.pool_classes_by_scheme[scheme]("127.0.0.1").ConnectionCls
            assert issubclass(made, TimedAnswers)
