"""Whether the code somebody reads out is the one they were sent.

A typed code is compared in one short transaction, in turn with all others for the same verification, so that
tries are exact however many people and presses come at once. Only whoever asked for the code can do it. The
right code is used up there and then; SMS-iT is asked after that, and only its clear yes verifies anybody.
"""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.access import Who
from bot.errors import UserError
from bot.features.after_code import AfterCode
from bot.features.otp.codes import CodeBinding, CodeHasher, tidy
from bot.logs import describe
from bot.smsit import SmsItClient
from bot.store import sends, verifications
from bot.store.database import Database
from bot.store.states import SendState
from bot.store.verifications import Reason, Stage, Verification
from bot.texting.clock import Clock

log = logging.getLogger(__name__)

GONE: Final = "That code no longer exists. Send a new one."
NOT_YOURS: Final = (
    "Only <@{user}>, who sent this code, can verify it. To verify the caller yourself, send them a new code."
)
NO_CODE_YET: Final = "The code hasn't been sent yet. Wait until its message says it has."
MARGIN_SECONDS: Final = 30
REMEMBERED: Final = 10_000
MOST_LISTED: Final = 25


@dataclass(frozen=True, slots=True)
class Impossible:
    """What was typed cannot be a code; it was compared with nothing and used up nothing."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """It is not the code; ``left`` tries are left, one at least."""

    left: int


@dataclass(frozen=True, slots=True)
class Right:
    """It is the code, as SMS-iT made it. Whoever gets this has SMS-iT asked, once."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settled:
    """Nothing can be tried any more, or at this moment: the verification as it stands says why."""

    verification: Verification


Answer = Impossible | Wrong | Right | Settled


class Verifier:
    """Compares what was typed, and asks SMS-iT about what is right."""

    def __init__(
        self,
        database: Database,
        client: SmsItClient,
        hasher: CodeHasher,
        clock: Clock,
        *,
        request_seconds: float,
        after_code: AfterCode | None = None,
    ) -> None:
        self._database = database
        self._client = client
        self._hasher = hasher
        self._clock = clock
        self._after_code = after_code or AfterCode()
        self._patience = timedelta(seconds=round(request_seconds) + MARGIN_SECONDS)
        self._missed = _Memory(REMEMBERED)

    def about(self, send_id: str, who: Who) -> Verification:
        """Return a verification to whoever may do it.

        Raises :exc:`UserError` to anybody else, and when there is none or no code for it yet.
        """
        with self._database.read() as conn:
            return _theirs(verifications.get(conn, send_id), who)

    def open_of(self, who: Who) -> tuple[Verification, ...]:
        """Return the codes of a person that may be typed now, the newest first."""
        with self._database.read() as conn:
            return verifications.open_of(conn, who.user_id, self._clock(), MOST_LISTED)

    def compare(self, send_id: str, who: Who, typed: str, key: str) -> Answer:
        """Compare what somebody typed with the code: one short transaction. Each comparison is a try.

        ``key`` is what Slack repeats when it delivers the same submission again: a wrong code that was
        delivered twice costs one try, as long as this process remembers it. Raises :exc:`UserError` as
        :meth:`about` does; nothing is used up then.
        """
        code = tidy(typed)
        if code is None:
            return Impossible()
        answer = self._database.write_with_others(
            lambda conn: self._compare(conn, send_id, who, code, key),
            once=True,  # a wrong one is remembered
        )
        log.info("verification %s: %s by %s", send_id, type(answer).__name__.lower(), who.user_id)
        return answer

    def ask(self, send_id: str, code: str) -> Verification:
        """Ask SMS-iT about the right code and decide by its answer; return what became of it.

        Whatever goes wrong, nobody is verified. Raises :exc:`UserError` when the verification is gone.
        """
        outcome = self._ask(code)
        now = self._clock()
        with self._database.write() as conn:
            verifications.hold(conn, send_id)
            if outcome is None:
                verifications.verify(conn, send_id, now, self._after_code.until(now))
            else:
                verifications.fail(conn, send_id, outcome, now, only_from=Stage.CHECKING)
            found = verifications.get(conn, send_id)
        log.info("verification %s: %s", send_id, outcome or Stage.VERIFIED)
        return _there(found)

    def give_up(self, send_id: str) -> None:
        """Note that SMS-iT will not be asked about the right code after all, so it verifies nobody."""
        with self._database.write(urgent=True) as conn:
            verifications.hold(conn, send_id)
            verifications.fail(conn, send_id, Reason.UNCLEAR, self._clock(), only_from=Stage.CHECKING)

    def _compare(self, conn: Connection, send_id: str, who: Who, code: str, key: str) -> Answer:
        found = _theirs(verifications.hold(conn, send_id), who)
        remembered = self._missed.get(key)
        if remembered is not None:
            return Wrong(remembered) if found.state is Stage.OPEN else Settled(found)
        now = self._clock()
        if found.state is Stage.OPEN and found.is_over(now):
            verifications.fail(conn, send_id, Reason.EXPIRED, now, only_from=Stage.OPEN)
            return Settled(_there(verifications.get(conn, send_id)))
        if found.state is not Stage.OPEN or found.code_hash is None:
            return Settled(found)
        bound = CodeBinding(found.send_id, found.user_id, found.number, found.purpose)
        right = self._hasher.match(found.code_hash, bound, code)
        if right is not None:
            verifications.check(conn, send_id, now + self._patience)
            _arrived(conn, send_id, now)
            return Right(right)
        left = verifications.take_try(conn, send_id, now)
        self._missed.put(key, left)
        return Wrong(left) if left else Settled(_there(verifications.get(conn, send_id)))

    def _ask(self, code: str) -> Reason | None:
        """Return why a code verifies nobody; None when SMS-iT clearly says yes."""
        try:
            is_right = self._client.validate_otp(code)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is no clear yes
            log.warning("SMS-iT gave no clear answer about a code: %s", describe(error))
            return Reason.UNCLEAR
        return None if is_right is True else Reason.REFUSED


class _Memory:
    """Remembers the newest submissions that were wrong, and how many tries each left."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._left: OrderedDict[str, int] = OrderedDict()

    def get(self, key: str) -> int | None:
        with self._lock:
            return self._left.get(key)

    def put(self, key: str, left: int) -> None:
        with self._lock:
            self._left[key] = left
            if len(self._left) > self._most:
                self._left.popitem(last=False)


def _arrived(conn: Connection, send_id: str, now: datetime) -> None:
    """Settle an unknown outcome: whoever reads the code out has got the text."""
    settled = {"outcome_code": None, "outcome_sentence": None, **sends.NO_EVIDENCE}
    if sends.move(conn, send_id, SendState.ACCEPTED, now=now, only_from=SendState.UNKNOWN, **settled):
        sends.move(conn, send_id, SendState.DELIVERED, now=now)


def _there(found: Verification | None) -> Verification:
    if found is None:
        raise UserError(GONE)
    return found


def _theirs(found: Verification | None, who: Who) -> Verification:
    known = _there(found)
    if known.user_id != who.user_id:
        raise UserError(NOT_YOURS.format(user=known.user_id))
    if known.state is Stage.MAKING:
        raise UserError(NO_CODE_YET)
    return known
