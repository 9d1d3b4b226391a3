import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.store import Database, SendState, due_messages, message_claims, messages, sends
from bot.store.due_messages import EDITS
from bot.store.messages import Purpose
from bot.store.tables import message
from tests.store.samples import NOON, a_draft, a_send_in, claim_message, claim_messages

LEASE = 30


def a_dirty(database: Database) -> str:
    each = a_send_in(database, SendState.QUEUED)
    with database.write() as conn:
        sends.mark_dirty(conn, [each.id])
    return each.id


def claimed(database: Database, seconds: float = 0, limit: int = 10) -> list[str]:
    with database.write() as conn:
        found = claim_messages(conn, NOON + timedelta(seconds=seconds), LEASE, limit)
        return sorted(each.subject_id for each in found)


def claim(conn: Connection, send_id: str) -> messages.DirtyMessage:
    found = claim_message(conn, send_id, NOON, LEASE)
    assert found is not None
    return found


def test_what_changed_is_claimed_once_until_the_lease_ends(either: Database) -> None:
    dirty = a_dirty(either)
    a_draft(either)
    assert claimed(either) == [dirty]
    assert claimed(either, LEASE - 1) == []
    assert claimed(either, LEASE) == [dirty]


def test_a_claim_takes_no_more_than_asked(either: Database) -> None:
    both = sorted([a_dirty(either), a_dirty(either)])
    first = claimed(either, limit=1)
    second = claimed(either, limit=1)
    assert len(first) == len(second) == 1
    assert sorted(first + second) == both


