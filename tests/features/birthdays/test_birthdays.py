"""Who is listed with a birthday, and what is shown of them."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from bot.access import Role, Who
from bot.features.birthdays.service import Birthday, Birthdays, Week
from bot.features.birthdays.views import week as views
from bot.features.contacts.person import Person
from bot.features.contacts.service import LinkedAction, Search
from bot.sandbox.slack.blocks import problems_in_view
from tests.blind_orders import ORDER
from tests.features.samples import words_in

MAYA = Who("U0MAYA", "T0HARBOUR")
TODAY = date(2026, 11, 30)
TEXT = LinkedAction("Text", "sms.to_contact", Role.SENDER)


def person(number: str, born: date | None, *, subscribed: bool = True) -> Person:
    return Person(
        number=number,
        name=f"Person {number}",
        groups=("VIP",),
        left=(),
        subscribed=subscribed,
        email="",
        birthday=born,
        sources=(),
        carrier="",
        since=None,
    )


class Listed:
    def listed(self, numbers: Collection[str]) -> frozenset[str]:
        return frozenset(numbers) & {"14155550104"}


def found(*people: Person) -> Week:
    def everybody(_search: Search, _who: Who) -> Iterator[Person]:
        return iter(people)

    return Birthdays(everybody, Listed(), order=ORDER).from_day(TODAY, MAYA, lambda _count: None)


def test_seven_days_are_listed_and_who_may_not_be_texted_is_counted() -> None:
    week = found(
        person("14155550101", date(1980, 12, 6)),
        person("14155550102", date(1990, 11, 30)),
        person("14155550103", date(1990, 12, 7)),
        person("14155550104", date(1990, 12, 1)),
        person("14155550105", date(1990, 12, 1), subscribed=False),
        person("14155550106", None),
    )

    assert [each.number for each in week.birthdays] == ["14155550102", "14155550101"]
    assert week.left_out == 2


def test_each_has_a_button_for_who_may_text_and_no_whole_number_or_age() -> None:
    week = found(person("14155550102", date(1990, 11, 30)))
    said = words_in(views.week(week, None))

    assert "•••0102" in said
    assert "today" in said
    assert "14155550102" not in said
    assert "1990" not in said
    assert "accessory" not in str(views.week(week, None))
    assert views.week(week, TEXT)["blocks"][0]["accessory"]["value"] == "14155550102"


def test_slack_takes_a_full_week_and_an_empty_one() -> None:
    many = tuple(Birthday(TODAY + timedelta(days=nth % 7), "<&> " * 50, "14155550102") for nth in range(300))
    for week in (Week(TODAY, many, 3), Week(TODAY, (), 0)):
        assert problems_in_view(views.week(week, TEXT)) == []
    assert "220 more" in words_in(views.week(Week(TODAY, many, 3), TEXT))
