"""A broadcast in front of Maya: the form, the confirmation, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.features.broadcast.cost import NAME
from bot.sandbox.smsit.faults import Fault
from bot.slack.outgoing import loading_view
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
    responder = opened(form_harness)
    responder.maya.fill("Message", "We open at nine.")
    responder.check()
    assert responder.maya.view is not None
    assert responder.maya.view.title == "Review broadcast"
    assert "Cost *2 credits*" in responder.shown()

    assert responder.maya.submit().acked
    responder.wait_for(lambda: responder.maya.view is None)
    responder.harness.run()

    assert len(responder.harness.texts) == 2
    [message] = responder.draw()
    assert "Broadcast to *VIP* · 2 recipients: Sent, awaiting carrier reports." in message.text
    responder.wait_for(lambda: responder.maya.thread(message))


def test_a_group_nobody_knows_is_told_with_near_ones(form_harness: Open) -> None:
    responder = opened(form_harness, "/sms broadcast vipp")

    assert "There's no group called vipp. Did you mean VIP or VIP 2?" in responder.shown()


def test_the_pause_is_worked_out_for_the_group_that_is_chosen(form_harness: Open) -> None:
    responder = opened(form_harness, "/sms broadcast")
    assert "1 second" in responder.shown()

    responder.maya.suggestions("To the group", "clinic")
    responder.maya.choose("To the group", "Tuesday clinic")

    responder.until("5 seconds, about 25 min for 300 recipients")


def test_what_was_chosen_stays_when_the_form_is_drawn_again(form_harness: Open) -> None:
    responder = opened(form_harness)
    responder.maya.choose("Delay between texts", "3 seconds, under 1 min for 2 recipients")
    responder.maya.choose("Sender numbers", ["Rotate through all account numbers"])
    responder.maya.fill("Message", "It\u2019s late")
    responder.until("\u2019 (quotation mark)")

    responder.maya.press("Use plain characters")
    responder.wait_for(lambda: "quotation mark" not in responder.shown())
    responder.maya.press(f"Insert {NAME}")
    responder.until("18 characters, 142 left")
    responder.check()

    assert "It's late Ada" in responder.shown()
    assert "1 text every 3 seconds" in responder.shown()
    assert "rotating through all account numbers" in responder.shown()


def test_what_is_wrong_stands_beside_its_field(form_harness: Open) -> None:
    responder = opened(form_harness, "/sms broadcast")
    responder.maya.fill("Message", "Hello")
    responder.maya.suggestions("To the group", "vip")
    responder.maya.choose("To the group", "VIP")
    responder.wait_for(responder.is_quiet)  # drawing the form takes away what it says beside its fields
    with responder.harness.database.write() as conn:
        contact_groups.replace_counted(conn, {}, responder.harness.clock())

    assert responder.maya.submit().acked

    assert responder.maya.errors == {"group": "That group no longer exists. Choose another one."}


def test_what_cannot_be_sent_is_said_and_the_form_is_one_step_back(form_harness: Open) -> None:
    responder = opened(form_harness)
    responder.harness.account.set_credits(1)
    responder.maya.fill("Message", "We open at nine.")
    responder.check()
    assert "but the balance is" in responder.shown()

    responder.maya.back()
    responder.harness.account.set_credits(100)
    responder.check()

    assert responder.maya.view is not None
    assert responder.maya.view.title == "Review broadcast"


def test_progress_is_shown_while_the_group_is_counted(
    form_harness: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    responder = opened(form_harness)
    count = responder.harness.audiences.count
    seen: list[str] = []

    def slowly(group: str, told: Callable[[int], None]) -> object:
        responder.modal("Checking")
        told(1000)
        seen.append(responder.shown())
        told(2000)
        return count(group, told)

    monkeypatch.setattr(responder.harness.audiences, "count", slowly)
    monkeypatch.setattr(loading_view, "TOLD_EVERY_SECONDS", 0.0)
    responder.maya.fill("Message", "We open at nine.")
    responder.check()

    assert "1,000 entries read so far" in seen[0]
    assert responder.maya.view is not None
    assert responder.maya.view.title == "Review broadcast"


def test_a_modal_that_is_closed_while_the_group_is_counted_is_left_alone(
    form_harness: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    responder = opened(form_harness)
    count = responder.harness.audiences.count

    def slowly(group: str, told: Callable[[int], None]) -> object:
        responder.modal("Checking")
        responder.maya.close()
        return count(group, told)

    monkeypatch.setattr(responder.harness.audiences, "count", slowly)
    responder.maya.fill("Message", "We open at nine.")
    assert responder.maya.submit().acked

    responder.wait_for(responder.is_quiet)
    assert responder.maya.view is None
    assert not responder.harness.engine.jobs


def test_at_night_there_is_no_button_but_one_to_hold_it(form_harness: Open) -> None:
    responder = opened(form_harness, night={None: NIGHT})
    responder.harness.clock.advance(hours=13)
    responder.maya.fill("Message", "We open at nine.")
    responder.check()
    assert "You can't send in quiet hours." in responder.shown()
    with pytest.raises(LookupError):
        responder.maya.submit()

    responder.maya.press("Schedule for Tue 24 Nov, 08:00")
    responder.until("you can cancel it")
    assert responder.maya.submit().acked
    responder.wait_for(lambda: responder.maya.view is None)

    held = newest(responder.harness)
    assert held.state is SendState.SCHEDULED
    assert held.send_at == responder.harness.clock() + timedelta(hours=10)


def test_who_may_send_at_night_ticks_a_box_and_is_on_record(form_harness: Open) -> None:
    responder = opened(form_harness, night={None: NIGHT})
    responder.harness.may_override.add("U0MAYA")
    responder.harness.clock.advance(hours=13)
    responder.maya.fill("Message", "We open at nine.")
    responder.check()

    assert responder.maya.submit().acked
    assert responder.maya.view is not None
    assert "Tick this" in responder.maya.view.errors["in_spite"]
    responder.maya.choose("Quiet hours", ["Send during quiet hours"])
    assert responder.maya.submit().acked
    responder.wait_for(lambda: responder.maya.view is None)

    assert newest(responder.harness).quiet_override == "U0MAYA"
    responder.harness.run()
    assert len(responder.harness.texts) == 2


def test_a_silent_account_is_told_in_the_modal(form_harness: Open) -> None:
    responder = opened(form_harness)
    responder.harness.account.faults.add("getcontacts", Fault.HTTP500, times=None)
    responder.maya.fill("Message", "We open at nine.")
    responder.check()

    assert "no usable answer" in responder.shown()


def test_people_without_the_role_are_told(form_harness: Open) -> None:
    responder = form_harness()

    answer = responder.slack.person("U0SAM").command("/sms broadcast VIP")

    assert answer.acked
    responder.wait_for(
        lambda: any("broadcaster" in each.text for each in responder.slack.person("U0SAM").sees("C0FRONT"))
    )


def test_held_by_sms_it_the_message_says_who_knows_the_rest(form_harness: Open) -> None:
    responder = opened(form_harness)
    responder.maya.fill("Message", "We open at nine.")
    responder.maya.choose("When", "Schedule")
    responder.until("Send at")
    responder.maya.choose("Where to schedule it", "In SMS-iT")
    responder.maya.fill("Send at", responder.harness.clock() + timedelta(days=1))
    responder.check()

    assert "SMS-iT sends it later" in responder.shown()
    with responder.harness.database.read() as conn:
        assert sends.reserved_credits(conn) == 0
