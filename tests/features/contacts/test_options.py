"""A contact as a choice, and the question which contact a typed name means."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.contacts.addressee import Addressed, Candidate, Card
from bot.features.contacts.views import options as options_view
from bot.slack.blocks import kit
from bot.slack.blocks.fields import recipient
from bot.slack.blocks.fields.recipient import MOST_OFFERS, NONE_OF_THESE, RecipientField
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forms import Values

ADA = Card("14155550100", "Ada Lovelace", ("VIP",), subscribed=True)


def candidates(count: int) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(Card(str(14155550100 + nth), f"Ada {nth}", (), subscribed=True), 4) for nth in range(count)
    )


def asked(count: int, offer: str = "") -> Block:
    """The element that asks which of so many people is meant."""
    whom = RecipientField(
        offers=options_view.offers(Addressed("Ada hi", candidates=candidates(count)), None), offer=offer
    )
    (element,) = recipient.blocks(whom, feature="sms")[0]["elements"]
    assert isinstance(element, dict)
    return element


@pytest.mark.parametrize(
    ("name", "text"),
    [("Ada\u202e\nB", "Ada B (+1 415-555-0100)"), ("\u200b", "+1 415-555-0100"), ("", "+1 415-555-0100")],
)
def test_a_name_of_which_little_can_be_seen_is_still_a_choice(name: str, text: str) -> None:
    option = options_view.contact_option(Card("14155550100", name, (), subscribed=False), None)

    assert option["text"]["text"] == text
    assert option["description"]["text"] == "Opted out"


@pytest.mark.parametrize(
    ("region", "text"), [("US", "Ada Lovelace (+1 415-555-0100)"), (None, "Ada Lovelace (4155550100)")]
)
def test_a_number_kept_in_local_form_is_shown_as_it_is_texted(region: str | None, text: str) -> None:
    card = Card("4155550100", "Ada Lovelace", (), subscribed=True)
    option = options_view.contact_option(card, region)
    (asked, _none) = options_view.offers(Addressed("Ada", candidates=(Candidate(card, 3),)), region)

    assert option["text"]["text"] == asked["text"]["text"] == text
    assert options_view.suggestion_option(card, region) == option
    assert option["value"] == asked["value"] == "4155550100"


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
    assert "20 more aren't shown" in options_view.question(found)
    assert "more are" not in options_view.question(Addressed("Ada hi", candidates=candidates(MOST_OFFERS)))


def test_an_answer_stays_chosen() -> None:
    assert asked(2, "14155550101")["initial_option"]["text"]["text"].startswith("Ada 1 ")
    assert asked(2, NONE_OF_THESE)["initial_option"]["value"] == NONE_OF_THESE


LINE = "Ada Byron Your table is ready"
PEOPLE = Addressed(
    LINE,
    candidates=(
        Candidate(Card("14155550100", "Ada Byron", (), subscribed=True), 10),
        Candidate(Card("14155550101", "Ada", (), subscribed=True), 4),
    ),
)
TWINS = replace(PEOPLE, candidates=(PEOPLE.candidates[0], PEOPLE.candidates[0]), is_name=True)


def answered(whom: RecipientField, nth: int, words: str) -> tuple[RecipientField, str]:
    """Choose an answer of the question as the form shows it."""
    blocks = recipient.blocks(whom, feature="sms")
    picked = blocks[0]["elements"][0]["options"][nth]
    values = {
        blocks[-1]["block_id"]: {"sms.contact": {"selected_option": whom.chosen}},
        recipient.MEANT: {"sms.meant": {"selected_option": picked}},
    }
    view = {"blocks": blocks, "state": {"values": values}}
    return recipient.read(Values.of(view), words, answering=True)


@given(st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=6), st.sampled_from([PEOPLE, TWINS]))
def test_no_row_of_answers_loses_a_word(replies: list[int], found: Addressed) -> None:
    whom = RecipientField(offers=options_view.offers(found, None, LINE))
    words = LINE[len(options_view.taken(found, LINE)) :]
    drawn_in = {recipient.blocks(whom, feature="sms")[-1]["block_id"]}
    for count, nth in enumerate(replies, start=1):
        whom, words = answered(whom, nth, words)
        takes = (*(each.taken for each in found.candidates), 0)[nth]
        assert words == LINE[takes:]
        assert (whom.chosen is None) is (nth == 2)
        drawn_in.add(recipient.blocks(whom, feature="sms")[-1]["block_id"])
        assert len(drawn_in) == count + 1  # each answer comes in a block of its own
    assert whom.chosen is None or set(whom.chosen["value"]) <= set("0123456789")


@pytest.mark.parametrize("words", ["Your table", "Adam, your table", "", "Hi Ada Byron", "Ada, your table"])
def test_words_that_do_not_begin_with_the_name_any_more_are_left_alone(words: str) -> None:
    for nth in (0, 1):
        whom, left = answered(RecipientField(offers=options_view.offers(PEOPLE, None, LINE)), nth, words)

        assert left == words
        assert whom.chosen is not None
        assert whom.offer == whom.chosen["value"]
        assert answered(whom, 2, words)[1] == words


def test_words_that_are_the_name_alone_become_none() -> None:
    assert answered(RecipientField(offers=options_view.offers(PEOPLE, None, LINE)), 0, "Ada Byron")[1] == ""


def test_a_name_too_long_to_travel_stays_where_it_is() -> None:
    line = "N" * 200 + " Hello"
    found = Addressed(line, candidates=(Candidate(Card("1", "N", (), subscribed=True), 201),), is_name=True)

    assert options_view.taken(found, line) == ""
    assert [each["value"] for each in options_view.offers(found, None, line)] == ["1", NONE_OF_THESE]


def test_the_field_is_read_in_the_edition_they_are_shown_in() -> None:
    option = kit.option("Ada", "14155550100")
    offers = options_view.offers(Addressed("Ada hi", candidates=candidates(2)), None)
    drawn = recipient.blocks(RecipientField(option, edition=3, offers=offers), feature="sms")
    values = {
        "to.3": {"sms.contact": {"selected_option": option}},
        recipient.MEANT: {"sms.meant": {"selected_option": None}},
    }

    read = recipient.read(Values.of({"blocks": drawn, "state": {"values": values}}), "Hi")

    assert read == (RecipientField(option, edition=3, offers=offers), "Hi")
    assert recipient.read(Values.of({})) == (RecipientField(), "")
    errors: dict[str, str] = {}
    assert recipient.meant(RecipientField(kit.option("x", "999"), edition=3), None, errors) is None
    assert list(errors) == ["to.3"]
