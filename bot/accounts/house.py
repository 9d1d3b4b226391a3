"""The bot of one account: a process of its own, which is kept running and handed what arrives for it.

It is an ordinary bot that listens on this machine only, to whoever has the secret it was started with. The
end of the pipe by which it got its settings tells it that the front is gone.
"""

import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from subprocess import TimeoutExpired
from typing import Final, NamedTuple

from bot.accounts import process
from bot.accounts.model import Account
from bot.accounts.process import CHILD, HOST, MOST_AT_ONCE, Process
from bot.logs import describe
from bot.ops.vitals import Finding
from bot.settings import SettingsError
from bot.slack.incoming.forwarded import Reply
from bot.slack.incoming.http import HEALTH, PATH, Signatures
from bot.slack.incoming.payloads import Payload

log = logging.getLogger(__name__)

ANSWER_SECONDS: Final = 3.0
"""How long an answer is waited for: Slack waits no longer."""
PLACE_SECONDS: Final = 0.25
"""How long an arrival waits for one of them to be over."""
MOST_BYTES: Final = 1024 * 1024
"""Of an answer; Slack's limit for a view is a quarter of it."""
STEADY_SECONDS: Final = 60.0
"""After so long a bot that ends is started again at once."""
PAUSES: Final = (1.0, 2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds before it is started again: the first time, and each further time that it did not stand long."""
STOP_SECONDS: Final = 25.0
"""How long a stop waits: a bot gives what runs ten seconds and look-ups five, and is given half a minute."""


class Watch(NamedTuple):
    """How it is seen that a bot hangs: asked every so many seconds, it gave so many answers none in time."""

    every: float = 10.0
    answer_seconds: float = 5.0
    misses: int = 4


Values = Callable[[], Mapping[str, str]]
"""Gives the settings of an account as variables, read anew for each start. Raises :exc:`SettingsError`."""


class NotThere(Exception):  # noqa: N818 - reads as what it is where it is caught
    """The bot of the account takes nothing at the moment, and nothing reached it."""


class NoAnswer(Exception):  # noqa: N818 - as above
    """The bot got what arrived, and it is not known what it did."""


class House:
    """Keeps the bot of one account running, and hands it what arrives."""

    def __init__(
        self,
        account: Account,
        values: Values,
        *,
        pauses: tuple[float, ...] = PAUSES,
        command: tuple[str, ...] = CHILD,
        watch: Watch = Watch(),  # noqa: B008 - it cannot change
    ) -> None:
        self.account = account
        self._values = values
        self._pauses = pauses
        self._command = command
        self._watch = watch
        self._secret = secrets.token_hex(32)
        self._signatures = Signatures(self._secret)
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._tried = threading.Event()
        self._over = threading.Event()
        self._process: Process | None = None
        self._port: int | None = None
        self._ops: tuple[str, int] | None = None
        self._keeper = threading.Thread(target=self._keep, name=f"account-{account.key}", daemon=True)

    def start(self) -> None:
        """Begin to keep it running."""
        self._keeper.start()

    def wait_until_tried(self, seconds: float | None = None) -> bool:
        """Wait until it runs, or could not be started once, or so many seconds; tell whether it runs."""
        self._tried.wait(seconds)
        return self.is_up

    @property
    def is_up(self) -> bool:
        """Whether it takes what arrives."""
        return self._port is not None

    @property
    def pid(self) -> int | None:
        """The id of its process, while there is one."""
        return self._process.pid if self._process is not None else None

    def hang_up(self, number: int) -> None:
        """Pass a signal on, while it runs."""
        if self.is_up and self._process is not None:
            self._process.send_signal(number)

    def end(self) -> None:
        """Have it end, without waiting."""
        self._over.set()
        if (running := self._process) is not None:
            running.terminate()

    def wait_until_ended(self) -> bool:
        """Wait until it has ended, as long as that takes at most; tell whether it did by itself."""
        if not self._keeper.ident:
            return True
        self._keeper.join(STOP_SECONDS)
        if not self._keeper.is_alive():
            return True
        log.warning("the bot of account %s does not end and is killed", self.account.key)
        if self._process is not None:
            self._process.kill()
        self._keeper.join(STOP_SECONDS)
        return False

    def forward(self, payload: Payload, headers: Mapping[str, str]) -> Reply:
        """Have an arrival answered. Raises :exc:`NotThere` or :exc:`NoAnswer`."""
        port = self._port
        if port is None or not self._places.acquire(timeout=PLACE_SECONDS):
            raise NotThere(self.account.key)
        try:
            body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
            signed = {"Content-Type": "application/json", **self._signatures.sign(body), **headers}
            return self._ask(HTTPConnection(HOST, port, timeout=ANSWER_SECONDS), body, signed)
        finally:
            self._places.release()

    def parts(self) -> dict[str, Finding]:
        """Return how its parts are, as its own page for operations says. Raises :exc:`NotThere`."""
        if not self.is_up or self._ops is None:
            raise NotThere(self.account.key)
        connection = HTTPConnection(*self._ops, timeout=ANSWER_SECONDS)
        try:
            connection.request("GET", "/readyz")
            said = json.loads(connection.getresponse().read(MOST_BYTES))["parts"]
            return {name: Finding(bool(each["ok"]), str(each["said"])) for name, each in said.items()}
        except (OSError, HTTPException, ValueError, TypeError, LookupError, AttributeError):
            raise NotThere(self.account.key) from None
        finally:
            connection.close()

    def _ask(self, connection: HTTPConnection, body: bytes, headers: Mapping[str, str]) -> Reply:
        try:
            try:
                connection.connect()
            except OSError:
                raise NotThere(self.account.key) from None
            connection.request("POST", PATH, body, dict(headers))
            answer = connection.getresponse()
            text = answer.read(MOST_BYTES).decode()
        except (OSError, HTTPException, ValueError) as error:
            raise NoAnswer(type(error).__name__) from None
        finally:
            connection.close()
        return Reply(answer.status, text, answer.getheader("Content-Type") or "text/plain")

    def _keep(self) -> None:
        failed = 0
        while not self._over.is_set():
            began = time.monotonic()
            try:
                self._live()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is tried again
                log.error("account %s can't be started: %s", self.account.key, describe(error))
            self._port = None
            self._tried.set()
            failed = 0 if time.monotonic() - began >= STEADY_SECONDS else failed + 1
            if self._over.is_set():
                return
            pause = self._pauses[min(failed, len(self._pauses)) - 1] if failed else 0.0
            log.warning("the bot of account %s ended; it is started in %.0f s", self.account.key, pause)
            self._over.wait(pause)

    def _live(self) -> None:
        """Start it, and wait until it has ended. Raises :exc:`OSError` where the system starts nothing."""
        try:
            given = process.inner(self._values(), self._secret)
        except SettingsError as error:
            log.error("account %s can't be started: %s", self.account.key, " ".join(error.problems))
            return
        with process.begun(self._command) as started:
            self._process = started
            if self._over.is_set():  # a stop came before there was anything to end
                started.terminate()
            if ports := process.introduce(started, self.account, given):
                self._ops = (process.reached_at(given["OPS_HOST"]), ports.ops)
                self._port = ports.slack
                self._tried.set()
                log.info("the bot of account %s is running", self.account.key)
                self._wait_while_it_answers(started, ports.slack)
            started.wait()
        self._port = None  # before its process is: else it would look as if another one took what arrives
        self._process = None

    def _wait_while_it_answers(self, started: Process, port: int) -> None:
        """Wait until it has ended, and kill it where it hangs: what it began is settled at its next start."""
        missed = 0
        while missed < self._watch.misses:
            try:
                started.wait(self._watch.every)
            except TimeoutExpired:
                missed = 0 if self._answers(port) else missed + 1
            else:
                return
        log.error("the bot of account %s hangs: it is killed, and started again", self.account.key)
        started.kill()

    def _answers(self, port: int) -> bool:
        """Tell whether it answers at all; that it can't do its work is something no restart mends."""
        connection = HTTPConnection(HOST, port, timeout=self._watch.answer_seconds)
        try:
            connection.request("GET", HEALTH)
            connection.getresponse()
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()
        return True
