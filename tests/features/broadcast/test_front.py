"""A broadcast in front of Maya: the form, the confirmation, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.features.broadcast.cost import NAME
from bot.sandbox.smsit.faults import Fault
from bot.slack.outgoing import loading
from bot.store import contact_groups, sends
from bot.store.contact_groups import Counts
from bot.store.sends import Send, annotations
from bot.store.states import SendState
from tests.features.broadcast.form_harness import FormHarness
from tests.features.broadcast.harness import NIGHT, Harness

Open = Callable[..., FormHarness]


def know(harness: Harness) -> None:
    counted = {"VIP": Counts(2), "VIP 2": Counts(1), "Tuesday clinic": Counts(300, 4)}
    with harness.database.write() as conn:
        contact_groups.replace_counted(conn, counted, harness.clock())


def opened(form_harness: Open, line: str = "/sms broadcast vip", **rules: object) -> FormHarness:
    there = form_harness(**rules)
    know(there.harness)
    there.type(line)
    return there


def newest(harness: Harness) -> Send:
    with harness.database.read() as conn:
        return annotations.newest_of(conn, "U0MAYA", 1)[0]


def test_a_broadcast_from_the_command_to_the_message(form_harness: Open) -> None:
    desk = opened(form_harness)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()
    assert desk.maya.view is not None
    assert desk.maya.view.title == "Send this broadcast?"
    assert "1 segment \N{MULTIPLICATION SIGN} 2 people = *2 credits*" in desk.shown()

    assert desk.maya.submit().acked
    desk.wait_for(lambda: desk.maya.view is None)
    desk.harness.run()

    assert len(desk.harness.texts) == 2
    [message] = desk.draw()
    assert "Broadcast to *VIP (2 people)*: Sent, waiting for the carriers" in message.text
    desk.wait_for(lambda: desk.maya.thread(message))


def test_a_group_nobody_knows_is_told_with_near_ones(form_harness: Open) -> None:
    desk = opened(form_harness, "/sms broadcast vipp")

    assert "No group is known by the name vipp. Did you mean VIP or VIP 2?" in desk.shown()


def test_the_pause_is_worked_out_for_the_group_that_is_chosen(form_harness: Open) -> None:
    desk = opened(form_harness, "/sms broadcast")
    assert "1 second" in desk.shown()

    desk.maya.suggestions("To the group", "clinic")
    desk.maya.choose("To the group", "Tuesday clinic")

    desk.until("5 seconds, about 25 min for 300 people")


def test_what_was_chosen_stays_when_the_form_is_drawn_again(form_harness: Open) -> None:
    desk = opened(form_harness)
    desk.maya.choose("Pause", "3 seconds, less than a minute for 2 people")
    desk.maya.choose("Numbers", ["Use all numbers of the account in turn"])
    desk.maya.fill("Message", "It\u2019s late")
    desk.until("right single quotation mark")

    desk.maya.press("Use plain characters")
    desk.wait_for(lambda: "quotation mark" not in desk.shown())
    desk.maya.press(f"Insert {NAME}")
    desk.until("18 characters, 142 left")
    desk.check()

    assert f"It's late {NAME}" in desk.shown()
    assert "one text every 3 seconds" in desk.shown()
    assert "other numbers in turn" in desk.shown()


def test_what_is_wrong_stands_beside_its_field(form_harness: Open) -> None:
    desk = opened(form_harness, "/sms broadcast")
    desk.maya.fill("Message", "Hello")
    desk.maya.suggestions("To the group", "vip")
    desk.maya.choose("To the group", "VIP")
    desk.wait_for(desk.is_quiet)  # drawing the form takes away what it says beside its fields
    with desk.harness.database.write() as conn:
        contact_groups.replace_counted(conn, {}, desk.harness.clock())

    assert desk.maya.submit().acked

    assert desk.maya.errors == {"group": "That group is no longer known. Choose another one."}


def test_what_cannot_be_sent_is_said_and_the_form_is_one_step_back(form_harness: Open) -> None:
    desk = opened(form_harness)
    desk.harness.account.set_credits(1)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()
    assert "does not cover" in desk.shown()

    desk.maya.back()
    desk.harness.account.set_credits(100)
    desk.check()

    assert desk.maya.view is not None
    assert desk.maya.view.title == "Send this broadcast?"


def test_progress_is_shown_while_the_group_is_counted(
    form_harness: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened(form_harness)
    count = desk.harness.audiences.count
    seen: list[str] = []

    def slowly(group: str, told: Callable[[int], None]) -> object:
        desk.modal("Checking")
        told(1000)
        seen.append(desk.shown())
        told(2000)
        return count(group, told)

    monkeypatch.setattr(desk.harness.audiences, "count", slowly)
    monkeypatch.setattr(loading, "TOLD_EVERY_SECONDS", 0.0)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()

    assert "1,000 entries read so far" in seen[0]
    assert desk.maya.view is not None
    assert desk.maya.view.title == "Send this broadcast?"


def test_a_modal_that_is_closed_while_the_group_is_counted_is_left_alone(
    form_harness: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened(form_harness)
    count = desk.harness.audiences.count

    def slowly(group: str, told: Callable[[int], None]) -> object:
        desk.modal("Checking")
        desk.maya.close()
        return count(group, told)

    monkeypatch.setattr(desk.harness.audiences, "count", slowly)
    desk.maya.fill("Message", "We open at nine.")
    assert desk.maya.submit().acked

    desk.wait_for(desk.is_quiet)
    assert desk.maya.view is None
    assert not desk.harness.jobs.waiting


def test_at_night_there_is_no_button_but_one_to_hold_it(form_harness: Open) -> None:
    desk = opened(form_harness, night={None: NIGHT})
    desk.harness.clock.advance(hours=13)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()
    assert "You may not send in quiet hours." in desk.shown()
    with pytest.raises(LookupError):
        desk.maya.submit()

    desk.maya.press("Hold it until Tue 24 Nov 2026, 08:00 (America/Los_Angeles)")
    desk.until("held by the bot")
    assert desk.maya.submit().acked
    desk.wait_for(lambda: desk.maya.view is None)

    held = newest(desk.harness)
    assert held.state is SendState.SCHEDULED
    assert held.send_at == desk.harness.clock() + timedelta(hours=10)


def test_who_may_send_at_night_ticks_a_box_and_is_on_record(form_harness: Open) -> None:
    desk = opened(form_harness, night={None: NIGHT})
    desk.harness.may_override.add("U0MAYA")
    desk.harness.clock.advance(hours=13)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()

    assert desk.maya.submit().acked
    assert desk.maya.view is not None
    assert "Tick this" in desk.maya.view.errors["in_spite"]
    desk.maya.choose("Quiet hours", ["Send in spite of quiet hours"])
    assert desk.maya.submit().acked
    desk.wait_for(lambda: desk.maya.view is None)

    assert newest(desk.harness).quiet_override == "U0MAYA"
    desk.harness.run()
    assert len(desk.harness.texts) == 2


def test_a_silent_account_is_told_in_the_modal(form_harness: Open) -> None:
    desk = opened(form_harness)
    desk.harness.account.faults.add("getcontacts", Fault.HTTP500, times=None)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()

    assert "no usable answer" in desk.shown()


def test_people_without_the_role_are_told(form_harness: Open) -> None:
    desk = form_harness()

    answer = desk.slack.person("U0SAM").command("/sms broadcast VIP")

    assert answer.acked
    desk.wait_for(
        lambda: any("broadcaster" in each.text for each in desk.slack.person("U0SAM").sees("C0FRONT"))
    )


def test_held_by_sms_it_the_message_says_who_knows_the_rest(form_harness: Open) -> None:
    desk = opened(form_harness)
    desk.maya.fill("Message", "We open at nine.")
    desk.maya.choose("When", "Later, held by SMS-iT")
    desk.until("Send at")
    desk.maya.fill("Send at", desk.harness.clock() + timedelta(days=1))
    desk.check()

    assert "only SMS-iT knows" in desk.shown()
    with desk.harness.database.read() as conn:
        assert sends.reserved_credits(conn) == 0
