from dataclasses import fields
from datetime import timedelta

from bot.store import Database, SendState, approvals
from bot.store.approvals import ApprovalRequest, Decision, NewRequest, PastDecision
from bot.store.tables import approval
from tests.store.samples import NOON, a_send_in, the

HOUR = timedelta(hours=1)


def waiting(database: Database, *, lapses: timedelta = HOUR) -> str:
    each = a_send_in(database, SendState.AWAITING_APPROVAL)
    ask(database, each.id, lapses=lapses)
    return each.id


def ask(
    database: Database, send_id: str, *, changed: str = "", lapses: timedelta = HOUR, by: str = ""
) -> int:
    with database.write() as conn:
        return approvals.ask(
            conn,
            send_id,
            NewRequest(
                fingerprint="f" * 64,
                facts={"people": 312, "name": "VIP", "rotate": None},
                changed=changed,
                expires_at=NOON + lapses,
                by=by,
            ),
            now=NOON,
        )


def test_each_round_keeps_who_brought_it_about(either: Database) -> None:
    send_id = waiting(either)
    found = [(ask(either, send_id, by=by), request(either, send_id).asked_by) for by in ("U0TOM", "")]
    assert found == [(2, "U0TOM"), (3, None)]


def request(database: Database, send_id: str) -> ApprovalRequest:
    with database.read() as conn:
        found = approvals.get(conn, send_id)
    assert found is not None
    return found


def overdue(database: Database, after: timedelta) -> tuple[str, ...]:
    with database.read() as conn:
        return approvals.overdue(conn, NOON + after)


def test_the_fields_of_a_request_are_the_columns() -> None:
    assert [each.name for each in fields(ApprovalRequest)] == list(approval.c.keys())


def test_a_request_keeps_what_was_asked(either: Database) -> None:
    assert request(either, waiting_id := waiting(either)) == ApprovalRequest(
        send_id=waiting_id,
        fingerprint="f" * 64,
        facts={"people": 312, "name": "VIP", "rotate": None},
        round=1,
        changed=None,
        asked_by=None,
        asked_at=NOON,
        expires_at=NOON + HOUR,
        decision=None,
        decided_by=None,
        decided_at=None,
        reason=None,
    )


def test_its_facts_and_reasons_are_not_shown_by_accident(database: Database) -> None:
    shown = repr(request(database, waiting(database)))

    assert "VIP" not in shown
    assert "reason" not in shown


def test_nobody_was_asked_about_most_sends(either: Database) -> None:
    plain = a_send_in(either, SendState.QUEUED)
    with either.write() as conn:
        assert approvals.get(conn, plain.id) is None
        assert approvals.hold(conn, plain.id) is None
        assert approvals.hold(conn, "0" * 32) is None


def test_a_send_is_held_together_with_its_request(either: Database) -> None:
    send_id = waiting(either)
    with either.write() as conn:
        assert approvals.hold(conn, send_id) == (the(either, send_id), request(either, send_id))


def test_one_decision_of_two_counts(either: Database) -> None:
    send_id = waiting(either)
    with either.write() as conn:
        assert approvals.decide(conn, send_id, 1, Decision.REJECTED, now=NOON, by="U0TOM", reason="No.")
        assert not approvals.decide(conn, send_id, 1, Decision.APPROVED, now=NOON, by="U0PRIYA")
    found = request(either, send_id)
    assert (found.decision, found.decided_by, found.decided_at, found.reason) == (
        Decision.REJECTED,
        "U0TOM",
        NOON,
        "No.",
    )


def test_asking_again_begins_a_round_of_its_own(either: Database) -> None:
    send_id = waiting(either)
    with either.write() as conn:
        approvals.decide(conn, send_id, 1, Decision.REJECTED, now=NOON, by="U0TOM", reason="No.")
    assert ask(either, send_id, changed="The text was changed.") == 2
    found = request(either, send_id)
    assert (found.decision, found.decided_by, found.decided_at, found.reason) == (None, None, None, None)
    assert found.changed == "The text was changed."
    with either.write() as conn:
        assert not approvals.decide(conn, send_id, 1, Decision.APPROVED, now=NOON, by="U0TOM")
        assert approvals.decide(conn, send_id, 2, Decision.APPROVED, now=NOON, by="U0TOM")


def test_how_rounds_before_ended_without_an_approval_is_kept(either: Database) -> None:
    send_id = waiting(either)
    ends = [
        ("No.", Decision.REJECTED, "U0TOM"),
        (None, Decision.APPROVED, "U0TOM"),
        (None, Decision.EXPIRED, None),
    ]
    for round_, (reason, decision, by) in enumerate(ends, 1):
        with either.write() as conn:
            at = NOON + round_ * HOUR
            assert approvals.decide(conn, send_id, round_, decision, now=at, by=by, reason=reason)
        ask(either, send_id)
    ask(either, send_id)  # anew, while nobody has decided

    with either.read() as conn:
        assert approvals.not_approved_before(conn, send_id) == (
            PastDecision(
                decision=Decision.REJECTED, decided_by="U0TOM", decided_at=NOON + HOUR, reason="No."
            ),
            PastDecision(decision=Decision.EXPIRED, decided_by=None, decided_at=NOON + 3 * HOUR, reason=None),
        )
        assert [each.decision for each in approvals.not_approved_before(conn, send_id, limit=1)] == [
            "expired"
        ]


def test_what_lapsed_and_still_waits_is_found_the_oldest_first(either: Database) -> None:
    later, soon = waiting(either, lapses=2 * HOUR), waiting(either)
    decided = waiting(either)
    with either.write() as conn:
        approvals.decide(conn, decided, 1, Decision.APPROVED, now=NOON, by="U0TOM")
    gone = a_send_in(either, SendState.CANCELLED)
    ask(either, gone.id)
    assert overdue(either, HOUR - timedelta(seconds=1)) == ()
    assert overdue(either, HOUR) == (soon,)
    assert overdue(either, 2 * HOUR) == (soon, later)
    with either.read() as conn:
        assert approvals.overdue(conn, NOON + 2 * HOUR, limit=1) == (soon,)


def test_what_waits_for_an_approver_is_what_they_may_decide(either: Database) -> None:
    later, sooner = waiting(either, lapses=2 * HOUR), waiting(either)
    by_tom, decided, lapsed = waiting(either), waiting(either), waiting(either, lapses=-HOUR)
    ask(either, by_tom, by="U0TOM")
    with either.write() as conn:
        approvals.decide(conn, decided, 1, Decision.REJECTED, now=NOON, by="U0LENA", reason="No.")

    def waits_for(who: str, limit: int = 9) -> list[str]:
        with either.read() as conn:
            found = approvals.waiting(conn, NOON, but_of=who, limit=limit)
        return [each.send_id for each in found]

    assert set(waits_for("U0LENA")) == {sooner, by_tom, later}
    assert waits_for("U0LENA")[-1] == later
    assert set(waits_for("U0TOM")) == {sooner, later}
    assert waits_for(the(either, later).user_id) == []
    assert len(waits_for("U0LENA", 2)) == 2
    assert lapsed not in waits_for("U0LENA")
