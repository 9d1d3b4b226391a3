"""A contact as a choice, and the question which contact a typed name means."""

import pytest

from bot.features.contacts import option_view
from bot.features.contacts.addressing import Addressed, Candidate, Card
from bot.slack import kit
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.writing import who
from bot.slack.writing.who import MOST_OFFERS, NONE_OF_THESE, Whom

ADA = Card("14155550100", "Ada Lovelace", ("VIP",), subscribed=True)


def candidates(count: int) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(Card(str(14155550100 + nth), f"Ada {nth}", (), subscribed=True), 4) for nth in range(count)
    )


def asked(count: int, offer: str = "") -> Block:
    """The element that asks which of so many people is meant."""
    whom = Whom(offers=option_view.offers(Addressed("Ada hi", candidates=candidates(count))), offer=offer)
    (element,) = who.blocks(whom, feature="sms")[0]["elements"]
    assert isinstance(element, dict)
    return element


@pytest.mark.parametrize(
    ("name", "text"),
    [("Ada\u202e\nB", "Ada B · +1 415-555-0100"), ("\u200b", "+1 415-555-0100"), ("", "+1 415-555-0100")],
)
def test_a_name_of_which_little_can_be_seen_is_still_a_choice(name: str, text: str) -> None:
    option = option_view.contact_option(Card("14155550100", name, (), subscribed=False))

    assert option["text"]["text"] == text
    assert option["description"]["text"] == "Has opted out"


@pytest.mark.parametrize(
    ("count", "kind"), [(1, "radio_buttons"), (9, "radio_buttons"), (10, "static_select")]
)
def test_a_few_are_seen_at_a_glance_and_many_stand_in_a_menu(count: int, kind: str) -> None:
    element = asked(count)

    assert element["type"] == kind
    assert [each["value"] for each in element["options"]][-1] == NONE_OF_THESE
    assert len(element["options"]) == count + 1
    assert "initial_option" not in element


def test_more_than_slack_shows_are_counted_in_words() -> None:
    found = Addressed("Ada hi", candidates=candidates(MOST_OFFERS + 20))

    assert len(asked(MOST_OFFERS + 20)["options"]) == MOST_OFFERS + 1
    assert "20 more are not shown" in option_view.question(found)
    assert "more are" not in option_view.question(Addressed("Ada hi", candidates=candidates(MOST_OFFERS)))


def test_an_answer_stays_chosen() -> None:
    assert asked(2, "14155550101:4")["initial_option"]["text"]["text"].startswith("Ada 1 ")
    assert asked(2, NONE_OF_THESE)["initial_option"]["value"] == NONE_OF_THESE


@pytest.mark.parametrize(
    ("value", "number", "taken"),
    [
        ("14155550100:4", "14155550100", 4),
        (NONE_OF_THESE, None, 0),
        ("", None, 0),
        ("1:x", None, 0),
        ("1:-2", None, 0),
    ],
)
def test_an_answer_chooses_the_contact_in_a_new_edition_of_the_field(
    value: str, number: str | None, taken: int
) -> None:
    before = Whom(kit.option("Grace", "14155550101"), "", edition=2)

    whom, length = option_view.answered(before, kit.option("Ada", value))

    assert (whom.contact["value"] if whom.contact else None) == number
    assert (whom.edition, whom.offer, length) == (3, value, taken)


def test_the_fields_are_read_in_the_edition_they_are_shown_in() -> None:
    option = kit.option("Ada", "14155550100")
    offers = option_view.offers(Addressed("Ada hi", candidates=candidates(2)))
    drawn = who.blocks(Whom(option, edition=3, offers=offers), feature="sms")
    values = {
        "contact.3": {"sms.contact": {"selected_option": option}},
        who.NUMBER: {"sms.number": {"value": ""}},
        who.MEANT: {"sms.meant": {"selected_option": None}},
    }

    read = who.read(State.of({"blocks": drawn, "state": {"values": values}}))

    assert read == Whom(option, edition=3, offers=tuple(map(dict, offers)))
    assert who.read(State.of({})) == Whom()
    errors: dict[str, str] = {}
    assert who.meant(Whom(kit.option("x", "999"), edition=3), None, errors) is None
    assert list(errors) == ["contact.3"]
