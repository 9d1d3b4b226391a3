"""A broadcast in front of Maya: the form, the confirmation, and that nothing typed is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.features.broadcast.costs import NAME
from bot.sandbox.smsit.faults import Fault
from bot.slack import checking
from bot.store import contact_groups, sends
from bot.store.contact_groups import Counts
from bot.store.sends import Send, notes
from bot.store.states import SendState
from tests.features.broadcast.front import Front
from tests.features.broadcast.world import NIGHT, World

Open = Callable[..., Front]


def know(world: World) -> None:
    counted = {"VIP": Counts(2), "VIP 2": Counts(1), "Tuesday clinic": Counts(300, 4)}
    with world.database.write() as conn:
        contact_groups.replace_counted(conn, counted, world.clock())


def opened(front: Open, line: str = "/sms broadcast vip", **rules: object) -> Front:
    there = front(**rules)
    know(there.world)
    there.type(line)
    return there


def newest(world: World) -> Send:
    with world.database.read() as conn:
        return notes.newest_of(conn, "U0MAYA", 1)[0]


def test_a_broadcast_from_the_command_to_the_message(front: Open) -> None:
    desk = opened(front)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()
    assert desk.maya.view is not None
    assert desk.maya.view.title == "Send this broadcast?"
    assert "1 segment \N{MULTIPLICATION SIGN} 2 people = *2 credits*" in desk.shown()

    assert desk.maya.submit().acked
    desk.wait_for(lambda: desk.maya.view is None)
    desk.world.run()

    assert len(desk.world.texts) == 2
    [message] = desk.draw()
    assert "Broadcast to *VIP (2 people)*: Sent, waiting for the carriers" in message.text
    desk.wait_for(lambda: desk.maya.thread(message))


def test_a_group_nobody_knows_is_told_with_near_ones(front: Open) -> None:
    desk = opened(front, "/sms broadcast vipp")

    assert "No group is known by the name vipp. Did you mean VIP or VIP 2?" in desk.shown()


def test_the_pause_is_worked_out_for_the_group_that_is_chosen(front: Open) -> None:
    desk = opened(front, "/sms broadcast")
    assert "1 second" in desk.shown()

    desk.maya.suggestions("To the group", "clinic")
    desk.maya.choose("To the group", "Tuesday clinic")

    desk.until("5 seconds, about 25 min for 300 people")


def test_what_was_chosen_stays_when_the_form_is_drawn_again(front: Open) -> None:
    desk = opened(front)
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


def test_what_is_wrong_stands_beside_its_field(front: Open) -> None:
    desk = opened(front, "/sms broadcast")
    desk.maya.fill("Message", "Hello")
    desk.maya.suggestions("To the group", "vip")
    desk.maya.choose("To the group", "VIP")
    desk.wait_for(desk.is_quiet)  # drawing the form takes away what it says beside its fields
    with desk.world.database.write() as conn:
        contact_groups.replace_counted(conn, {}, desk.world.clock())

    assert desk.maya.submit().acked

    assert desk.maya.errors == {"group": "That group is no longer known. Choose another one."}


def test_what_cannot_be_sent_is_said_and_the_form_is_one_step_back(front: Open) -> None:
    desk = opened(front)
    desk.world.account.set_credits(1)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()
    assert "does not cover" in desk.shown()

    desk.maya.back()
    desk.world.account.set_credits(100)
    desk.check()

    assert desk.maya.view is not None
    assert desk.maya.view.title == "Send this broadcast?"


def test_progress_is_shown_while_the_group_is_counted(front: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = opened(front)
    count = desk.world.audiences.count
    seen: list[str] = []

    def slowly(group: str, told: Callable[[int], None]) -> object:
        desk.modal("Checking")
        told(1000)
        seen.append(desk.shown())
        told(2000)
        return count(group, told)

    monkeypatch.setattr(desk.world.audiences, "count", slowly)
    monkeypatch.setattr(checking, "TOLD_EVERY_SECONDS", 0.0)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()

    assert "1,000 entries read so far" in seen[0]
    assert desk.maya.view is not None
    assert desk.maya.view.title == "Send this broadcast?"


def test_a_modal_that_is_closed_while_the_group_is_counted_is_left_alone(
    front: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = opened(front)
    count = desk.world.audiences.count

    def slowly(group: str, told: Callable[[int], None]) -> object:
        desk.modal("Checking")
        desk.maya.close()
        return count(group, told)

    monkeypatch.setattr(desk.world.audiences, "count", slowly)
    desk.maya.fill("Message", "We open at nine.")
    assert desk.maya.submit().acked

    desk.wait_for(desk.is_quiet)
    assert desk.maya.view is None
    assert not desk.world.jobs.waiting


def test_at_night_there_is_no_button_but_one_to_hold_it(front: Open) -> None:
    desk = opened(front, night={None: NIGHT})
    desk.world.clock.advance(hours=13)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()
    assert "You may not send in quiet hours." in desk.shown()
    with pytest.raises(LookupError):
        desk.maya.submit()

    desk.maya.press("Hold it until Tue 24 Nov 2026, 08:00 (America/Los_Angeles)")
    desk.until("held by the bot")
    assert desk.maya.submit().acked
    desk.wait_for(lambda: desk.maya.view is None)

    held = newest(desk.world)
    assert held.state is SendState.SCHEDULED
    assert held.send_at == desk.world.clock() + timedelta(hours=10)


def test_who_may_send_at_night_ticks_a_box_and_is_on_record(front: Open) -> None:
    desk = opened(front, night={None: NIGHT})
    desk.world.may_override.add("U0MAYA")
    desk.world.clock.advance(hours=13)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()

    assert desk.maya.submit().acked
    assert desk.maya.view is not None
    assert "Tick this" in desk.maya.view.errors["in_spite"]
    desk.maya.choose("Quiet hours", ["Send in spite of quiet hours"])
    assert desk.maya.submit().acked
    desk.wait_for(lambda: desk.maya.view is None)

    assert newest(desk.world).quiet_override == "U0MAYA"
    desk.world.run()
    assert len(desk.world.texts) == 2


def test_a_silent_account_is_told_in_the_modal(front: Open) -> None:
    desk = opened(front)
    desk.world.account.faults.add("getcontacts", Fault.HTTP500, times=None)
    desk.maya.fill("Message", "We open at nine.")
    desk.check()

    assert "no usable answer" in desk.shown()


def test_people_without_the_role_are_told(front: Open) -> None:
    desk = front()

    answer = desk.slack.person("U0SAM").command("/sms broadcast VIP")

    assert answer.acked
    desk.wait_for(
        lambda: any("broadcaster" in each.text for each in desk.slack.person("U0SAM").sees("C0FRONT"))
    )


def test_held_by_sms_it_the_message_says_who_knows_the_rest(front: Open) -> None:
    desk = opened(front)
    desk.maya.fill("Message", "We open at nine.")
    desk.maya.choose("When", "Later, held by SMS-iT")
    desk.until("Send at")
    desk.maya.fill("Send at", desk.world.clock() + timedelta(days=1))
    desk.check()

    assert "only SMS-iT knows" in desk.shown()
    with desk.world.database.read() as conn:
        assert sends.reserved_credits(conn) == 0
