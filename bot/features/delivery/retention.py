"""Forgetting people: whom texts went to, who was verified, whom appointments were with, once that is old."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.policy.model import Retention
from bot.store import personal
from bot.store.batched_writes import PORTION, portion
from bot.store.database import Database
from bot.store.personal import Holding
from bot.texting.clock import Clock

log = logging.getLogger(__name__)


class PeopleRetention:
    """Empties what rows hold of people, after the days that the policy says for each kind."""

    def __init__(self, database: Database, clock: Clock, rules: Retention) -> None:
        self._database = database
        self._clock = clock
        self._rules = rules

    def run(self) -> None:
        """Forget all that is old, a portion a transaction, and leave nothing of it beside the database."""
        now = self._clock()
        for what, days, holding in self._holdings():
            done = self._forget(holding, now - timedelta(days=days))
            if done:
                log.info("forgot %s of %d rows", what, done)
        self._database.settle()

    def _holdings(self) -> Iterator[tuple[str, int, Holding]]:
        rules = self._rules
        yield "the people", rules.people_days, personal.SENDS
        yield "why requests were rejected", rules.people_days, personal.REJECTED
        yield "why requests were rejected before", rules.people_days, personal.REJECTED_BEFORE
        yield "the codes", rules.codes_days, personal.CODES
        yield "the file names of lists", rules.files_days, personal.LIST_FILES
        yield "what approvers were asked about lists", rules.files_days, personal.REQUESTS
        yield "the file names of imports", rules.files_days, personal.IMPORT_FILES
        yield "the do-not-text reasons", rules.reasons_days, personal.REASONS
        yield "numbers taken off the do-not-text list", rules.reasons_days, personal.TAKEN_OFF
        yield "the people of appointments", rules.appointments_days, personal.APPOINTMENTS

    def _forget(self, holding: Holding, before: datetime) -> int:
        done, last = 0, ""
        while True:
            with portion(self._database, soon=False) as conn:
                keys = holding.forget(conn, before, last, PORTION)
            done += len(keys)
            if len(keys) < PORTION:
                return done
            last = keys[-1]
