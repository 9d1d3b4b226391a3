"""Who may do what: by themselves, by a user group, by a channel; and what happens when they no longer may."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.access import Role, Who
from bot.store.states import SendState
from tests.flows import staff
from tests.flows.broadcasting import Broadcasts, own_house
from tests.flows.house import ADA, GRACE, House, later
from tests.flows.staff import LENA, MAYA, PRIYA, SAM, TOM, ZED, ephemeral, ready

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
    "/sms do-not-text": Role.SENDER,
    "/sms scheduled": Role.VIEWER,
    "/sms groups": Role.VIEWER,
    "/sms credits": Role.VIEWER,
    "/sms-credits": Role.VIEWER,
    "/sms help": Role.VIEWER,
}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    own = own_house(tmp_path_factory.mktemp("house"), POLICY)
    yield own
    own.close()


@pytest.fixture
def house(clinic: House) -> Iterator[House]:
    """The clinic with everybody in their places."""
    slack = clinic.sandbox.slack
    group, channel = slack.user_groups[DESK], slack.channel(UPDATES)
    slack.put_channel(replace(channel, members=channel.members - {SAM, LENA, PRIYA}))
    learn(clinic)
    yield staff.clear(clinic)
    slack.user_groups[DESK] = group
    slack.put_channel(channel)


def learn(house: House) -> None:
    """Have the bot read who is where, as it does every ten minutes."""
    assert house.bot._infrastructure.members.refresh() == ()


def roles(house: House, who: str) -> frozenset[Role]:
    return house.bot._infrastructure.access.roles(Who(who, house.sandbox.slack.people[who].team_id))


@pytest.mark.parametrize("line", NEEDS)
@pytest.mark.parametrize("who", [SAM, PRIYA, MAYA, LENA, TOM])
def test_each_command_does_what_it_does_for_those_with_its_role_only(
    house: House, who: str, line: str
) -> None:
    person = house.person(who)
    answer = person.command(line, channel=HELP)

    assert answer.acked
    refused = "Ask whoever runs it for the role it needs" in ephemeral(answer)
    assert refused is (NEEDS[line] not in roles(house, who))
    house.wait_for_database(house.bot.is_quiet)
    assert person.view is None or not refused
    assert house.texts == []


def test_help_names_to_each_what_they_may_do_and_nothing_else(house: House) -> None:
    sam, lena, priya, maya = (
        ephemeral(house.person(who).command("/sms help", channel=HELP)) for who in (SAM, LENA, PRIYA, MAYA)
    )

    assert "/sms groups" in sam
    assert "/sms list" not in sam
    assert lena == sam
    assert "/sms do-not-text" in priya
    assert "/sms broadcast" not in priya
    assert "/sms broadcast" in maya


def test_whoever_joins_a_channel_with_a_role_has_it_and_loses_it_on_leaving(house: House) -> None:
    slack = house.sandbox.slack
    channel = slack.channel(UPDATES)
    assert Role.SENDER not in roles(house, SAM)

    slack.put_channel(replace(channel, members=channel.members | {SAM}))
    learn(house)
    ready(house, f"/sms {ADA} {HELLO}", SAM).submit()
    house.wait_for(lambda: house.texts == [(ADA, HELLO)])

    slack.put_channel(channel)
    learn(house)
    answer = house.person(SAM).command(f"/sms {ADA} {HELLO}", channel=HELP)
    assert "role it needs: *sender*" in ephemeral(answer)


def test_whoever_leaves_a_user_group_can_not_finish_what_they_began(house: House) -> None:
    priya = ready(house, f"/sms {ADA} {HELLO}", PRIYA)
    group = house.sandbox.slack.user_groups[DESK]
    house.sandbox.slack.user_groups[DESK] = replace(group, users=(MAYA,))
    learn(house)

    priya.submit()

    house.modal("Not done", priya)
    assert "role it needs: *sender*" in house.shown(priya)
    assert house.texts == []


def test_what_was_held_goes_out_though_whoever_wrote_it_may_write_no_more(house: House) -> None:
    priya = house.person(PRIYA)
    priya.command(f"/sms {ADA} {HELLO}", channel=HELP)
    house.modal("Send a text", priya)
    priya.choose("When", staff.HELD)
    house.wait_for(lambda: "Send at" in house.shown(priya))
    priya.fill("Send at", later(house.clock, hours=1))
    staff.checked(house, PRIYA)
    priya.submit()
    house.message("Scheduled for", HELP, priya)
    group = house.sandbox.slack.user_groups[DESK]
    house.sandbox.slack.user_groups[DESK] = replace(group, users=(MAYA,))
    learn(house)

    house.tick(hours=1, minutes=1)

    house.wait_for(lambda: house.texts == [(ADA, HELLO)])


def test_people_of_other_workspaces_may_nothing_whatever_the_policy_names(house: House) -> None:
    zed = house.person(ZED)
    house.compose(f"/sms {ADA} {HELLO}", channel=UPDATES)
    house.maya.choose("When", staff.HELD)
    house.wait_for(lambda: "Send at" in house.shown())
    house.maya.fill("Send at", later(house.clock, hours=1))
    house.check()
    house.maya.submit()
    held = house.message("Scheduled for", UPDATES, zed)

    for line in NEEDS:
        assert "Ask whoever runs it" in ephemeral(zed.command(line, channel=UPDATES))
    zed.press("Cancel", message=held)
    zed.press("Show text", message=held)

    house.message("You may not do that", UPDATES, zed)
    assert zed.view is None
    assert house.newest().state is SendState.SCHEDULED
    assert roles(house, ZED) == frozenset()


@pytest.mark.parametrize("who", [SAM, LENA])
def test_who_may_not_send_presses_a_button_in_vain(house: House, who: str) -> None:
    house.hold(f"/sms {ADA} {HELLO}", later(house.clock, hours=1))
    person = house.person(who)
    held = house.message("Scheduled for", who=person)

    person.press("Cancel", message=held)

    assert house.message("role it needs: *sender*", who=person).ephemeral_to == who
    assert house.newest().state is SendState.SCHEDULED


def test_who_may_text_one_person_has_no_broadcast_sent(house: House) -> None:
    casts = Broadcasts(house)
    casts.group("Not by Priya", 2)
    casts.hold("Not by Priya", later(house.clock, hours=2))
    house.maya.submit()
    casts.until(SendState.SCHEDULED)
    house.tick(hours=9)
    priya = house.person(PRIYA)
    asked = house.message("the bot was not running", who=priya)

    priya.press("Send now", message=asked)

    house.message("That takes the role *broadcaster*", who=priya)
    assert house.texts == []


def test_a_broadcaster_does_not_approve(house: House) -> None:
    casts = Broadcasts(house)
    casts.group("Three of them", 3)
    casts.send("Three of them")
    casts.until(SendState.AWAITING_APPROVAL)
    asked = casts.request("Three of them")

    priya = house.person(PRIYA)
    with pytest.raises(LookupError):  # not in the approvers' channel
        priya.sees(staff.APPROVALS)
    house.maya.press("Approve", message=asked)

    house.wait_for_database(house.bot.is_quiet)
    assert casts.newest().state is SendState.AWAITING_APPROVAL
    assert house.texts == []


def test_a_guest_has_no_more_than_everybody_of_the_workspace(house: House) -> None:
    answer = house.person("U0GIA").command(f"/sms {GRACE} {HELLO}")

    assert "role it needs: *sender*" in ephemeral(answer)
