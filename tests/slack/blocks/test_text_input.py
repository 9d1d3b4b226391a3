"""Slack's field for typed text."""

from bot.slack.blocks.fields import text_input


def test_what_is_empty_has_no_first_value_and_no_example_unless_there_is_one() -> None:
    assert text_input.element("a.b", 40) == {
        "type": "plain_text_input",
        "action_id": "a.b",
        "max_length": 40,
    }
    assert text_input.element("a.b", 40, example="Ada")["placeholder"]["text"] == "Ada"


def test_no_more_stands_in_it_than_people_may_type() -> None:
    assert text_input.element("a.b", 3, "four")["initial_value"] == "fou"


def test_several_lines_only_where_they_are_wanted() -> None:
    assert text_input.element("a.b", 40, lines=True)["multiline"] is True
    assert "multiline" not in text_input.element("a.b", 40)


def test_a_live_one_tells_of_every_character() -> None:
    quiet = text_input.element("a.b", 40, "Ada")
    told = {"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}
    assert text_input.live(quiet) == quiet | told
