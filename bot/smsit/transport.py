"""The wire: one POST of a form, once. The only place that sends with `requests`.

- The key, numbers and texts travel in the body only, never in an address.
- No redirect is followed, no cookie kept, no `.netrc` read, nothing retried.
- Proxies and certificates named by the usual environment variables are honoured, read once when the client
  is made; a loopback address is never asked for through a proxy.
- An answer has a time to be whole in and a most it may hold, counted as it is unpacked.
- What goes wrong comes back as a value. An exception of `requests` holds the whole request: none leaves here.
"""

import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from typing import TypedDict
from urllib.parse import urlencode, urlsplit

from urllib3 import Timeout
from urllib3 import exceptions as urllib3_errors

from bot.smsit.connections import TimedAdapter
from bot.smsit.endpoints import Endpoint
from bot.smsit.faults import Fault, fault_of
from bot.smsit.library import requests

# Servers close an idle connection after some seconds (Apache: 5). A write that meets the closing cannot tell
# whether it was read, so after a shorter rest it takes a new connection.
REST_SECONDS = 3.0
# A page of 500 contacts has a tenth of a million bytes.
MOST_BYTES = 8 * 1024 * 1024
_PIECE = 64 * 1024

_HEADERS = {
    "User-Agent": "smsit-python",
    "Accept": "application/json",
    "Accept-Encoding": "gzip, deflate",
    "Connection": "keep-alive",
    "Content-Type": "application/x-www-form-urlencoded",
}
_FAILURES = (requests.RequestException, urllib3_errors.HTTPError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, whatever it says."""

    status: int
    body: bytes = field(repr=False)
    retry_after: str | None = None
    date: str = ""
    """The time by its server's clock, as it wrote it."""

    @property
    def is_ok(self) -> bool:
        """Whether the HTTP status is 2xx."""
        return 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own numbers

    @property
    def result(self) -> str:
        """One word for what came of the call, whatever the body says."""
        if self.status == 429:  # noqa: PLR2004 - HTTP's own number
            return "rate_limited"
        return "ok" if self.is_ok else "http_error"

    @property
    def may_speak(self) -> bool:
        """Whether the body may be SMS-iT's own words: not with a redirect, nor when a server failed."""
        return self.is_ok or 400 <= self.status < 500  # noqa: PLR2004 - HTTP's own numbers


class _TooLong(Exception):  # noqa: N818 - said of the answer
    """An answer holds more than any of SMS-iT's."""


class _Route(TypedDict):
    """How `requests` is to reach a server."""

    proxies: dict[str, str]
    verify: bool | str
    cert: str | tuple[str, str] | None


class Transport:
    """Posts forms to one base URL; each thread has a session, and so a kept connection, of its own."""

    def __init__(
        self,
        base_url: str,
        api_key: str,
        connect_timeout: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._addresses = {endpoint: base_url + endpoint.path for endpoint in Endpoint}
        self._key = urlencode({"apikey": api_key})
        self._connect_timeout = connect_timeout
        self._monotonic = monotonic
        self._route = _route(base_url)
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._sessions: weakref.WeakSet[requests.Session] = weakref.WeakSet()

    def post(
        self, endpoint: Endpoint, params: Mapping[str, str], wait: float, *, in_all: bool = False
    ) -> Reply | Fault:
        """Post `params` and the key, once. Raises nothing for what the network does.

        `wait` is seconds until the answer is whole, once it was asked for; with `in_all`, seconds for
        connecting (half of them at most) and the answer together. A server whose name resolves slowly can
        still take longer: nothing of ours runs meanwhile.
        """
        request = requests.PreparedRequest()
        request.method = "POST"
        request.url = self._addresses[endpoint]
        request.body = f"{self._key}&{urlencode(params, errors='replace')}" if params else self._key
        request.headers = requests.structures.CaseInsensitiveDict(_HEADERS)
        request.headers["Content-Length"] = str(len(request.body))
        session = self._session(fresh=not endpoint.is_read)
        if in_all:
            timeout = Timeout(wait, connect=min(self._connect_timeout, wait / 2))
        else:
            timeout = Timeout(connect=self._connect_timeout, read=wait)
        try:
            response = session.send(
                request,
                timeout=timeout,  # type: ignore[arg-type]  # requests takes one of urllib3's; its stubs do not say
                allow_redirects=False,
                stream=True,
                **self._route,
            )
            with response:
                said = response.headers
                reply = Reply(
                    response.status_code, _whole(response), said.get("Retry-After"), said.get("Date", "")
                )
        except _TooLong:
            return Fault("its answer was too long", may_pass=False)
        except _FAILURES as failure:
            return fault_of(failure)
        self._mine.used_at = self._monotonic()
        return reply

    def _session(self, *, fresh: bool) -> requests.Session:
        """Give this thread's session; with `fresh`, never one whose connection has rested for long."""
        session: requests.Session | None = getattr(self._mine, "session", None)
        if session is None:
            session = self._mine.session = _new_session()
            self._mine.used_at = self._monotonic()
            with self._lock:
                self._sessions.add(session)
        elif fresh and self._monotonic() - self._mine.used_at > REST_SECONDS:
            session.close()
        return session

    def close(self) -> None:
        """Close the idle connections of every thread; the next call opens a new one."""
        with self._lock:
            sessions = tuple(self._sessions)
        for session in sessions:
            session.close()


class _Session(requests.Session):
    """A session that takes no answer for a redirect: `requests` prepares the next request even unasked."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002 - never, whatever it says
        return None


def _whole(response: requests.Response) -> bytes:
    """Read all of an answer, unpacked. Raises _TooLong."""
    pieces, size = [], 0
    for piece in response.iter_content(_PIECE):
        size += len(piece)
        if size > MOST_BYTES:
            raise _TooLong
        pieces.append(piece)
    return b"".join(pieces)


def _new_session() -> requests.Session:
    session = _Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    for scheme in ("https://", "http://"):
        session.mount(scheme, TimedAdapter(pool_connections=1, pool_maxsize=1, max_retries=0))
    return session


def _route(base_url: str) -> _Route:
    """Proxies and certificates for an address, from the environment as `requests` reads it."""
    with requests.Session() as session:
        found = session.merge_environment_settings(base_url, {}, None, None, None)
    proxies = {} if _is_loopback(base_url) else dict(found["proxies"])
    return {"proxies": proxies, "verify": found["verify"] or True, "cert": found["cert"]}


def _is_loopback(base_url: str) -> bool:
    host = urlsplit(base_url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
