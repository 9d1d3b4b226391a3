"""What texts to many have in common, whether to a group or by a list: who does it, and what came of it."""

from collections.abc import Sequence

from bot.sandbox.slack.person import Person
from bot.store.sends import Send
from bot.store.states import SendState
from tests.flows.harness import Harness
from tests.flows.newest import latest_of

APPROVALS = "C0APPROVE"
CREDITS = 5000
WORDS = "We close early today."


class Many:
    def __init__(self, harness: Harness) -> None:
        self.harness = harness
        self.smsit = harness.sandbox.smsit
        self.maya, self.tom, self.lena = (harness.person(each) for each in ("U0MAYA", "U0TOM", "U0LENA"))

    @property
    def taken(self) -> int:
        """The credits gone since the test began."""
        return CREDITS - self.smsit.credits

    def newest(self, who: Person | None = None) -> Send:
        return latest_of(self.harness.bot.database, (who or self.maya).id)

    def until(self, state: SendState, who: Person | None = None) -> Send:
        """Wait until the newest is in a state and everything about it is drawn."""
        self.harness.wait_for_database(lambda: self.newest(who).state is state)
        self.harness.quiet()
        return self.newest(who)

    def got(self, numbers: Sequence[str], text: str = WORDS) -> bool:
        """Whether exactly these got exactly this, once each, and nobody else anything."""
        return sorted(self.harness.texts) == sorted((number, text) for number in numbers)
