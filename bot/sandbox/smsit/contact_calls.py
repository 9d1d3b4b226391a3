"""Addcontact and getcontacts: the checks of the API page in its order, and the answers."""

from datetime import datetime

from bot.sandbox.smsit.contacts import Contact, ContactBook, Membership, Search
from bot.sandbox.smsit.refusals import DONE, Params, Payload, RefusalError, is_digits, need, one_of, text

SOURCES = ("Import", "SMS", "Web Widget", "Kiosk")
DEFAULT_LIMIT = 50


def add_contact(book: ContactBook, params: Params, now: datetime) -> Payload:
    """Answer addcontact. `now` is wall-clock time in the account's zone.

    Somebody who opted out of the group, or of every group, gets -7 and stays opted out.
    """
    if not text(params, "number") and not text(params, "group"):
        raise RefusalError(-3, "Group and number are required.")  # before -2, or nobody would ever see it
    number = need(params, "number", -2)
    group = book.group(need(params, "group", -4))
    if group is None:
        raise RefusalError(-5, "There is no such group.")
    if not is_digits(number):
        raise RefusalError(-6, "Other error.")
    contact = book.find(number)
    if contact is None:
        contact = book.make(Contact(id=book.next_id(), number=number))
    elif not contact.subscribed or any(row.group == group for row in contact.rows):
        raise RefusalError(-7, f"Number is already subscribed for {group}.")
    known = contact.folded_name
    contact.describe(name=text(params, "name"), email=text(params, "email"), birthday=text(params, "bday"))
    if contact.folded_name != known:
        book.changed()  # the order by name
    book.join(Membership(contact, group, created=now))
    return DONE


def get_contacts(book: ContactBook, params: Params) -> Payload:
    """Answer getcontacts. A page past the last one is "no contacts found", like an empty search."""
    group = text(params, "group")
    if group and book.group(group) is None:
        raise RefusalError(-2, "There is no such group.")
    source = one_of(params, "source", frozenset("0123"), -3)
    unsubscribed = one_of(params, "subscribed", frozenset("01"), -4)
    sort_by = one_of(params, "sortby", frozenset({"name", "phone_number", "created"}), -5)
    direction = one_of(params, "sortdir", frozenset({"asc", "desc"}), -6)
    rows = book.search(
        Search(
            name=text(params, "name"),
            email=text(params, "email"),
            number=text(params, "number"),
            group=group,
            source=int(source) if source else None,
            subscribed=unsubscribed == "0" if unsubscribed else None,
            sort_by=sort_by or "created",
            descending=direction == "desc" if direction else sort_by in {"", "created"},
        ),
    )
    limit = _positive(params, "limit", DEFAULT_LIMIT)
    start = limit * (_positive(params, "page", 1) - 1)
    page = rows[start : start + limit]
    if not page:
        raise RefusalError(-7, "No contacts found.")
    return {"status": "0", "contacts": [_row(row) for row in page]}


def _positive(params: Params, name: str, default: int) -> int:
    """Read a whole number the way PHP does: what makes no sense is as good as missing."""
    value = text(params, name)
    return int(value) or default if is_digits(value) else default


def _row(row: Membership) -> dict[str, str]:
    contact = row.contact
    return {
        "id": str(contact.id),
        "name": contact.name,
        "birthday": contact.birthday,
        "email": contact.email,
        "number": contact.number,
        "group": row.group,
        "subscriber": "Yes" if row.subscribed else "No",
        "source": SOURCES[row.source],
        "carrier": contact.carrier,
        "date": f"{row.created:%Y-%m-%d %H:%M:%S}",
    }
