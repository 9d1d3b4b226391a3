"""The whole bot with the page on top: what flow tests run on, and a browser to look at it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.demo import manifest
from bot.demo_backstage import BehindThePage
from bot.sandbox import Sandbox
from bot.sandbox.page import mount_page
from bot.settings import Mode
from tests.clock import FakeClock
from tests.flows.harness import Harness
from tests.patience import ACK_SECONDS

CONTACTS = 60


class WindowedHarness(Harness):
    """A bot in Socket Mode whose sandbox has the page.

    The bot is started and stopped, and its clock turned, in a thread of its own: the browser's driver keeps
    an event loop running in the tests' thread, and the engine refuses to work beside one.
    """

    def __init__(self, folder: Path, clock: FakeClock, *, welcomes: bool = False) -> None:
        super().__init__(folder, clock, Mode.SOCKET)
        self._backstage = BehindThePage()
        self.sandbox = Sandbox(
            clock=clock,
            contacts=CONTACTS,
            manifest=manifest(),
            page=partial(mount_page, backstage=self._backstage, welcomes=welcomes),
            ack_limit=ACK_SECONDS,
        )
        self._apart = ThreadPoolExecutor(max_workers=1)

    def start_bot(self) -> None:
        """Start the bot."""
        self._do(super().start_bot)
        self._backstage.bot = self.bot

    def close(self) -> None:
        """Stop bot and sandbox."""
        self._do(super().close)
        self._apart.shutdown()

    def tick(self, **duration: float) -> None:
        """Let time pass and the clock strike once."""
        self.clock.advance(**duration)
        self._do(lambda: self.bot.tick.run({}))

    def _do(self, deed: Callable[[], None]) -> None:
        self._apart.submit(deed).result()


@contextmanager
def open_harness(*, welcomes: bool = False) -> Iterator[WindowedHarness]:
    """Run sandbox, page and bot on a clock that is turned by hand, and on a database that is thrown away.

    With `welcomes` the page offers the things to try, as it does in the demo.
    """
    with TemporaryDirectory(prefix="smsit-bot-browser-") as folder:
        harness = WindowedHarness(Path(folder), FakeClock(), welcomes=welcomes)
        harness.open()
        try:
            yield harness
        finally:
            harness.close()
