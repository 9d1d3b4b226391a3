"""What stands behind the form and the confirmation of a list, in their tests."""

import threading
from collections.abc import Mapping
from typing import Any

from bot.access import Who
from bot.features.lists.faults import ListError
from bot.features.lists.service import Request, Told
from bot.features.lists.views.confirmation import Shown
from bot.features.sends.service import Require
from tests.features.lists.test_confirmation_view import ready
from tests.patience import PATIENCE_SECONDS


class Prepared:
    """Takes the place of the preparation: answers as it is told to, when it is let."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.answer: Shown | Exception = ready()
        self.may_go = threading.Event()
        self.may_go.set()
        self.at_once: ListError | None = None

    def look(self, _request: object) -> None:
        if self.at_once is not None:
            raise self.at_once

    def check(self, submission: Request, report: Told) -> Shown:
        self.requests.append(submission)
        report("Reading the list …")
        assert self.may_go.wait(PATIENCE_SECONDS)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Sure:
    """Takes the place of the question for the column: there is none."""

    def question(self, _request: Request) -> None:
        return None


class Confirmed:
    def __init__(self) -> None:
        self.calls: list[tuple[str, Who, dict[str, object]]] = []

    def confirm(self, send_id: str, who: Who, values: Mapping[str, Any], /, *, require: Require) -> None:
        assert callable(require)
        self.calls.append((send_id, who, dict(values)))
