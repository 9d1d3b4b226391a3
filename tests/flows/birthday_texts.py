"""A house that has birthday texts on, and whose birthday it is there."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.sandbox.slack.model import Message
from bot.settings import Mode
from bot.store import birthdays, templates
from bot.store.birthdays import BirthdayDay
from bot.store.tables import birthday_day
from bot.store.templates import NewTemplate
from tests.flows.conftest import OpenHouse
from tests.flows.harness import FRONT, Harness

DESK: Final = "U0MAYA"
NAME: Final = "Birthday"
BODY: Final = "Happy birthday, %%Name%%!"
POLICY: Final = f"""
[roles]
viewer = ["*"]
sender = ["*"]
admin = ["U0TOM"]
[birthdays]
texts = true
template = "{NAME}"
time = "11:00"
shown_hours = 3
person = "{DESK}"
channel = "{FRONT}"
"""


def opened(open_harness: OpenHouse, folder: Path, policy: str = POLICY, *, body: str = BODY) -> Harness:
    """Start a bot at nine in the morning of the account, two hours before the texts go out."""
    path = folder / "policy.toml"
    path.write_text(policy, "utf-8")
    house = open_harness(Mode.SOCKET, POLICY_FILE=str(path))
    if body:
        with house.bot.database.write() as conn:
            new = NewTemplate(key="birthday", name=NAME, body=body)
            assert templates.insert(conn, new, DESK, now=house.clock())
    return house


def born(house: Harness, number: str, day: str = "", *, name: str | None = None) -> None:
    """Have somebody's birthday be today, or on another day (MM-DD)."""
    with house.sandbox.smsit.lock:
        for each in house.sandbox.smsit.book.contacts:
            if each.number == number:
                each.birthday = f"1980-{day or f'{house.clock():%m-%d}'}"
                each.name = each.name if name is None else name


def nobody(house: Harness) -> None:
    """Have it be nobody's birthday."""
    with house.sandbox.smsit.lock:
        for each in house.sandbox.smsit.book.contacts:
            each.birthday = ""


def days(house: Harness) -> list[BirthdayDay]:
    with house.bot.database.read() as conn:
        ids = conn.execute(select(birthday_day.c.id).order_by(birthday_day.c.day)).scalars().all()
        return [each for each in (birthdays.get(conn, found) for found in ids) if each is not None]


def prepared(house: Harness) -> None:
    """Let the clock strike, and wait until the contacts were read."""
    house.tick(seconds=5)
    house.wait_for_database(house.bot.is_quiet)
    house.tick(seconds=5)
    house.wait_for_database(house.bot.is_quiet)


def told(house: Harness, says: Callable[[Message], bool]) -> Message:
    """Wait for the message of a day that says something."""

    def seen() -> Message | None:
        return next((each for each in house.messages() if "Birthday texts for" in each.text and says(each)), None)

    found = house.wait_for(seen)
    assert found is not None
    return found
