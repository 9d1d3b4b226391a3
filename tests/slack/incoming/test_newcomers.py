"""Who is not known yet is looked up behind the answer, and what was to be done goes on then."""

from collections.abc import Callable

from bot.access import Who
from bot.slack.incoming.newcomers import Newcomers, nothing


class Notes:
    """Remembers in which order things happened; what is handed over is done when it is told to."""

    def __init__(self) -> None:
        self.happened: list[str] = []
        self.work: list[Callable[[], object]] = []

    def meet(self, user_id: str) -> None:
        self.happened.append(f"met {user_id}")

    def run(self, work: Callable[[], object]) -> None:
        self.work.append(work)


def test_nothing_goes_on_before_slack_has_said_who_it_is() -> None:
    notes = Notes()
    newcomers = Newcomers(notes, notes)  # type: ignore[arg-type] # both in one

    newcomers.meet(Who("U0NEW", "T0HARBOUR"), lambda: notes.happened.append("went on"))
    assert notes.happened == []
    for work in notes.work:
        work()
    assert notes.happened == ["met U0NEW", "went on"]
    nothing()
