"""A list as it was reviewed without those whom texts don't reach: its own rows, as a new list."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.access import Who
from bot.errors import UserError
from bot.features.audiences.service import load
from bot.features.lists import again, drafts
from bot.features.lists.column_question import GONE
from bot.features.lists.others import held_behind, key_instead
from bot.features.lists.request import Request
from bot.features.sends.submission import Submission
from bot.store import audience_choices
from bot.store.assistant_drafts import draft_behind, send_key
from bot.store.database import Database
from bot.store.outcome_codes import OutcomeCode
from bot.store.sends import Send, SendKind, reach, rows
from bot.texting.tables.table import Rejected, Row, Table
from bot.texting.words import zone_or_utc

NOT_REACHED: Final = "This person didn't receive the last three texts."
NAME: Final = "Name"


class Reached:
    """Takes up drafts of lists. What was left out of one stays left out, for the same reason."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def require(self, list_id: str, who: Who) -> Send:
        """Return a person's draft of a list. Raises :exc:`UserError` when there is none of theirs."""
        draft = drafts.own(self._database, list_id, SendKind.LIST, who)
        if draft is None or not draft.people:
            raise UserError(GONE)
        return draft

    def request(self, list_id: str, who: Who, key: str) -> Submission[Request]:
        """Return the list that a draft becomes without those who are not reached. As :meth:`require`."""
        draft = self.require(list_id, who)
        asked = drafts.of_rows(draft)
        choice = audience_choices.look(self._database, list_id)
        if choice is not None and choice.choice is not None:
            asked = replace(asked, people=replace(load(choice.choice), only_reached=True))
        if (
            drafted := draft_behind(draft.key)
        ) is not None:  # an assistant's is sent once, with them or without
            key = send_key(drafted, key)
        if (held := held_behind(draft.key)) is not None:  # what takes a broadcast's place goes on doing so
            key = key_instead(held, key)
        return Submission(asked, who, draft.origin_channel, key, zone_or_utc(draft.zone))

    def table(self, list_id: str) -> Table:
        """Return the rows of a draft as a table: those who are reached with their texts, others without."""
        with self._database.read() as conn:
            gone = reach.phones_of_list(conn, list_id)
            size = rows.size(conn, list_id)
        kept, left_out = list[Row](), list[Rejected]()
        for row in self._rows(list_id, size):
            line = row.line or rows.NO_LINE
            if row.outcome_code == OutcomeCode.LEFT_OUT:
                left_out.append(Rejected(line, row.outcome_sentence or ""))
            elif row.to_phone in gone:
                left_out.append(Rejected(line, NOT_REACHED))
            else:
                values = {again.COLUMN: row.body or "", NAME: row.to_name or ""}
                kept.append(Row(line, row.to_number, values, row.to_phone))
        return Table((again.COLUMN, NAME), tuple(kept), tuple(left_out), again.COLUMN)

    def _rows(self, list_id: str, size: int) -> Iterator[Send]:
        for first in range(1, size + 1, rows.PAGE):
            with self._database.read() as conn:
                page = rows.page(conn, list_id, first, min(first + rows.PAGE - 1, size))
            yield from page