def test_a_message_not_posted_yet_has_no_place(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        found = claim_message(conn, dirty, NOON, LEASE)
        assert claim_message(conn, dirty, NOON, LEASE) is None
    assert found == messages.DirtyMessage(
        dirty, Purpose.SEND, None, None, None, version=1, failures=0, posting_since=NOON
    )


def test_what_a_message_shows_is_remembered_until_nobody_can_be_sure_of_it(either: Database) -> None:
    dirty = a_dirty(either)
    digests: list[str | None] = []

    def drawn_again(seconds: float = 0) -> messages.DirtyMessage:
        with either.write() as conn:
            messages.outdate(conn, [dirty])
            (found,) = claim_messages(conn, NOON + timedelta(seconds=seconds), LEASE, 1)
        digests.append(found.digest)
        return found

    with either.write() as conn:
        message_claims.shown(conn, claim(conn, dirty), "C0FRONT", "1.2", "what it shows")
    found = drawn_again()
    with either.write() as conn:
        message_claims.shown(conn, found, "C0FRONT", "1.2", "something else")
    found = drawn_again()
    with either.write() as conn:
        message_claims.postpone(conn, found, NOON)
    found = drawn_again()
    with either.write() as conn:
        message_claims.shown(conn, found, "C0FRONT", "1.2", "the third")
    drawn_again()  # and dies before it says what Slack shows
    drawn_again(LEASE)

    assert digests == ["what it shows", "something else", None, "the third", None]


def test_the_messages_of_some_subjects_can_be_left_alone(either: Database) -> None:
    left, taken = a_dirty(either), a_dirty(either)
    with either.write() as conn:
        found = claim_messages(conn, NOON, LEASE, 10, but_of={left})
    assert [each.subject_id for each in found] == [taken]


def test_what_is_shown_is_clean_and_knows_its_place(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        message_claims.shown(conn, claim(conn, dirty), "C0FRONT", "1.2")
    assert claimed(either, 1000) == []
    with either.write() as conn:
        found = messages.get(conn, dirty)
    assert found == messages.DirtyMessage(dirty, Purpose.SEND, "C0FRONT", "1.2", None, version=1, failures=0)


def test_a_change_while_drawing_is_drawn_next(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        drawn = claim(conn, dirty)
        sends.mark_dirty(conn, [dirty])
        message_claims.shown(conn, drawn, "C0FRONT", "1.2")
    assert claimed(either) == [dirty]


def test_after_a_failure_it_waits(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        message_claims.postpone(conn, claim(conn, dirty), NOON + timedelta(seconds=60))
        found = messages.get(conn, dirty)
    assert found is not None
    assert found.failures == 1
    assert claimed(either, 59) == []
    assert claimed(either, 60) == [dirty]


def test_an_unknown_send_has_no_message(either: Database) -> None:
    with either.write() as conn:
        assert messages.get(conn, "0" * 32) is None
        assert claim_message(conn, "0" * 32, NOON, LEASE) is None


def test_a_further_message_of_a_send_is_drawn_on_its_own_and_with_every_change(either: Database) -> None:
    send_id = a_dirty(either)
    with either.write() as conn:
        messages.open_another(conn, send_id, Purpose.DETAILS)
        first = claim(conn, send_id)
        message_claims.shown(conn, first, "C0FRONT", "1.1")
        second = claim(conn, send_id)
        assert (first.purpose, second.purpose) == (Purpose.SEND, Purpose.DETAILS)
        message_claims.shown(conn, second, "C0FRONT", "1.2")
    assert claimed(either) == []
    with either.write() as conn:
        messages.open_another(conn, send_id, Purpose.DETAILS)
    assert claimed(either) == [send_id]
    with either.write() as conn:
        sends.mark_dirty(conn, [send_id])
    assert claimed(either) == [send_id]


def test_details_are_due_once_there_is_a_message_to_post_them_under(either: Database) -> None:
    """Somebody else may still be posting it: details taken meanwhile would be put off for nothing."""
    send_id = a_dirty(either)
    with either.write() as conn:
        messages.open_another(conn, send_id, Purpose.DETAILS)
        main = claim(conn, send_id)
        assert due_messages.due_of(conn, send_id, NOON) == ()
        assert due_messages.due(conn, NOON, 10) == ()

        message_claims.shown(conn, main, "C0FRONT", "1.0", "")

        assert [each.purpose for each in due_messages.due_of(conn, send_id, NOON)] == [Purpose.DETAILS]
        assert [each.purpose for each in due_messages.due(conn, NOON, 10)] == [Purpose.DETAILS]


def test_what_stands_below_another_message_is_due_once_that_is_posted_or_gone(either: Database) -> None:
    above, below = a_dirty(either), a_dirty(either)
    with either.write() as conn:
        messages.announce(conn, above, Purpose.APPOINTMENT)  # there is nothing to draw of it yet
        messages.put_under(conn, below, above, Purpose.APPOINTMENT)
        assert due_messages.due_of(conn, below, NOON) == ()
        assert [each.subject_id for each in due_messages.due(conn, NOON, 10)] == [above]

        messages.open_another(conn, above, Purpose.APPOINTMENT)
        posting = message_claims.claim(conn, above, Purpose.APPOINTMENT, NOON, 60)
        assert posting is not None
        assert due_messages.due_of(conn, below, NOON) == ()
        message_claims.shown(conn, posting, "C0FRONT", "1.0", "")
        assert [each.subject_id for each in due_messages.due_of(conn, below, NOON)] == [below]

        messages.open_another(conn, above, Purpose.APPOINTMENT, anew=True)
        assert due_messages.due_of(conn, below, NOON) == ()
        message_claims.drop(conn, posting)
        assert [each.subject_id for each in due_messages.due_of(conn, below, NOON)] == [below]


def test_a_message_can_be_posted_anew(either: Database) -> None:
    send_id = a_dirty(either)
    with either.write() as conn:
        message_claims.shown(conn, claim(conn, send_id), "C0FRONT", "1.1")
        messages.open_another(conn, send_id, Purpose.SEND, anew=True)
        found = messages.get(conn, send_id)
    assert found is not None
    assert (found.channel, found.ts) == (None, None)
    assert claimed(either) == [send_id]


def test_what_is_to_be_posted_anew_stays_so_though_an_older_version_was_being_drawn(either: Database) -> None:
    send_id = a_dirty(either)
    with either.write() as conn:
        message_claims.shown(conn, claim(conn, send_id), "C0FRONT", "1.1")
        sends.mark_dirty(conn, [send_id])
        drawn = claim(conn, send_id)
        messages.open_another(conn, send_id, Purpose.SEND, anew=True)
        message_claims.shown(conn, drawn, "C0FRONT", "1.1")
        found = claim(conn, send_id)
    assert (found.channel, found.ts, found.version) == (None, None, 3)


def test_the_send_that_a_slack_message_follows_is_found_by_its_place(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        message_claims.shown(conn, claim(conn, dirty), "C0FRONT", "1.2")
        messages.open_another(conn, dirty, Purpose.APPROVAL)
        message_claims.shown(conn, claim(conn, dirty), "C0APPROVALS", "3.4")
    with either.read() as conn:
        assert messages.send_at(conn, "C0FRONT", "1.2") == dirty
        assert messages.send_at(conn, "C0APPROVALS", "3.4") is None
        assert messages.send_at(conn, "C0HELP", "1.2") is None
        assert messages.send_at(conn, "C0FRONT", "1.3") is None


@pytest.fixture(scope="module")
def module_database(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Iterator[Database]:
    """For examples in their hundreds, which need no file each."""
    path = shutil.copyfile(migrated_file, tmp_path_factory.mktemp("messages") / "bot.db")
    database = Database(f"sqlite:///{path}")
    yield database
    database.close()


@given(changed=st.lists(st.tuples(st.sampled_from(["C1", "C2", None]), st.integers(0, 50)), max_size=12))
def test_channels_take_turns_and_in_each_the_newest_state_comes_first(
    module_database: Database, changed: list[tuple[str | None, int]]
) -> None:
    with module_database.write() as conn:
        conn.execute(message.delete())
    at: dict[str, tuple[str, int]] = {}
    for channel, second in changed:
        each = a_send_in(module_database, SendState.QUEUED, origin_channel=channel)
        with module_database.write() as conn:
            sends.note_values(conn, each.id, now=NOON + timedelta(seconds=second), people=2)
        at[each.id] = channel or each.user_id, second
    with module_database.read() as conn:
        due = due_messages.due(conn, NOON, 100)
        without = due_messages.due(conn, NOON, 100, full={"C1"})

    assert {each.subject_id for each in due} == set(at)
    assert all(each.line == at[each.subject_id][0] for each in due)
    assert without == tuple(each for each in due if each.line != "C1")
    turns = Counter[str]()
    order = []
    for each in due:
        order.append(turns[each.line])
        turns[each.line] += 1
    assert order == sorted(order)  # everybody's first, then everybody's second
    for line in turns:
        seconds = [at[each.subject_id][1] for each in due if each.line == line]
        assert seconds == sorted(seconds, reverse=True)


def test_a_message_that_is_there_stands_in_the_line_of_edits(either: Database) -> None:
    posted, new = a_dirty(either), a_dirty(either)
    with either.write() as conn:
        message_claims.shown(conn, claim(conn, posted), "C0FRONT", "1.2")
        sends.mark_dirty(conn, [posted])
        lines = {each.subject_id: each.line for each in due_messages.due(conn, NOON, 10)}
        left = due_messages.due(conn, NOON, 10, full={EDITS})
    assert lines[posted] == EDITS
    assert lines[new] != EDITS
    assert [each.subject_id for each in left] == [new]


def test_what_is_given_back_untried_waits_and_is_as_it_was(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        message_claims.shown(conn, claim(conn, dirty), "C0FRONT", "1.2", "what it shows")
        sends.mark_dirty(conn, [dirty])
        found = claim(conn, dirty)
        message_claims.give_back(conn, found, NOON + timedelta(seconds=60))
    assert claimed(either, 59) == []
    with either.write() as conn:
        again = claim_message(conn, dirty, NOON + timedelta(seconds=60), LEASE)
    assert again == replace(found, posting_since=NOON + timedelta(seconds=60))
    assert found.digest == "what it shows"


def test_what_an_earlier_claim_may_have_posted_is_looked_for_also_after_it_was_given_back(
    either: Database,
) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        claim(conn, dirty)  # and dies before it says what it did
        again = claim_message(conn, dirty, NOON + timedelta(seconds=LEASE), LEASE)
        assert again is not None
        message_claims.give_back(conn, again, NOON + timedelta(seconds=60))
        third = claim_message(conn, dirty, NOON + timedelta(seconds=60), LEASE)
    assert third is not None
    assert (third.may_be_posted, third.posting_since) == (True, NOON)


def test_what_may_have_been_posted_is_looked_for_however_soon_the_next_claim_comes(either: Database) -> None:
    dirty = a_dirty(either)
    with either.write() as conn:
        first = claim_message(conn, dirty, NOON, 0)  # its process is dead: a launch ended what it held
        second = claim_message(conn, dirty, NOON, LEASE)
    assert first is not None
    assert second is not None
    assert (first.may_be_posted, second.may_be_posted) == (False, True)
