"""What each date of a series is compared with: the people and credits that somebody agreed to last."""

import pytest

from bot.store.sends import Send
from bot.store.states import SendState
from bot.store.tables import send as table
from tests.features.series.harness import Harness


def sent(harness: Harness, send: Send, **values: object) -> None:
    changed = {"state": SendState.DELIVERED.value, **values}
    with harness.database.write() as conn:
        conn.execute(table.update().where(table.c.id == send.id).values(changed))


AGREED = {"people": 12, "segments": 1, "credits": 12, "credits_upper": 12, "members": None}


@pytest.mark.parametrize("grown", ["people", "credits_upper"])
def test_more_that_somebody_agreed_to_is_what_the_next_date_is_compared_with(
    harness: Harness, grown: str
) -> None:
    more = AGREED | {"segments": 2, "credits": 14, "members": "hash", grown: 15}
    fewer = AGREED | {"people": 9, "credits": 9, "credits_upper": 9}
    series_id = harness.begin(draft=harness.group)
    harness.come(hours=1)
    sent(harness, harness.dates_of(series_id)[0], **more)

    harness.come(days=1)
    sent(harness, harness.dates_of(series_id)[1], **fewer)
    harness.come(days=1)

    dates = harness.dates_of(series_id)
    assert [{name: getattr(each, name) for name in AGREED} for each in dates] == [more, fewer, more]
    assert harness.far(series_id).basis_id == dates[0].id


def test_what_would_have_gone_to_more_people_and_did_not_is_no_measure(harness: Harness) -> None:
    series_id = harness.begin(draft=harness.group)
    harness.come(hours=1)
    sent(harness, harness.dates_of(series_id)[0], state=SendState.CANCELLED.value, people=15)

    harness.come(days=1)

    assert [each.people for each in harness.dates_of(series_id)] == [15, 12]


def test_a_date_whose_words_were_changed_for_itself_is_no_measure(harness: Harness) -> None:
    series_id = harness.begin(draft=harness.group)
    harness.come(hours=1)
    sent(harness, harness.dates_of(series_id)[0], people=15, body="Other words")

    harness.come(days=1)

    assert [each.people for each in harness.dates_of(series_id)] == [15, 12]
    assert harness.far(series_id).basis_id is None
