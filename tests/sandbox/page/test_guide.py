"""The things to try: what counts as done, and what is made to go wrong."""

from dataclasses import dataclass, field

import pytest

from bot.sandbox.page.backstage import Nobody
from bot.sandbox.page.guide import STEPS, Guide, Thing
from bot.sandbox.page.session import NOTICE_SECONDS, Panel, Session
from bot.sandbox.slack.model import Exchange
from bot.sandbox.slack.workspace import Workspace
from bot.sandbox.smsit.account import Account, utc_now
from bot.sandbox.smsit.faults import Fault


@dataclass
class PageHarness:
    slack: Workspace = field(default_factory=lambda: Workspace(clock=utc_now))
    smsit: Account = field(default_factory=lambda: Account(contacts=1))


@pytest.fixture
def guide() -> Guide:
    return Guide(PageHarness(), Nobody())


def test_every_thing_to_try_is_a_step() -> None:
    assert [step.thing for step in STEPS] == list(Thing)


def test_nothing_is_done_before_it_happened(guide: Guide) -> None:
    guide.arm(Fault.REPLY_LOST)
    guide.look()
    assert guide.done == frozenset()


def test_a_reply_is_lost_when_a_text_met_that_fault(guide: Guide) -> None:
    guide.arm(Fault.REPLY_LOST)
    smsit = guide.office.smsit
    smsit.saw("getcontacts", "GET", smsit.faults.take("getcontacts"))
    guide.look()
    assert guide.done == frozenset()
    smsit.saw("smscontact", "POST", smsit.faults.take("smscontact"))
    guide.look()
    assert guide.done == {Thing.LOST}


def test_a_fault_is_armed_once_however_often_the_step_is_pressed(guide: Guide) -> None:
    guide.arm(Fault.REPLY_LOST)
    guide.arm(Fault.REPLY_LOST)
    assert len(guide.office.smsit.faults.waiting) == 1


@pytest.mark.parametrize(("user", "done"), [("U0MAYA", set()), ("U0SAM", {Thing.VIEWER})])
def test_being_somebody_else_means_typing_a_command_as_sam(guide: Guide, user: str, done: set[Thing]) -> None:
    office = guide.office
    office.slack.log(Exchange(utc_now(), "to bot", "/sms", "", {"command": "/sms", "user_id": user}))
    guide.look()
    assert guide.done == done


def test_what_happened_stays_done_when_the_log_has_forgotten_it(guide: Guide) -> None:
    guide.office.slack.log(Exchange(utc_now(), "to bot", "/sms", "", {"user_id": "U0SAM"}))
    guide.look()
    for _ in range(600):
        guide.office.slack.log(Exchange(utc_now(), "from bot", "chat.postMessage", ""))
    guide.look()
    assert guide.done == {Thing.VIEWER}


def test_only_closing_it_dismisses_it(guide: Guide) -> None:
    guide.is_new = True
    session = Session(guide.office, guide, panel=Panel.GUIDE)
    session.show(Panel.PHONE)
    assert guide.is_new
    session.show(Panel.GUIDE)
    session.shut()
    assert (guide.is_new, session.panel) == (False, Panel.NONE)


def test_a_notice_ends_by_itself(guide: Guide) -> None:
    session = Session(guide.office, guide)
    session.tell("Something went wrong.", now=100.0)
    session.let_notice_end(100.0 + NOTICE_SECONDS - 1)
    assert session.notice
    session.let_notice_end(100.0 + NOTICE_SECONDS)
    assert session.notice == ""
