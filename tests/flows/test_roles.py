"""Who may do what: by themselves, by a user group, by a channel; and what happens when they no longer may."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.access import Role, Who
from bot.slack.incoming.registry import USE
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import ADA, GRACE, Harness, later
from tests.flows.staff import LENA, MAYA, PRIYA, SAM, TOM, ZED, ephemeral, ready

pytestmark = pytest.mark.measured

HELP, UPDATES, DESK = "C0HELP", "C0UPDATES", "S0DESK"
HELLO = "See you tomorrow."
POLICY = f"""
[roles]
viewer = ["*"]
sender = ["{DESK}", "{UPDATES}", "{ZED}"]
broadcaster = ["{MAYA}"]
approver = ["{LENA}"]
admin = ["{TOM}"]
[approval]
channel = "C0APPROVE"
people = 2
"""
"""Everybody in #customer-updates may send; a person of another workspace sits there, and is named as well."""
NEEDS = {
    f"/sms {ADA} {HELLO}": Role.SENDER,
    "/sms broadcast VIP": Role.BROADCASTER,
    "/sms-broadcast VIP": Role.BROADCASTER,
    "/sms list": Role.BROADCASTER,
    "/sms people": Role.BROADCASTER,
    "/sms do-not-text": Role.SENDER,
    "/sms scheduled": Role.VIEWER,
    "/sms groups": Role.VIEWER,
    "/sms credits": Role.VIEWER,
    "/sms-credits": Role.VIEWER,
    "/sms help": Role.VIEWER,
}


@pytest.fixture
def harness(under_policy: Harness) -> Iterator[Harness]:
    """The clinic with everybody in their places."""
    slack = under_policy.sandbox.slack
    group, channel = slack.user_groups[DESK], slack.channel(UPDATES)
    slack.put_channel(replace(channel, members=channel.members - {SAM, LENA, PRIYA}))
    learn(under_policy)
    yield staff.clear(under_policy)
    slack.user_groups[DESK] = group
    slack.put_channel(channel)


def learn(harness: Harness) -> None:
    """Have the bot read who is where, as it does every ten minutes."""
    assert harness.bot._infrastructure.members.refresh() == ()


def roles(harness: Harness, who: str) -> frozenset[Role]:
    return harness.bot._infrastructure.access.roles(Who(who, harness.sandbox.slack.people[who].team_id))


@pytest.mark.parametrize("line", NEEDS)
@pytest.mark.parametrize("who", [SAM, PRIYA, MAYA, LENA, TOM])
def test_each_command_does_what_it_does_for_those_with_its_role_only(
    harness: Harness, who: str, line: str
) -> None:
    person = harness.person(who)
    answer = person.command(line, channel=HELP)

    assert answer.acked
    refused = ephemeral(answer).startswith(f"You need the *{NEEDS[line]}* role to ")
    assert refused is (NEEDS[line] not in roles(harness, who))
    harness.quiet()
    assert person.view is None or not refused
    assert harness.texts == []


def test_help_names_to_each_what_they_may_do_and_nothing_else(harness: Harness) -> None:
    sam, lena, priya, maya = (
        ephemeral(harness.person(who).command("/sms help", channel=HELP)) for who in (SAM, LENA, PRIYA, MAYA)
    )

    assert "/sms contacts" in sam
    assert "/sms list" not in sam
    assert "To send texts, you need the *sender* role. Ask <@U0TOM>." in sam
    assert "*Approve* requests in <#C0APPROVE>" in lena
    assert "Approve" not in f"{sam}{priya}{maya}"
    assert "*Send* `/sms`" in priya
    assert "/sms broadcast" not in priya
    assert "/sms broadcast" in maya


def test_all_commands_are_one_press_away_and_are_those_of_this_person(harness: Harness) -> None:
    for who, known, unknown in (
        (SAM, "/sms groups", "/sms do-not-text"),
        (PRIYA, "/sms do-not-text", "/sms list"),
    ):
        person = harness.person(who)
        person.command("/sms help", channel=HELP)
        person.press("All commands", message=harness.message("You can use", HELP, person))
        harness.modal("All commands", person)
        assert known in harness.shown(person)
        assert unknown not in harness.shown(person)


