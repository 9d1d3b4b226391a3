"""A pretend Slack and SMS-iT that know what the ones knew which an earlier version of the bot talked to."""

from datetime import datetime
from itertools import count

from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Channel, Message, StoredFile
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.smsit.account import Account
from bot.sandbox.smsit.appointments import Appointment
from bot.sandbox.smsit.contacts import Contact, Membership
from bot.sandbox.smsit.outbox import TextOut
from tests.store.upgrades import Dump

LATER_IDS = 50_000_000
"""No id is given twice, not even by a pretend Slack that was started anew."""


def know(sandbox: Sandbox, dump: Dump) -> None:
    """Put everything there that a version left behind outside of its database."""
    _contacts(sandbox.smsit, dump)
    _texts(sandbox.smsit, dump)
    _codes_and_appointments(sandbox.smsit, dump)
    _slack(sandbox.slack, dump)


def _contacts(smsit: Account, dump: Dump) -> None:
    book = smsit.book
    for each in (*dump["smsit"]["contacts"], *dump["smsit"].get("added", ())):
        number, group = each["number"], each["group"]
        book.add_group(group)
        contact = book.find(number) or book.make(Contact(book.next_id(), number, each.get("name", "")))
        if all(row.group != group for row in contact.rows):
            book.join(Membership(contact, group, smsit.local_now()))


def _texts(smsit: Account, dump: Dump) -> None:
    outbox = smsit._outbox
    for each in dump["smsit"]["texts"]:
        group, at = each["group"], datetime.fromisoformat(each["at"])
        if group is not None:
            outbox.groups.setdefault(group, [])
            outbox._last_group_id = max(outbox._last_group_id, int(group))
        outbox.leave(TextOut(each["number"], each["body"], each["sender"], at, each["credits"], group))


def _codes_and_appointments(smsit: Account, dump: Dump) -> None:
    for each in dump["smsit"].get("codes", ()):
        smsit._otps.made.append(each["code"])
        if each["good_until"]:
            smsit._otps._good_until[each["code"]] = datetime.fromisoformat(each["good_until"])
    for each in dump["smsit"].get("appointments", ()):
        at = datetime.fromisoformat(each["at"])
        smsit._appointments._kept[each["number"], at] = Appointment(each["number"], at, each["status"])


def _slack(slack: Workspace, dump: Dump) -> None:
    slack.ids._numbers = count(LATER_IDS)
    for each in dump["slack"]["channels"]:
        members = frozenset(each["members"])
        slack.put_channel(Channel(each["id"], each["name"], members, user=each["user"]))
    for each in dump["slack"]["files"]:
        content = each["content"].encode()
        who = (each["id"], each["name"], each["mimetype"], each["user"])
        slack.files._keep(StoredFile(*who, slack.clock(), content, len(content)))
    for each in dump["slack"]["messages"]:
        parts = {"blocks": tuple(each["blocks"]), "files": tuple(each["files"])}
        slack.messages.put(Message(**{**each, **parts}, posted_by_bot=True))
