"""Who is texted: each phone once, in whatever spelling it was met, and nobody who is left out."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.features.audiences.members import Audience, Members, Reason
from bot.features.contacts.service import Person
from bot.texting.spellings import canonical, readings
from tests.blind_orders import ORDER
from tests.features.audiences.samples import somebody

ADA, ADA_AT_HOME, GRACE = "14155550100", "4155550100", "14155550101"
ARGENTINA = ("5491123456789", "541123456789", "54111523456789")
DIGITS = (
    *(ADA, ADA_AT_HOME, "0014155550100", GRACE, "4155550101", "14155550102"),
    *ARGENTINA,
    *("525512345678", "5215512345678", "447700900123", "4407700900123", "12", "999999999999999"),
)
PEOPLE = st.lists(st.builds(somebody, st.sampled_from(DIGITS), subscribed=st.booleans()), max_size=12)
LEFT_OUT = st.lists(
    st.tuples(st.sampled_from(DIGITS), st.sampled_from([Reason.HERE, Reason.IN_GROUP, Reason.RECENT])),
    max_size=4,
)


def gathered(people: list[Person], left_out: list[tuple[str, Reason]]) -> Audience:
    members = Members("US", ORDER)
    for person in people:
        members.meet(person)
    for number, reason in left_out:
        members.leave_out((number,), reason)
    return members.audience()


@given(PEOPLE, LEFT_OUT)
def test_each_phone_is_texted_once(people: list[Person], left_out: list[tuple[str, Reason]]) -> None:
    audience = gathered(people, left_out)
    phones = [member.phone for member in audience.members]
    assert len(phones) == len(set(phones))
    assert phones == [canonical(member.person.number, "US") for member in audience.members]
    assert all(canonical(phone) == phone for phone in phones)


@given(PEOPLE, LEFT_OUT)
def test_nobody_is_texted_who_is_left_out(people: list[Person], left_out: list[tuple[str, Reason]]) -> None:
    audience = gathered(people, left_out)
    forbidden = {phone for number, _reason in left_out for phone in (number, *readings(number, "US"))}
    for member in audience.members:
        assert member.person.subscribed
        assert not forbidden & {member.person.number, *readings(member.person.number, "US")}


@given(PEOPLE, LEFT_OUT)
def test_everybody_is_texted_or_counted(people: list[Person], left_out: list[tuple[str, Reason]]) -> None:
    audience = gathered(people, left_out)
    counted = dict(audience.left_out)
    unclear = counted.pop(Reason.UNCLEAR, 0)
    phones = {canonical(person.number, "US") for person in people}
    assert len(audience.members) + sum(counted.values()) == len(phones)
    assert unclear <= len(people) - len(phones)


@given(PEOPLE, LEFT_OUT, st.randoms())
def test_the_order_changes_nobody(
    people: list[Person], left_out: list[tuple[str, Reason]], luck: Random
) -> None:
    def texted() -> set[str]:
        return {member.phone for member in gathered(people, left_out).members}

    before = texted()
    luck.shuffle(left_out)
    assert texted() == before


def test_of_two_spellings_the_one_is_texted_that_is_subscribed() -> None:
    audience = gathered([somebody(ADA_AT_HOME, subscribed=False), somebody(ADA)], [])
    assert [(member.person.number, member.phone) for member in audience.members] == [(ADA, ADA)]
    again = gathered([somebody(ADA_AT_HOME), somebody(ADA, subscribed=False)], [])
    assert [(member.person.number, member.phone) for member in again.members] == [(ADA_AT_HOME, ADA)]


def test_what_was_chosen_counts_before_what_is_found_out() -> None:
    people = [somebody(ADA, subscribed=False), somebody(GRACE, subscribed=False), somebody("12")]
    audience = gathered(people, [(ADA_AT_HOME, Reason.HERE), (ADA, Reason.RECENT)])
    assert audience.members == ()
    assert dict(audience.left_out) == {Reason.HERE: 1, Reason.OPTED_OUT: 1, Reason.UNREADABLE: 1}


def test_whoever_may_be_the_same_phone_as_another_gets_no_second_text() -> None:
    members = Members("MX", ORDER)
    members.meet(somebody("525512345678"))
    for _time in range(2):
        members.meet(somebody("015512345678"))  # the same, as it was dialled once; or in New Jersey
    audience = members.audience()
    assert [member.person.number for member in audience.members] == ["525512345678"]
    assert audience.left_out == ((Reason.UNCLEAR, 1),)
