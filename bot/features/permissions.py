"""Whose things are: who may decide about what somebody asked for, and who may read its words.

A text, a list, an import, an appointment belongs to whoever asked for it. They decide about it, and so does
whoever has the role that the policy sets for what is other people's. Every button asks here, whatever it
carries along: what stands in one is no proof that it was offered to whoever presses.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.access import Access, Opened, Role, Who
from bot.errors import UserError
from bot.features.after_code import AfterCode, Opening
from bot.policy.model import Colleagues, Contacts
from bot.store import approvals
from bot.store.sends import SINGLE, Send
from bot.texting import filled_numbers

NOT_THEIRS: Final = "You need the *{role}* role for this, because it's <@{owner}>'s. {ask}"
NOT_TO_READ: Final = (
    "Only <@{owner}>, the approvers who were asked about it and people with the *{role}* role can read this "
    "text. {ask}"
)
WHOLE_ONLY: Final = "Enter the whole number. Only people who see full numbers can search for part of one."
OR_VERIFY: Final = " Or verify the caller first: `/sms otp`."


class Permissions:
    """Answers what a person may do about what is theirs or somebody else's.

    ``after_code`` tells what a verified code opens to them beside that, ``contacts`` who sees full numbers.
    """

    def __init__(
        self,
        access: Access,
        colleagues: Colleagues,
        after_code: AfterCode | None = None,
        contacts: Contacts | None = None,
    ) -> None:
        self.access = access
        self._contacts = contacts or Contacts()
        self.after_code = after_code or AfterCode()
        self._colleagues = colleagues

    def require_role(self, who: Who, role: Role, to: str) -> None:
        """Raise :exc:`UserError` unless a person has a role; ``to`` says what it is needed for."""
        if not self.access.allows(who, role):
            raise UserError(self.access.refusal(role, who, to))

    def lacks(self, user_id: str, role: Role) -> bool:
        """Tell whether it is known that somebody, who is not asking, hasn't got a role."""
        who = self.access.somebody(user_id)
        known = self.access.standing(who) is not None and self.access.all_known(role)
        return known and not self.access.allows(who, role)

    def sees_everybody(self, who: Who) -> bool:
        """Tell whether a person sees that other people's sends exist, and how they fare."""
        return self.access.allows(who, Role.APPROVER)

    def sees_numbers(self, who: Who) -> bool:
        """Tell whether a person sees numbers in full."""
        return self.access.allows(who, self._contacts.full_numbers)

    def decides_for_everybody(self, who: Who) -> bool:
        """Tell whether a person may decide about everybody's texts."""
        return self.access.allows(who, self._colleagues.texts)

    def may_see(self, send: Send, who: Who) -> bool:
        """Tell whether a person may see that a send exists, and what became of it; not its words."""
        return self.sees_everybody(who) or self.may_decide(send, who)

    def decider(self, send: Send) -> Role:
        """Return the role that decides about a send, whoever asked for it."""
        return self._role(send)

    @property
    def decider_of_appointments(self) -> Role:
        """The role that decides about appointments, whoever booked them."""
        return self._colleagues.appointments

    def may_decide(self, send: Send, who: Who) -> bool:
        """Tell whether a person may decide about a send: change, cancel or settle it, or have it sent."""
        return self._is_theirs(send.user_id, who, self._role(send))

    def require_send(self, send: Send, who: Who) -> None:
        """Raise :exc:`UserError` unless a person may decide about a send."""
        self._require(send.user_id, who, self._role(send))

    def require_appointment(self, owner: str, who: Who) -> None:
        """Raise :exc:`UserError` unless a person may decide about an appointment that ``owner`` booked."""
        self._require(owner, who, self._colleagues.appointments)

    def may_move(self, owner: str, who: Who, opening: Opening | None) -> bool:
        """Tell whether a person may move or cancel an appointment ``owner`` booked, by role or by a code.

        ``opening`` is what is open to them about the number it is with.
        """
        is_open = opening is not None and Opened.MOVE_APPOINTMENT in opening.opened
        return is_open or self._is_theirs(owner, who, self._colleagues.appointments)

    def require_move(
        self, conn: Connection, owner: str, number: str, who: Who, now: datetime
    ) -> Opening | None:
        """Raise :exc:`UserError` unless a person may move or cancel an appointment ``owner`` booked.

        It is with a ``number`` (digits with country code). Returns what opens it to them where their role
        doesn't: whoever uses that writes it down.
        """
        if self._is_theirs(owner, who, self._colleagues.appointments):
            return None
        opening = self.after_code.opens(conn, Opened.MOVE_APPOINTMENT, number, who, now)
        if opening is None:
            could_be = Opened.MOVE_APPOINTMENT in self.after_code.rules.after_code
            raise UserError(self._not_theirs(owner, self._colleagues.appointments) + OR_VERIFY * could_be)
        return opening

    def require_contacts(self, owner: str, who: Who) -> None:
        """Raise :exc:`UserError` unless a person may decide about an import or a contact ``owner`` added."""
        self._require(owner, who, self._colleagues.contacts)

    def may_read(self, conn: Connection, send: Send, who: Who) -> bool:
        """Tell whether a person may read the words of a send.

        So may whoever decides about it, and an approver who was asked about this very one, or about the list
        whose row it is.
        """
        if self.may_decide(send, who):
            return True
        asked = self.access.allows(who, Role.APPROVER) and approvals.get(conn, send.parent_id or send.id)
        return bool(asked)

    def as_read_by(self, who: Who, send: Send) -> Send:
        """Return a send with its words as a person reads them who may: no number that is hidden from them.

        What is written to a group or a list is read as it was written, and so are their own words and what
        they filled in of a file. In any other text its recipient's number shows its last digits, and in a row
        of a list every number does.
        """
        is_row = send.parent_id is not None
        is_own = send.user_id == who.user_id and (not is_row or bool(send.line))
        if send.body is None or send.kind not in SINGLE or is_own or self.sees_numbers(who):
            return send
        numbers = (send.to_number, send.to_phone)
        return replace(send, body=filled_numbers.hidden(send.body, numbers, others=is_row))

    def require_readable(self, conn: Connection, send: Send, who: Who) -> None:
        """Raise :exc:`UserError` unless a person may read the words of a send."""
        if not self.may_read(conn, send, who):
            raise UserError(
                NOT_TO_READ.format(owner=send.user_id, role=self._role(send), ask=self.access.whom_to_ask())
            )

    def _role(self, send: Send) -> Role:
        return self._colleagues.texts if send.appointment_id is None else self._colleagues.appointments

    def _is_theirs(self, owner: str, who: Who, role: Role) -> bool:
        return owner == who.user_id or self.access.allows(who, role)

    def _require(self, owner: str, who: Who, role: Role) -> None:
        if not self._is_theirs(owner, who, role):
            raise UserError(self._not_theirs(owner, role))

    def _not_theirs(self, owner: str, role: Role) -> str:
        return NOT_THEIRS.format(role=role, owner=owner, ask=self.access.whom_to_ask())
