"""The messages of a list: right in every state, and silent about numbers and words."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.lists.ids import Action, ListRef, UnknownRowsRef
from bot.features.lists.pauses import Why
from bot.features.lists.views import figures as figures_view
from bot.features.lists.views.details import Details, details
from bot.features.lists.views.figures import Figures
from bot.features.lists.views.message import Shown, message
from bot.features.sends.evidence import NO_TEXT
from bot.features.sends.holds import Hold
from bot.features.sends.ids import Action as SendAction
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.incoming import metadata
from bot.slack.outgoing.poster import Content
from bot.store.sends import Send, SendKind
from bot.store.sends.lists import Unknown
from bot.store.sends.unknown_rows import Looked
from bot.store.states import SendState
from tests.clock import START
from tests.every import every
from tests.features.samples import LATER, NAMES, NUMBER, a_send, words_in

S = SendState
LONG = "<!channel> & +1 415 555 0100 'why' " * 100
FULL = Figures(
    delivered=5, under_way=4, undelivered=3, refused=2, unknown=1, waiting=6, cancelled=7, rejected=8
)
DOUBT = Unknown(1, START)
UNSEEN = Looked(None, None)
LOOKED = START + timedelta(seconds=30)
VARIANTS: tuple[dict[str, object], ...] = (
    {},
    {"hold_code": Hold.LATE, "send_at": LATER, "zone": "Mars/Olympus"},
    {"hold_code": "of_tomorrow", "hold_sentence": LONG},
    {"hold_code": Why.QUIET, "hold_sentence": LONG, "hold_until": LATER},
    {"decided_by": "U0TOM", "quiet_override": "U0BOSS", "alpha_sender": "HarbourSt", "credits_upper": 9},
    {"send_at": LATER, "body": None, "zone": None},
)


def a_list(**changes: object) -> Send:
    usual: dict[str, object] = {
        "kind": SendKind.LIST,
        "to_number": "",
        "to_name": "customers.csv",
        "people": 28,
        "wave": 2,
    }
    return a_send(**(usual | changes))


def shown(found: Figures = FULL, doubt: Unknown = DOUBT, approval: str = "", **changes: object) -> Shown:
    return Shown(a_list(**changes), found, doubt, START, approval)


def problems(content: Content) -> list[str]:
    return problems_in_message({"text": content.text, "blocks": list(content.blocks)})


def buttons(content: Content) -> dict[str, str]:
    found = (block["elements"] for block in content.blocks if block["type"] == "actions")
    return {element["action_id"]: element["value"] for row in found for element in row}


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


@pytest.mark.parametrize("state", [S.AWAITING_APPROVAL, S.SCHEDULED, S.QUEUED])
def test_a_list_that_has_not_begun_has_the_buttons_of_every_send(state: SendState) -> None:
    content = message(shown(state=state))
    assert set(buttons(content)) == {SendAction.CANCEL}
    assert "sent," not in content.text


def test_a_running_list_can_be_paused_and_a_paused_one_resumed() -> None:
    running = buttons(message(shown(state=S.RUNNING, doubt=Unknown(0, None))))
    assert set(running) == {Action.PAUSE, Action.CANCEL, Action.RESULT}
    assert metadata.load(ListRef, running[Action.PAUSE]).wave == 2
    paused = buttons(message(shown(state=S.PAUSED, doubt=Unknown(0, None))))
    assert Action.RESUME in paused
    assert Action.PAUSE not in paused


@pytest.mark.parametrize("state", [S.RUNNING, S.PAUSED, S.ACCEPTED])
def test_doubtful_rows_can_be_settled_either_way(state: SendState) -> None:
    found = buttons(message(shown(state=state)))
    about = metadata.load(UnknownRowsRef, found[Action.SEND_AGAIN])
    assert (about.until, about.count) == (START.isoformat(), 1)
    assert found[Action.MARK_SENT] == found[Action.SEND_AGAIN]


def test_doubtful_rows_of_a_cancelled_list_can_only_be_marked() -> None:
    found = buttons(message(shown(state=S.CANCELLED)))
    assert Action.MARK_SENT in found
    assert Action.SEND_AGAIN not in found


@pytest.mark.parametrize("state", [S.DELIVERED, S.NO_NEWS, S.UNDELIVERED])
def test_an_ended_list_offers_its_result(state: SendState) -> None:
    assert set(buttons(message(shown(state=state)))) == {Action.RESULT}


@pytest.mark.parametrize("state", [S.REJECTED, S.EXPIRED, S.REFUSED])
def test_a_list_that_never_began_has_no_result(state: SendState) -> None:
    assert buttons(message(shown(state=state))) == {}


@every(("state", "changes"), list(product(SendState, VARIANTS)))
def test_whoever_hears_a_message_hears_whole_sentences(state: SendState, changes: dict[str, object]) -> None:
    text = message(shown(state=state, **changes)).text
    assert text.endswith(".")
    assert not re.search(r"\.[.:,]|[?!]\.", text)


def test_rows_of_unknown_outcome_are_settled_by_buttons_that_say_how_many() -> None:
    several, one = (
        words_in(list(message(shown(doubt=Unknown(count, START), state=S.PAUSED)).blocks)) for count in (2, 1)
    )
    assert "2 were sent" in several
    assert "Send 2 again" in several
    assert "They may already have gone out." in several
    assert "It was sent" in one
    assert "It may already have gone out." in one


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


# --- details


def a_detail(**changes: object) -> Details:
    usual: dict[str, object] = {
        "send": a_list(state=S.RUNNING),
        "figures": FULL,
        "rejected": [(4, "Write it like +1 415 555 0199."), (9, "<!channel>")],
        "refusals": [(LONG, 2), ("", 1)],
        "by_minute": [("2026-11-23T17:00", 300), ("2026-11-23T17:01", 12)],
    }
    return Details(**(usual | changes))


def test_details_name_lines_reasons_and_speed() -> None:
    content = details(a_detail())
    assert problems(content) == []
    said = words_in(list(content.blocks))
    assert "*8 rows skipped*\n• Line 4: Write it like +1 415 555 0199." in said
    assert "and 6 more in the result file" in said
    assert "1 text: No reason given." in content.text
    assert "*Texts per minute*\n• <!date^" in said
    assert "09:00 (America/Los_Angeles)>: 300\n• <!date^" in said
    assert "09:01 (America/Los_Angeles)>: 12" in said
    assert "*8 rows skipped*. Line 4: Write it like +1 415 555 0199. Line 9:" in content.text
    assert "415 555 0100" not in content.text
    assert "<!channel>" not in content.text


def test_details_of_a_smooth_list_are_short() -> None:
    content = details(a_detail(figures=Figures(waiting=3), rejected=[], refusals=[], by_minute=[]))
    assert content.text == "*Details* of list `01234567`."


def test_one_row_left_out_is_one() -> None:
    content = details(a_detail(figures=Figures(rejected=1), rejected=[(2, "No number.")]))
    assert "*1 row skipped*. Line 2: No number." in content.text


@pytest.mark.parametrize(
    ("minutes", "unit"), [(15, "minute"), (600, "hour"), (60 * 24 * 7, "day"), (60 * 24 * 40, "day")]
)
def test_speed_is_put_together_as_it_gets_long(minutes: int, unit: str) -> None:
    moments = [(f"{START + timedelta(minutes=nth):%Y-%m-%dT%H:%M}", 2) for nth in range(minutes)]
    text = words_in(list(details(a_detail(by_minute=moments)).blocks))
    assert f"*Texts per {unit}*" in text
    assert text.count("\n• ") <= 20


@pytest.mark.parametrize(
    ("failed", "label"),
    [(12, "Text the 12 again"), (1200, "Text the 1,200 again"), (1, "Text this person again")],
)
def test_what_did_not_arrive_can_be_sent_again(failed: int, label: str) -> None:
    found = message(replace(shown(state=SendState.NO_NEWS), failed=failed))
    assert problems(found) == []
    assert label in words_in(found.blocks)
    assert buttons(found)[Action.AGAIN] == a_list().id
    assert Action.AGAIN not in buttons(message(shown(state=SendState.NO_NEWS)))


def test_of_people_it_says_how_many_are_left_out() -> None:
    assert (
        "12 skipped"
        in message(shown(replace(FULL, rejected=12, of_people=True), state=SendState.NO_NEWS)).text
    )
    assert "12 rows skipped" in message(shown(replace(FULL, rejected=12), state=SendState.NO_NEWS)).text
