"""The messages of a list: right in every state, and silent about numbers and words."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.lists.pauses import Why
from bot.features.lists.views import figures as figures_view
from bot.features.lists.views.figures import Figures
from bot.features.lists.views.message import Shown, message
from bot.features.sends.evidence import NO_TEXT
from bot.features.sends.holds import Hold
from bot.features.sends.ids import Action as SendAction
from bot.slack.outgoing.poster import Content
from bot.store.sends.lists import Unknown
from bot.store.sends.unknown_rows import Looked
from bot.store.states import SendState
from tests.clock import START
from tests.every import every
from tests.features.lists.list_messages import (
    FULL,
    LOOKED,
    UNSEEN,
    VARIANTS,
    S,
    a_list,
    buttons,
    problems,
    shown,
)
from tests.features.samples import LATER, NAMES, NUMBER, words_in


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ((), ""),
        ((UNSEEN, UNSEEN), "Checking with SMS-iT …"),
        ((Looked({"report": NO_TEXT}, LOOKED), UNSEEN), "SMS-iT has no text to 1 unconfirmed number."),
        (
            (Looked({"report": "SMS-iT reports"}, LOOKED),) * 2,
            "SMS-iT has a text to 2 unconfirmed numbers, which may be an older one. Last checked",
        ),
        ((Looked({}, LOOKED),), "SMS-iT has nothing that confirms it either way. Last checked"),
    ],
)
def test_it_says_what_smsit_has_of_unconfirmed_texts(kept: tuple[Looked, ...], said: str) -> None:
    content = message(shown(doubt=Unknown(2, START, kept), state=S.ACCEPTED))
    heard = content.text.replace("\n", " ")
    assert said in heard
    assert ("Last checked" in heard) is (said.count(".") > 0)
    assert SendAction.CHECK_ROWS in buttons(content)

    waiting = message(shown(doubt=Unknown(2, START, kept), state=S.SCHEDULED, send_at=LATER))
    assert "Last checked" not in waiting.text
    assert problems(content) == []


@every(("state", "changes"), list(product(SendState, VARIANTS)))
def test_slack_takes_the_message_of_every_state(state: SendState, changes: dict[str, object]) -> None:
    for name in NAMES:
        content = message(shown(state=state, to_name=name, approval="approved by <@U0TOM>", **changes))
        assert problems(content) == []
        said = content.text + words_in(list(content.blocks))
        assert NUMBER not in said
        assert "415 555 0100" not in said
        assert "<!channel>" not in said


def test_the_figures_stand_in_words_and_in_a_chart() -> None:
    content = message(shown(state=S.RUNNING))
    assert (
        "12 of 28 sent, 5 delivered, 3 not delivered, 2 not sent, 1 unconfirmed, 6 waiting, "
        "7 cancelled, 8 rows skipped"
    ) in content.text
    (chart,) = [block for block in content.blocks if block["type"] == "data_visualization"]
    assert len(chart["chart"]["segments"]) == 6
    assert chart["title"] == "Delivery"


def test_the_status_tells_no_figure_that_stands_below_it() -> None:
    first = words_in(message(shown(state=S.NO_NEWS)).blocks[0])
    assert first.count("12 of 28 sent") == 1
    assert "5 delivered, 3 not delivered, 2 not sent" in first


@pytest.mark.parametrize(
    "found",
    [Figures(), Figures(waiting=5, rejected=2), Figures(delivered=5), Figures(delivered=5, refused=1)],
)
def test_a_chart_that_would_only_repeat_the_words_is_left_out(found: Figures) -> None:
    content = message(shown(found, Unknown(0, None), state=S.RUNNING))
    assert all(block["type"] != "data_visualization" for block in content.blocks)


@given(st.builds(Figures, *[st.integers(0, 10**6)] * 8))
def test_slack_takes_a_chart_of_any_figures(found: Figures) -> None:
    chart = figures_view.chart(found)
    if chart is not None:
        assert problems(Content("x", (chart,))) == []


@given(st.dictionaries(st.sampled_from(SendState), st.integers(0, 1000)))
def test_every_row_is_in_one_figure(counts: dict[SendState, int]) -> None:
    of_rows = {
        state: count
        for state, count in counts.items()
        if state
        not in {
            S.AWAITING_APPROVAL,
            S.REPEATING,
            S.ENDED,
            S.REJECTED,
            S.EXPIRED,
            S.SCHEDULED,
            S.SCHEDULED_AT_SMSIT,
            S.RUNNING,
            S.PAUSED,
        }
    }
    assert figures_view.of(of_rows, 3).people == sum(of_rows.values())


@every(("state", "changes"), list(product(SendState, VARIANTS)))
def test_whoever_hears_a_message_hears_whole_sentences(state: SendState, changes: dict[str, object]) -> None:
    text = message(shown(state=state, **changes)).text
    assert text.endswith(".")
    assert not re.search(r"\.[.:,]|[?!]\.", text)


def test_a_pause_says_whose_it_is_and_why() -> None:
    assert "paused by <@U0TOM>" in message(shown(state=S.PAUSED, decided_by="U0TOM")).text.lower().replace(
        "u0tom", "U0TOM"
    )
    quiet = {
        "state": S.PAUSED,
        "hold_code": Why.QUIET,
        "hold_sentence": "It is quiet.",
        "hold_until": LATER,
    }
    assert "Tue 24 Nov 2026, 09:30" in message(shown(**quiet)).text
    over = Shown(a_list(**quiet), FULL, Unknown(0, None), LATER + timedelta(hours=1))
    assert "They end" not in message(over).text
    assert "Paused automatically." in message(shown(state=S.PAUSED, hold_code=Why.UNCLEAR)).text


def test_a_list_that_asks_says_what() -> None:
    late = message(shown(state=S.SCHEDULED, hold_code=Hold.LATE, send_at=LATER))
    assert "The bot was offline when this was due. Send it now?" in late.text
    assert SendAction.SEND_NOW in buttons(late)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Figures(delivered=2, refused=1), "Done, some not sent"),
        (Figures(delivered=2, cancelled=1), "Done, some not sent"),
        (Figures(delivered=2, undelivered=1, under_way=1), "Done, some not delivered or without a report"),
        (Figures(delivered=2, unknown=1), "Done, some unconfirmed"),
    ],
)
def test_an_end_that_is_not_all_delivered_says_what_lacks_and_has_no_tick(found: Figures, said: str) -> None:
    content = message(shown(found, Unknown(0, None), state=S.NO_NEWS))
    assert f":warning: *customers.csv* · 28 recipients · {said}\n" in words_in(content.blocks[0])
    assert f"{said}." in content.text


def test_all_sent_is_said_only_where_all_were() -> None:
    every = message(shown(Figures(under_way=3), Unknown(0, None), state=S.ACCEPTED)).text
    some = message(shown(Figures(under_way=3, refused=1), Unknown(0, None), state=S.ACCEPTED)).text
    assert "All sent, awaiting delivery reports" in every
    assert "Sending finished, awaiting delivery reports" in some


def test_who_cancelled_is_told() -> None:
    assert "Cancelled by <@U0TOM>." in message(shown(state=S.CANCELLED, decided_by="U0TOM")).text


def test_of_people_it_says_how_many_are_left_out() -> None:
    assert (
        "12 skipped"
        in message(shown(replace(FULL, rejected=12, of_people=True), state=SendState.NO_NEWS)).text
    )
    assert "12 rows skipped" in message(shown(replace(FULL, rejected=12), state=SendState.NO_NEWS)).text