def test_every_command_is_run_by_its_button_and_answers(harness: Harness) -> None:
    """Nobody has to type anything: also for what stands in no other view, such as birthdays."""
    tom = harness.person(TOM)
    tom.command("/sms help", channel=HELP)

    def rows() -> dict[str, str]:
        """The block of each command, from the modal that is opened anew."""
        if tom.view is not None:
            tom.close()
        tom.press("All commands", message=harness.message("You can use", HELP, tom))
        harness.modal("All commands", tom)
        view = tom.view
        assert view is not None
        return {each["text"]["text"]: each["block_id"] for each in view.blocks if "accessory" in each}

    commands = list(rows())
    assert len(commands) > 15
    for command in commands:
        said, block = len(tom.sees("@smsit")), rows()[command]
        answer = tom.press(block)
        assert answer is not None, command
        assert answer.acked, command
        harness.wait_for(lambda said=said: tom.title != "All commands" or len(tom.sees("@smsit")) > said)
        harness.wait_for_database(harness.bot.is_quiet)
    assert harness.texts == []


def test_whoever_joins_a_channel_with_a_role_has_it_and_loses_it_on_leaving(harness: Harness) -> None:
    slack = harness.sandbox.slack
    channel = slack.channel(UPDATES)
    assert Role.SENDER not in roles(harness, SAM)

    slack.put_channel(replace(channel, members=channel.members | {SAM}))
    learn(harness)
    ready(harness, f"/sms {ADA} {HELLO}", SAM).submit()
    harness.wait_for(lambda: harness.texts == [(ADA, HELLO)])

    slack.put_channel(channel)
    learn(harness)
    answer = harness.person(SAM).command(f"/sms {ADA} {HELLO}", channel=HELP)
    assert "You need the *sender* role to send a text. Ask <@U0TOM>." in ephemeral(answer)


def test_whoever_leaves_a_user_group_can_not_finish_what_they_began(harness: Harness) -> None:
    priya = ready(harness, f"/sms {ADA} {HELLO}", PRIYA)
    group = harness.sandbox.slack.user_groups[DESK]
    harness.sandbox.slack.user_groups[DESK] = replace(group, users=(MAYA,))
    learn(harness)

    priya.submit()

    harness.modal("Not done", priya)
    assert "You need the *sender* role to send a text. Ask <@U0TOM>." in harness.shown(priya)
    assert harness.texts == []


def test_what_was_held_goes_out_though_whoever_wrote_it_may_write_no_more(harness: Harness) -> None:
    priya = harness.person(PRIYA)
    priya.command(f"/sms {ADA} {HELLO}", channel=HELP)
    harness.modal("Send a text", priya)
    priya.choose("When", staff.HELD)
    harness.wait_for(lambda: "Send at" in harness.shown(priya))
    priya.fill("Send at", later(harness.clock, hours=1))
    staff.checked(harness, PRIYA)
    priya.submit()
    harness.message("Scheduled for", HELP, priya)
    group = harness.sandbox.slack.user_groups[DESK]
    harness.sandbox.slack.user_groups[DESK] = replace(group, users=(MAYA,))
    learn(harness)

    harness.tick(hours=1, minutes=1)

    harness.wait_for(lambda: harness.texts == [(ADA, HELLO)])


def test_people_of_other_workspaces_may_nothing_whatever_the_policy_names(harness: Harness) -> None:
    zed = harness.person(ZED)
    harness.compose(f"/sms {ADA} {HELLO}", channel=UPDATES)
    harness.maya.choose("When", staff.HELD)
    harness.wait_for(lambda: "Send at" in harness.shown())
    harness.maya.fill("Send at", later(harness.clock, hours=1))
    harness.check()
    harness.maya.submit()
    held = harness.message("Scheduled for", UPDATES, zed)

    for line in NEEDS:
        assert "Only people in this workspace" in ephemeral(zed.command(line, channel=UPDATES))
    zed.press("Cancel", message=held)
    zed.press("Show text", message=held)

    harness.message("Only people in this workspace", UPDATES, zed)
    assert zed.view is None
    assert harness.newest().state is SendState.SCHEDULED
    assert roles(harness, ZED) == frozenset()


@pytest.mark.parametrize("who", [SAM, LENA])
def test_who_may_not_send_presses_a_button_in_vain(harness: Harness, who: str) -> None:
    harness.hold(f"/sms {ADA} {HELLO}", later(harness.clock, hours=1))
    person = harness.person(who)
    held = harness.message("Scheduled for", who=person)

    person.press("Cancel", message=held)

    told = harness.message("You need the *sender* role to cancel this text. Ask <@U0TOM>.", who=person)
    assert told.ephemeral_to == who
    assert harness.newest().state is SendState.SCHEDULED


