"""What nobody listens to (any more) is acknowledged, and a person who pressed an old button is told so."""

from typing import Any

import pytest

from bot.slack.incoming.registry import STALE
from tests.slack.harness import Harness, message_shortcut, press, shortcut, submit, typing
from tests.slack.interactions import MAYA


@pytest.fixture
def harness() -> Harness:
    return Harness()


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
def test_whatever_nobody_listens_to_is_acknowledged(harness: Harness, body: dict[str, Any]) -> None:
    harness.open()

    assert harness.arrive(body).status == 200
    assert harness.visits == []


@pytest.mark.parametrize(
    ("changed", "texts"),
    [
        ({}, [STALE]),
        ({"url": "https://example.com"}, []),
        ({"type": "static_select"}, []),
        ({"type": "plain_text_input"}, []),
    ],
)
def test_only_an_old_button_is_worth_a_word(
    harness: Harness, changed: dict[str, Any], texts: list[str]
) -> None:
    harness.open()

    harness.arrive(press(MAYA, action_id="gone", **changed))

    assert harness.told.texts == texts


def test_an_old_type_ahead_offers_nothing(harness: Harness) -> None:
    harness.open()

    assert harness.arrive(typing(MAYA, "gone")).body == '{"options": []}'
