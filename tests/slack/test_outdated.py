"""What nobody listens to (any more) is acknowledged, and a person who pressed an old button is told so."""

from typing import Any

import pytest

from bot.slack.entrances import STALE
from tests.slack.arrivals import MAYA
from tests.slack.hall import Hall, message_shortcut, press, shortcut, submit, typing


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.mark.parametrize(
    "body",
    [
        press(MAYA, action_id="gone"),
        press(MAYA, action_id="gone", type="static_select"),
        press(MAYA, action_id="gone", url="https://example.com"),
        submit(MAYA, "gone"),
        shortcut(MAYA, "gone"),
        message_shortcut(MAYA, "gone"),
        typing(MAYA, "gone"),
    ],
)
def test_whatever_nobody_listens_to_is_acknowledged(hall: Hall, body: dict[str, Any]) -> None:
    hall.open()

    assert hall.arrive(body).status == 200
    assert hall.visits == []


@pytest.mark.parametrize(
    ("changed", "texts"),
    [
        ({}, [STALE]),
        ({"url": "https://example.com"}, []),
        ({"type": "static_select"}, []),
        ({"type": "plain_text_input"}, []),
    ],
)
def test_only_an_old_button_is_worth_a_word(hall: Hall, changed: dict[str, Any], texts: list[str]) -> None:
    hall.open()

    hall.arrive(press(MAYA, action_id="gone", **changed))

    assert hall.told.texts == texts


def test_an_old_type_ahead_offers_nothing(hall: Hall) -> None:
    hall.open()

    assert hall.arrive(typing(MAYA, "gone")).body == '{"options": []}'