def test_who_may_text_one_person_has_no_broadcast_sent(harness: Harness) -> None:
    casts = Broadcasts(harness)
    casts.group("Not by Priya", 2)
    casts.hold("Not by Priya", later(harness.clock, hours=2))
    harness.maya.submit()
    casts.until(SendState.SCHEDULED)
    harness.tick(hours=9)
    priya = harness.person(PRIYA)
    asked = harness.message("The bot was offline", who=priya)

    priya.press("Send now", message=asked)

    harness.message("because it's <@U0MAYA>'s. Ask <@U0TOM>.", who=priya)
    assert harness.texts == []


def test_a_broadcaster_does_not_approve(harness: Harness) -> None:
    casts = Broadcasts(harness)
    casts.group("Three of them", 3)
    casts.send("Three of them")
    casts.until(SendState.AWAITING_APPROVAL)
    asked = casts.request("Three of them")

    priya = harness.person(PRIYA)
    with pytest.raises(LookupError):  # not in the approvers' channel
        priya.sees(staff.APPROVALS)
    harness.maya.press("Approve", message=asked)

    harness.quiet()
    assert casts.newest().state is SendState.AWAITING_APPROVAL
    assert harness.texts == []


@pytest.mark.parametrize("line", NEEDS)
def test_a_guest_has_nothing_of_what_everybody_of_the_workspace_has(harness: Harness, line: str) -> None:
    answer = harness.person("U0GIA").command(line)

    assert "Guests can use the SMS bot only if an admin adds them by name. Ask <@U0TOM>." in ephemeral(answer)
    assert harness.person("U0GIA").view is None


def test_a_guest_in_a_user_group_has_what_that_is_given(harness: Harness) -> None:
    group = harness.sandbox.slack.user_groups[DESK]
    harness.sandbox.slack.user_groups[DESK] = replace(group, users=(*group.users, "U0GIA"))
    learn(harness)

    assert Role.SENDER in roles(harness, "U0GIA")
    ready(harness, f"/sms {GRACE} {HELLO}", "U0GIA", channel="C0FRONT").submit()
    harness.wait_for(lambda: harness.texts == [(GRACE, HELLO)])
    learn(harness)


def test_who_is_deactivated_may_nothing_from_the_next_look_on(harness: Harness) -> None:
    people = harness.sandbox.slack.people
    before = people[MAYA]
    people[MAYA] = replace(before, is_deleted=True)
    learn(harness)
    assert roles(harness, MAYA) == frozenset()

    people[MAYA] = before
    learn(harness)
    assert Role.BROADCASTER in roles(harness, MAYA)


def test_the_message_of_a_scheduled_text_says_that_its_person_lost_the_role(harness: Harness) -> None:
    people = harness.sandbox.slack.people
    before = people[MAYA]
    harness.hold(f"/sms {GRACE} {HELLO}", later(harness.clock, hours=5))
    lost = (
        f"<@{MAYA}> no longer has the *sender* role. It still goes out, unless someone with the *admin* role"
    )
    assert lost not in harness.message("Scheduled for").text

    people[MAYA] = replace(before, is_deleted=True)
    learn(harness)
    harness.tick(minutes=1)
    shown = harness.message(lost, who=harness.person(PRIYA))
    assert shown.text.endswith("role cancels it.")
    assert [block["type"] for block in shown.blocks] == ["section", "context", "context", "actions"]

    people[MAYA] = before
    learn(harness)
    harness.tick(minutes=1)
    harness.wait_for(lambda: lost not in harness.message("Scheduled for").text)
    harness.tick(hours=5)
    harness.wait_for(lambda: harness.texts == [(GRACE, HELLO)])


def test_a_role_that_was_given_back_while_the_bot_was_down_is_not_said_to_be_lost(harness: Harness) -> None:
    people = harness.sandbox.slack.people
    before, lost = people[MAYA], f"<@{MAYA}> no longer has the *sender* role."
    harness.hold(f"/sms {GRACE} {HELLO}", later(harness.clock, hours=5))
    people[MAYA] = replace(before, is_deleted=True)
    learn(harness)
    harness.tick(minutes=1)
    harness.message(lost, who=harness.person(PRIYA))

    harness.bot.stop()
    people[MAYA] = before
    harness.start_bot()
    harness.tick(minutes=1)
    harness.tick(minutes=1)
    harness.wait_for(lambda: lost not in harness.message("Scheduled for").text)


def test_every_refusal_says_what_the_role_is_needed_for(under_policy: Harness) -> None:
    silent = {
        each.id for each in under_policy.bot.registry if each.role is not Role.VIEWER and each.to == USE
    }
    assert silent == set()
