"""The details in the thread: reports day by day, and who decided what. And drawing both from the database."""

from datetime import timedelta

from bot.features.broadcast.renderer import Renderer
from bot.features.broadcast.views.details import details
from bot.features.broadcast.views.message import Shown
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

REPORTS = (
    Report(START, 100, 0),
    Report(START + timedelta(hours=2), 300, 2),
    Report(START + timedelta(days=1), 298, 5),
)
SENT: dict[str, object] = {"state": SendState.ACCEPTED, "successful": 298, "failed": 5, "remote_id": "41001"}


def shown(send: Send, *reports: Report, approval: str = "") -> Content:
    content = details(Shown(send, START, approval=approval), reports)
    assert problems_in_message({"text": content.text, "blocks": list(content.blocks)}) == []
    return content


def test_each_day_has_its_last_report() -> None:
    text = shown(a_broadcast(**SENT), *REPORTS).text

    assert "Mon 23 Nov 2026: 300 handed to the carriers, 2 failed" in text
    assert "Tue 24 Nov 2026: 298 handed to the carriers, 5 failed" in text
    assert "100 handed" not in text
    assert "300 handed over before and 298 now" in text
    assert "Asked last: Mon 23 Nov 2026, 09:00 (America/Los_Angeles)." in text


def test_without_a_report_it_says_so() -> None:
    assert "No report has come so far." in shown(a_broadcast(state=SendState.ACCEPTED)).text


def test_reports_without_newer_figures_on_the_row_stand_alone() -> None:
    text = shown(a_broadcast(state=SendState.NO_NEWS), *REPORTS).text

    assert "Asked for the last time" in text
    assert "before and" not in text


def test_a_report_a_day_for_weeks_fits_into_a_message() -> None:
    many = [Report(START + timedelta(days=day), day, 0) for day in range(100)]

    assert (
        "Mon 23 Nov 2026" not in shown(a_broadcast(**SENT), *many).text.split("Record")[0].split("Asked")[0]
    )


def test_the_record_says_who_did_what() -> None:
    send = a_broadcast(
        **SENT, quiet_override="U0ANN", decided_by="U0TOM", attempting_at=START, user_id="U0MAYA"
    )
    text = shown(send, approval="approved by <@U0TOM>").text

    for line in (
        "Confirmed by <@U0MAYA>",
        "Approval: approved by <@U0TOM>",
        "In spite of quiet hours: <@U0ANN>",
        "Decided by <@U0TOM>",
        "Handed to SMS-iT Mon 23 Nov 2026, 09:00",
        "312 people, one text every 5 seconds, 312 credits",
        "SMS-iT's id: `41001`",
    ):
        assert line in text


def test_drawing_reads_reports_and_the_approval(harness: Harness) -> None:
    send = harness.confirmed()
    harness.run()
    with harness.database.write() as conn:
        for report in REPORTS:
            groups.add_report(conn, send.id, report)
        approvals.ask(conn, send.id, NewRequest(fingerprint="f", facts={}, expires_at=START), now=START)
        approvals.decide(conn, send.id, 1, approvals.Decision.APPROVED, now=START, by="U0TOM")
    renderer = Renderer(harness.database, harness.clock, "C0APPROVE", 1)

    main, thread = renderer.main(harness.the(send.id)), renderer.details(harness.the(send.id))

    assert "Approval: approved by <@U0TOM>" in main.text
    assert "Approval: approved by <@U0TOM>" in thread.text
    assert "298 handed to the carriers" in thread.text


def test_drawing_a_broadcast_nobody_had_to_approve(harness: Harness) -> None:
    send = harness.confirmed()

    assert "Approval" not in Renderer(harness.database, harness.clock, None, 1).main(send).text
