"""A house that has birthday texts on, and whose birthday it is there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select, update

from bot.sandbox.slack.model import Answer, Message
from bot.store import birthday_texts, birthdays, templates
from bot.store.birthdays import BirthdayDay
from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import alert, birthday_day, birthday_text, send, template
from bot.store.templates import NewTemplate
from tests.flows.harness import FRONT, Harness, words_in

DESK: Final = "U0MAYA"
NAME: Final = "Birthday"
BODY: Final = "Happy birthday, %%Name%%!"
BIRTHDAYS: Final = f"""
[birthdays]
texts = true
template = "{NAME}"
time = "11:00"
shown_hours = 3
person = "{DESK}"
channel = "{FRONT}"
"""
POLICY: Final = f"""
[roles]
viewer = ["*"]
sender = ["U0MAYA", "U0SAM"]
admin = ["U0TOM"]
{BIRTHDAYS}"""
NINE: Final = timedelta(hours=17)
"""Nine in the morning of the account, in UTC: two hours before the texts go out."""


class Birthdays:
    """A bot on a morning on which nobody has a birthday yet."""

    def __init__(self, house: Harness, folder: Path) -> None:
        self.house = house
        self._folder = folder

    def begin(self, policy: str = POLICY) -> None:
        """Let another day begin, with the template in use and this policy."""
        tomorrow = self.house.clock().date() + timedelta(days=1)
        at = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=UTC) + NINE
        self.house.clock.advance(seconds=(at - self.house.clock()).total_seconds())
        with self.house.sandbox.smsit.lock:
            for each in self.house.sandbox.smsit.book.contacts:
                each.birthday = ""
        with self.house.bot.database.write() as conn:
            for table in (alert, birthday_text, birthday_day):  # nobody had one this year yet
                conn.execute(table.delete())
            waiting = send.c.state == SendState.SCHEDULED.value
            conn.execute(update(send).where(waiting).values(state=SendState.CANCELLED.value))
        self.write()
        self.policy(policy)

    def write(self, body: str = BODY) -> None:
        """Have the template say this, and no other one by its name."""
        with self.house.bot.database.write() as conn:
            conn.execute(template.delete())
            new = NewTemplate(key=f"birthday {self.house.clock()}", name=NAME, body=body)
            assert templates.insert(conn, new, DESK, now=self.house.clock())

    def archive(self) -> None:
        """Take the template out of use."""
        with self.house.bot.database.write() as conn:
            (found,) = conn.execute(select(template.c.id)).scalars()
            assert templates.archive(conn, found, DESK, now=self.house.clock())

    def policy(self, text: str) -> None:
        """Have this policy be in force."""
        (self._folder / "policy.toml").write_text(text, "utf-8")
        self.house.bot.read_policy_again()

    def born(self, *numbers: str, day: str = "", name: str | None = None) -> None:
        """Have it be somebody's birthday today, or on another day (MM-DD)."""
        with self.house.sandbox.smsit.lock:
            for each in self.house.sandbox.smsit.book.contacts:
                if each.number in numbers:
                    each.birthday = f"1980-{day or f'{self.house.clock():%m-%d}'}"
                    each.name = each.name if name is None else name

    def prepared(self, **duration: float) -> None:
        """Let the clock strike, and wait until the contacts were read and everything is shown."""
        for pause in (duration or {"seconds": 5}, {"seconds": 5}):
            self.house.tick(**pause)
            self.house.quiet()

    def days(self) -> list[BirthdayDay]:
        with self.house.bot.database.read() as conn:
            ids = conn.execute(select(birthday_day.c.id).order_by(birthday_day.c.day)).scalars().all()
            return [each for each in (birthdays.get(conn, found) for found in ids) if each is not None]

    @property
    def today(self) -> BirthdayDay:
        return self.days()[-1]

    def texts(self) -> dict[str, Send]:
        """The texts of the latest day, by number."""
        with self.house.bot.database.read() as conn:
            return {each.to_number: each for each in birthday_texts.of_day(conn, self.today.id)}

    def stop(self, number: str, shown: Message, who: str) -> Answer | None:
        """Press the button beside somebody."""
        (block,) = [each for each in shown.blocks if self.texts()[number].to_name in words_in(each)]
        return self.house.person(who).press(f"{block['block_id']}/birthdays.stop", message=shown)

    def told(self, says: str | Callable[[str], bool]) -> Message:
        """Wait for the message of the latest day to say something."""

        found = self.house.wait_for(lambda: self.shown(says))
        assert found is not None
        return found

    def shown(self, says: str | Callable[[str], bool]) -> Message | None:
        """Return the message of the latest day if it says something."""
        for each in self.house.messages():
            said = words_in(each.blocks)
            if "Birthday texts for" in each.text and (says in said if isinstance(says, str) else says(said)):
                return each
        return None
