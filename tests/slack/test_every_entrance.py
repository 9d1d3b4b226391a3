"""The real bot's ways in: none without a role, none without Slack knowing it, none without an answer."""

from collections import Counter
from collections.abc import Iterator

import pytest

from bot import settings
from bot.access import BRINGS, Role
from bot.app import Bot
from bot.demo import environment, manifest
from bot.features.appointments import ids as appointments
from bot.features.approvals import ids as approvals
from bot.features.assistant import ids as assistant
from bot.features.birthdays import ids as birthdays
from bot.features.broadcast import ids as broadcast
from bot.features.caller import ids as caller
from bot.features.contacts import ids as contacts
from bot.features.delivery import ids as delivery
from bot.features.do_not_text import ids as do_not_text
from bot.features.groups import ids as groups
from bot.features.help import ids as help_
from bot.features.history import ids as history
from bot.features.imports import ids as imports
from bot.features.lists import ids as lists
from bot.features.otp import ids as otp
from bot.features.own_number import ids as own_number
from bot.features.reach import ids as reach
from bot.features.scheduled import ids as scheduled
from bot.features.sends import ids as sends
from bot.features.sms import ids as sms
from bot.features.templates import ids as templates
from bot.features.workflow_steps.service import Step
from bot.sandbox import Sandbox
from bot.slack.incoming.registry import Kind, Registration
from bot.slack.incoming.router import Router
from bot.texting.clock import utc_now
from tests.patience import ACK_SECONDS

SHOWING = (
    ".notice",
    ".whole_text",
    "caller.passport",
    "scheduled.list",
    "contacts.people",
    "reach.list",
    "appointments.open",
    "appointments.day",
    "history.list",
    "history.one",
    "templates.list",
    "templates.open",
    "series.series",
)
"""Ends of the ids of modals that have no button to submit."""


