"""Faults on demand: what a network, a proxy or a PHP panel does to an answer on a bad day."""

import threading
from dataclasses import dataclass, field
from enum import StrEnum

ANY = "*"


class Fault(StrEnum):
    """One thing that goes wrong with a call."""

    SLOW = "slow"  # the work is done at once, the answer comes `seconds` later
    HTML = "html"  # HTTP 200 with a page for people
    HTTP500 = "http500"
    HTTP502 = "http502"
    TOO_MANY = "too_many"  # HTTP 429 with Retry-After
    REPLY_LOST = "reply_lost"  # the work is done, then the connection drops without an answer
    DROPPED = "dropped"  # the connection drops before the work
    OTHER_ERROR = "other_error"  # the endpoint's own "other error" code, where it documents one
    NOTICE = "notice"  # a PHP notice stands before the JSON
    TRUNCATED = "truncated"  # half of the JSON
    EMPTY = "empty"  # no body at all
    EMPTY_LIST = "empty_list"  # []
    FLIPPED = "flipped"  # a list where there is none, and the other way round
    NUMBER_STATUS = "number_status"  # numbers where the service writes strings
    BYTE_ORDER_MARK = "byte_order_mark"  # the mark some editors put before a PHP file's first line
    WRONG_ENCODING = "wrong_encoding"  # Latin-1 in a body that says UTF-8
    OTHER_ANSWER = "other_answer"  # the work is done, and `answer` is what is said of it


HTTP_FAULTS = frozenset({Fault.HTML, Fault.HTTP500, Fault.HTTP502, Fault.TOO_MANY})


@dataclass(slots=True)
class Trouble:
    """What goes wrong together with one call. `left` None means: with every call from now on."""

    faults: frozenset[Fault] = frozenset()
    left: int | None = 1
    seconds: float = 1.0
    retry_after: int = 1
    after_work: bool = False
    answer: str = field(default="", repr=False)

    def has(self, *faults: Fault) -> bool:
        """Tell whether one of these faults is part of it."""
        return not self.faults.isdisjoint(faults)


NO_TROUBLE = Trouble(left=None)


@dataclass(slots=True)
class FaultPlan:
    """The troubles that wait for calls, first come first served for each endpoint."""

    _waiting: dict[str, list[Trouble]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(
        self,
        endpoint: str,
        *faults: Fault,
        times: int | None = 1,
        seconds: float = 1.0,
        retry_after: int = 1,
        after_work: bool = False,
        answer: str = "",
    ) -> None:
        """Let the next `times` calls of `endpoint` (`"*"`: of any) meet all of `faults` at once.

        `times` None means for ever. `seconds` is how long SLOW takes and `retry_after` what TOO_MANY
        asks for, both in seconds. `after_work` lets an HTTP fault come after the work was done. `answer` is
        the body OTHER_ANSWER puts in the place of the proper one, such as `{"status":"1"}`. A second `add`
        waits until the first is used up.
        """
        trouble = Trouble(frozenset(faults), times, seconds, retry_after, after_work, answer)
        with self._lock:
            self._waiting.setdefault(endpoint, []).append(trouble)

    @property
    def waiting(self) -> tuple[tuple[str, Trouble], ...]:
        """Every trouble that still waits, with the endpoint whose next call meets it."""
        with self._lock:
            return tuple((endpoint, each) for endpoint, line in self._waiting.items() for each in line)

    def clear(self) -> None:
        """Forget every fault that still waits."""
        with self._lock:
            self._waiting.clear()

    def take(self, endpoint: str) -> Trouble:
        """Give what this call must meet, and count it."""
        with self._lock:
            line = self._waiting.get(endpoint) or self._waiting.get(ANY)
            if not line:
                return NO_TROUBLE
            trouble = line[0]
            if trouble.left is not None:
                trouble.left -= 1
                if trouble.left <= 0:
                    line.pop(0)
            return trouble
