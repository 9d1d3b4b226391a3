"""The bots of all accounts: started together, stopped together, and by workspace."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot import metrics
from bot.accounts.house import House, NotThere
from bot.accounts.model import Account, Accounts
from bot.metrics import Sample
from bot.ops.vitals import Finding, Front

START_SECONDS: Final = 20.0
"""How long those that run wait for one that neither starts nor ends, such as at a long migration."""
Build = Callable[[Account], House]
"""Makes the house of an account, which is not started."""


class Houses(Mapping[str, House]):
    """The house of each account by its key."""

    def __init__(self, accounts: Accounts, build: Build) -> None:
        self._accounts = accounts
        self._build = build
        self._houses = {account.key: build(account) for account in accounts}
        self._wanted: set[str] = set()
        self._moving = threading.Lock()
        """Held while bots are started or ended: a workspace may get and lose the app at the same time."""
        self._is_over = False

    def __getitem__(self, key: str) -> House:
        return self._houses[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._houses)

    def __len__(self) -> int:
        return len(self._houses)

    def start(self, workspace: str) -> None:
        """Begin to keep the bots of a workspace running; those that run already are started anew."""
        with self._moving:
            here = self._accounts.of(workspace)
            self._end([account.key for account in here])
            for account in () if self._is_over else here:
                house = self._houses[account.key] = self._build(account)
                self._wanted.add(account.key)
                house.start()

    def end(self, workspace: str) -> bool:
        """End the bots of a workspace, and wait until they have; tell whether they did by themselves."""
        with self._moving:
            return self._end([account.key for account in self._accounts.of(workspace)])

    def wait_until_tried(self, seconds: float | None = None) -> None:
        """Wait until each that was started runs, or could not be started once; so long at most for all."""
        until = time.monotonic() + (START_SECONDS if seconds is None else seconds)
        for key in self.wanted:
            self._houses[key].wait_until_tried(max(0.0, until - time.monotonic()))

    def hang_up(self, number: int) -> None:
        """Pass a signal on to all that run."""
        for house in self._houses.values():
            house.hang_up(number)

    def end_all(self) -> bool:
        """End all of them for good, and wait until they have; tell whether they did by themselves."""
        with self._moving:
            self._is_over = True
            return self._end(list(self._houses))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The keys of those that are to run: the app is in their workspace."""
        return tuple(sorted(self._wanted))

    def is_any_up(self) -> bool:
        """Tell whether anything that arrives is answered."""
        return any(house.is_up for house in self._houses.values())

    def _end(self, keys: list[str]) -> bool:
        houses = [self._houses[key] for key in keys]
        for house in houses:
            house.end()
        self._wanted -= set(keys)
        ended = [house.wait_until_ended() for house in houses]
        return all(ended)

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Give how the parts of each bot are, by the account's key and the part's name."""
        for key, house in sorted(self._houses.items()):
            if key not in self._wanted:
                yield key, Finding(ok=True, said="the app isn't installed in its workspace")
                continue
            try:
                parts = house.parts()
            except NotThere:
                yield key, Finding(ok=False, said="doesn't run")
                continue
            for name, part in parts.items():
                yield f"{key}.{name}", part


class Vitals:
    """How a front and all bots behind it are, for its port for operations."""

    def __init__(self, houses: Houses, front: Front) -> None:
        self._houses = houses
        self._front = front

    def findings(self) -> dict[str, Finding]:
        """Return how each part is."""
        return {"slack": self._front.finding(), **dict(self._houses.findings())}

    def samples(self) -> Iterator[Sample]:
        """Give what is the front's to know. Each bot has figures of its own."""
        yield from self._front.samples()
        for key in self._houses.wanted:
            yield metrics.ACCOUNT_UP.of(self._houses[key].is_up, key)