LOOKING = (
    *(caller.Action.OPEN, caller.Action.CHOOSE),
    *(groups.Action.PREVIOUS, groups.Action.NEXT, groups.Action.COUNT),
    *(contacts.Action.NEW, contacts.Action.FILTER, contacts.Action.AGAIN, contacts.Action.BACK),
    *(contacts.Action.EARLIER, contacts.Action.FURTHER, contacts.Action.OPEN),
    *(appointments.Action.PREVIOUS, appointments.Action.NEXT, appointments.Action.OTHERS),
    *(appointments.Action.BACK, appointments.Action.OPEN),
    *(appointments.Action.EARLIER_DAY, appointments.Action.LATER_DAY, appointments.Action.DAY_MORE),
    *(appointments.Action.FREE_MORE, appointments.Action.TODAY),
    *(appointments.Action.EVERYBODY, appointments.Action.CALL_LIST),
    *(history.Action.SHOW, history.Action.ALL, history.Action.OLDER, history.Action.NEWER),
    *(history.Action.CHOOSE, history.Action.FILTER, history.Action.OPEN, history.Action.PACK),
    *(templates.Action.LIST, templates.Action.PREVIOUS, templates.Action.NEXT, templates.Action.OPEN),
    *(templates.Action.REVIEW, templates.Action.NEWER, templates.Action.OLDER),
    *(reach.Action.SHOW, reach.Action.PREVIOUS, reach.Action.NEXT, reach.Action.BACK),
    *(help_.Action.ALL, help_.Action.RUN, scheduled.Action.SHOW),  # a command asks for its own role
    "home.more",  # opens what else is on the Home tab, and asks for the role of each
    *(sends.Action.MORE, appointments.Action.MORE, imports.Action.MORE),  # an id; the words are for senders
    sends.Action.SHOW_TEXT,  # for those who may read it: an approver who was asked is no sender
)
"""Buttons that show more of what may be looked at, and do nothing else."""
STOPPING = (imports.Action.PAUSE, imports.Action.CANCEL, assistant.Action.DISCARD)
WRITING = (
    *(templates.Action.NEW, templates.Action.EDIT, templates.Action.TEXT),
    *(templates.Action.RESTORE, templates.Action.ARCHIVE),
)
"""Buttons for those the policy names as writers of templates, who may have any role."""


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot as it is built for production, never started."""
    with Sandbox(clock=utc_now, contacts=1, ack_limit=ACK_SECONDS) as sandbox:
        given = environment(sandbox, tmp_path_factory.mktemp("bot") / "bot.db")
        bot = Bot(settings.load(None, {**given, "HTTP_PORT": "0"}))
        yield bot
        bot.stop()


def by_kind(bot: Bot, kind: Kind) -> dict[str, Role]:
    return {each.id: each.role for each in bot.registry if each.kind is kind}


def test_no_listener_came_in_by_another_way(bot: Bot) -> None:
    *_, router = bot.bolt._middleware_list
    assert isinstance(router, Router)
    assert len(router._listeners) == len(bot.registry)
    assert bot.bolt._listeners == []


def test_every_entrance_asks_for_a_role_and_stands_there_once(bot: Bot) -> None:
    assert all(isinstance(each, Registration) and each.role in Role for each in bot.registry)
    assert max(Counter((each.kind, each.id) for each in bot.registry).values()) == 1


def test_whoever_may_only_look_on_can_send_nothing(bot: Bot) -> None:
    looking = {
        (each.kind, each.id)
        for each in bot.registry
        if each.role is Role.VIEWER and each.id != "anything else"
    }

    # `/sms` itself asks its verbs for their roles; the tests of the command table show how.
    assert looking == {
        (Kind.COMMAND, "/sms"),
        (Kind.COMMAND, "/sms-credits"),
        (Kind.COMMAND, "/sms-status"),
        (Kind.EVENT, "app_home_opened"),
        (Kind.SUBMISSION, groups.Modal.GROUPS),  # looks for groups; nothing in that modal sends
        (Kind.SUBMISSION, contacts.Modal.FILTER),
        (Kind.SUBMISSION, history.Modal.FILTER),  # people see none but their own texts there
        (Kind.OPTIONS, history.Action.CONTACT),
        (Kind.OPTIONS, history.Action.GROUP),
        (Kind.SUBMISSION, appointments.Modal.LIST),
        (Kind.OPTIONS, contacts.Action.GROUP),
        (Kind.ACTION, delivery.Action.RECENT),  # states and times; the words are for senders
        (Kind.ACTION, scheduled.Action.PREVIOUS),  # the listing shows people none but their own texts
        (Kind.ACTION, scheduled.Action.NEXT),
        *((Kind.ACTION, each) for each in LOOKING),
        *((Kind.ACTION, each) for each in WRITING),
        (Kind.SUBMISSION, templates.Modal.FORM),
        *((Kind.ACTION, each) for each in STOPPING),  # ask again: whoever started it, or a broadcaster
        (Kind.STEP, Step.CHECK_CREDITS),  # as /sms credits, for whom the policy names
        (Kind.ACTION, lists.Action.RESULT),  # asks again who pressed: for the requester and admins only
    }


def test_nothing_of_a_feature_asks_for_less_than_what_it_does(bot: Bot) -> None:
    least = {
        "broadcast.": Role.BROADCASTER,
        "home.": Role.BROADCASTER,
        "list.": Role.BROADCASTER,
        "own_number.": Role.BROADCASTER,
        "approvals.": Role.APPROVER,
        "outbox.": Role.SENDER,
        "sms.": Role.SENDER,
        "assistant.": Role.SENDER,
        "birthdays.": Role.SENDER,
        "send_text": Role.SENDER,
        "text_this": Role.SENDER,
        "do_not_text.": Role.SENDER,
        "scheduled.": Role.SENDER,
        "series.": Role.SENDER,
        "/sms-broadcast": Role.BROADCASTER,
        "otp.": Role.SENDER,
        "caller.": Role.SENDER,  # what a verified code opens
        "/sms-otp": Role.SENDER,
        "appointments.": Role.SENDER,
        "contacts.add": Role.SENDER,
        "contacts.check_again": Role.SENDER,
        "contacts.was_added": Role.SENDER,
        "contacts.reading": Role.SENDER,
        "contacts.export": Role.ADMIN,
        "reach.export": Role.ADMIN,
        "contact_import.": Role.BROADCASTER,
        "templates.": Role.APPROVER,
        **dict.fromkeys(Step, Role.SENDER),
    }
    less = {groups.Modal.GROUPS, contacts.Modal.FILTER, contacts.Action.GROUP, delivery.Action.RECENT}
    less |= {
        appointments.Modal.LIST,
        *STOPPING,
        *LOOKING,
        *(*WRITING, templates.Modal.FORM),
        *(history.Modal.FILTER, history.Action.CONTACT, history.Action.GROUP),
        lists.Action.RESULT,
        "app_home_opened",
        "anything else",
        Step.CHECK_CREDITS,
    }
    less |= {scheduled.Action.PREVIOUS, scheduled.Action.NEXT, "/sms", "/sms-credits", "/sms-status"}

    for each in bot.registry:
        wanted = [role for start, role in least.items() if each.id.startswith(start)]
        if each.id == broadcast.Action.FOLLOW:  # posts a report in the channel, and sends nothing
            assert each.role is Role.SENDER
        elif each.id in less:
            assert each.role is Role.VIEWER
        else:
            assert any(role in BRINGS[each.role] for role in wanted), each


def test_only_an_admin_lets_a_number_be_texted_again_imports_many_or_takes_contacts_home(bot: Bot) -> None:
    ids = {each.id for each in bot.registry if each.role is Role.ADMIN}

    assert ids == {"do_not_text.remove", "do_not_text.import", "contacts.export", "reach.export"}


def test_each_verb_asks_for_the_role_of_what_it_does(bot: Bot) -> None:
    assert {name: verb.role for name, verb in bot.commands._verbs.items()} == {
        "": Role.SENDER,
        "broadcast": Role.BROADCASTER,
        "list": Role.BROADCASTER,
        "people": Role.BROADCASTER,
        "scheduled": Role.VIEWER,  # shows nobody else's; what can be done there asks for more
        "groups": Role.VIEWER,
        "birthdays": Role.VIEWER,
        "do-not-text": Role.SENDER,
        "credits": Role.VIEWER,
        "status": Role.VIEWER,
        "status group": Role.VIEWER,
        "policy": Role.ADMIN,
        "history": Role.VIEWER,  # shows nobody else's but to those who approve
        "templates": Role.VIEWER,  # who writes, the policy says
        "otp": Role.SENDER,
        "otp verify": Role.SENDER,
        "otp recent": Role.SENDER,
        "caller": Role.VIEWER,
        "contacts": Role.VIEWER,
        "contacts add": Role.SENDER,
        "contacts unreachable": Role.VIEWER,  # numbers masked by role; the file asks for more
        "contacts import": Role.BROADCASTER,
        "appointment": Role.SENDER,
        "appointments": Role.VIEWER,
        "day-off": Role.SENDER,
        "help": Role.VIEWER,
    }


def test_what_slack_is_told_of_in_the_manifest_is_what_is_listened_to(bot: Bot) -> None:
    document = manifest()
    features, told = document["features"], document["settings"]
    assert isinstance(features, dict)
    assert isinstance(told, dict)

    assert {each["command"] for each in features["slash_commands"]} == set(by_kind(bot, Kind.COMMAND))
    shortcuts = {each["callback_id"] for each in features["shortcuts"]}
    assert shortcuts == set(by_kind(bot, Kind.SHORTCUT)) - {"anything else"}
    events = {*by_kind(bot, Kind.EVENT), "function_executed"}
    assert set(told["event_subscriptions"]["bot_events"]) == events
    assert isinstance(document["functions"], dict)
    assert set(document["functions"]) == set(by_kind(bot, Kind.STEP))


def test_each_step_is_done_by_the_feature_whose_matter_it_is(bot: Bot) -> None:
    registries = bot.services.registries
    assert registries.steps.keys() | registries.step_choices.keys() == set(Step)
    assert not registries.steps.keys() & registries.step_choices.keys()


def test_every_modal_with_a_submit_button_has_a_listener(bot: Bot) -> None:
    rooms = (
        appointments,
        approvals,
        birthdays,
        broadcast,
        caller,
        contacts,
        delivery,
        do_not_text,
        groups,
        help_,
        history,
        imports,
        lists,
        otp,
        own_number,
        reach,
        scheduled,
        sms,
        templates,
    )
    known = {each for room in rooms for each in room.Modal}
    submitted = set(by_kind(bot, Kind.SUBMISSION)) - {"anything else"}

    assert submitted <= known
    assert {each for each in known - submitted if not each.endswith(SHOWING)} == set()


def test_what_nobody_listens_to_is_caught_last_at_every_door_that_has_ids(bot: Bot) -> None:
    last = bot.registry[-4:]

    assert {each.id for each in last} == {"anything else"}
    assert {each.kind for each in last} == {Kind.ACTION, Kind.SUBMISSION, Kind.SHORTCUT, Kind.OPTIONS}


def test_help_lists_no_verb_that_the_router_would_refuse(bot: Bot) -> None:
    names = {verb.name for verb in bot.commands._verbs.values()}

    assert {"", "help", "credits", "status"} <= names
    assert bot.commands.commands == set(by_kind(bot, Kind.COMMAND))
