"""The details in the thread: reports day by day, and who decided what. And drawing both from the database."""

from dataclasses import replace
from datetime import timedelta

from bot.features.broadcast.renderer import Renderer
from bot.features.broadcast.views.details import details
from bot.features.broadcast.views.message import Shown, message
from bot.policy.model import Approval
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.outgoing.poster import Content
from bot.store import approvals
from bot.store.approvals import NewRequest
from bot.store.sends import Send, groups
from bot.store.sends.groups import Report
from bot.store.states import SendState
from tests.clock import START
from tests.features.broadcast.harness import Harness
from tests.features.broadcast.samples import a_broadcast
from tests.reading import as_read

REPORTS = (
    Report(START, 100, 0),
    Report(START + timedelta(hours=2), 300, 2),
    Report(START + timedelta(days=1), 298, 5),
)
AGAIN = ((1, START), (2, START + timedelta(minutes=15)))
SENT: dict[str, object] = {"state": SendState.ACCEPTED, "successful": 298, "failed": 5, "remote_id": "41001"}


def shown(send: Send, *reports: Report, **changes: str) -> Content:
    content = details(replace(Shown(send, START), **changes), reports)
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    return content


def test_each_day_has_its_last_report() -> None:
    text = as_read(shown(a_broadcast(**SENT), *REPORTS).text)

    assert "Mon 23 Nov 2026: 300 handed to carriers, 2 failed" in text
    assert "Tue 24 Nov 2026: 298 handed to carriers, 5 failed" in text
    assert "100 handed" not in text
    assert "300 handed to carriers before and 298 now" in text
    assert "Last updated" in text
    assert "Tue 24 Nov 2026, 09:00 (America/Los_Angeles)" in text
    assert "No more reports" not in text


def test_a_report_that_brings_nothing_new_changes_nothing_in_it() -> None:
    first, later = (a_broadcast(**SENT, report_repeats=times, updated_at=at) for times, at in AGAIN)

    assert shown(first, *REPORTS) == shown(later, *REPORTS)


def test_without_a_report_it_says_so() -> None:
    assert "No report yet." in shown(a_broadcast(state=SendState.ACCEPTED)).text


def test_reports_without_newer_figures_on_the_row_stand_alone() -> None:
    text = shown(a_broadcast(state=SendState.NO_NEWS), *REPORTS).text

    assert "No more reports are expected." in text
    assert "before and" not in text


def test_a_report_a_day_for_weeks_fits_into_a_message() -> None:
    many = [Report(START + timedelta(days=day), day, 0) for day in range(100)]

    assert "Mon 23 Nov 2026" not in shown(a_broadcast(**SENT), *many).text.split("Last updated")[0]


def test_the_record_says_who_did_what() -> None:
    send = a_broadcast(
        **SENT, quiet_override="U0ANN", decided_by="U0TOM", attempting_at=START, user_id="U0MAYA"
    )
    text = shown(
        send,
        approval="Approval: approved by <@U0TOM>",
        asked_again="Asked again by <@U0MAYA>: The text was changed",
    ).text

    for line in (
        "Written and confirmed by <@U0MAYA>",
        "Asked again by <@U0MAYA>: The text was changed",
        "Approval: approved by <@U0TOM>",
        "Allowed in quiet hours by <@U0ANN>",
        "Sent by <@U0TOM>",
        "Handed to SMS-iT <!date^",
        "312 recipients, 1 text every 5 seconds, 312 credits",
        "ID in SMS-iT: `41001`",
    ):
        assert line in text


def test_the_record_has_every_earlier_rejection_and_the_message_the_last() -> None:
    before = ("Rejected before by <@U0TOM>, then: Wrong date", "Rejected before by <@U0TOM>, later: Too long")
    send = a_broadcast(state=SendState.AWAITING_APPROVAL)
    text = details(Shown(send, START, before=before), ()).text

    assert [text.count(each) for each in before] == [1, 1]
    assert [message(Shown(send, START, before=before)).text.count(each) for each in before] == [0, 1]


def test_drawing_reads_reports_and_the_approval(harness: Harness) -> None:
    send = harness.confirmed()
    harness.run()
    with harness.database.write() as conn:
        for report in REPORTS:
            groups.add_report(conn, send.id, report)
        approvals.ask(conn, send.id, NewRequest(fingerprint="f", facts={}, expires_at=START), now=START)
        approvals.decide(conn, send.id, 1, approvals.Decision.APPROVED, now=START, by="U0TOM")
    renderer = Renderer(harness.database, harness.clock, Approval("C0APPROVE"), 1)

    main, thread = renderer.main(harness.the(send.id)), renderer.details(harness.the(send.id))

    assert "Approved by <@U0TOM>" in main.text
    assert "Approved by <@U0TOM>" in thread.text
    assert "298 handed to carriers" in thread.text


def test_drawing_a_broadcast_nobody_had_to_approve(harness: Harness) -> None:
    send = harness.confirmed()

    assert "Approval" not in Renderer(harness.database, harness.clock, Approval(), 1).main(send).text
