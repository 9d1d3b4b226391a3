"""Every kind of arrival goes to one account at most, and what an account showed to that account alone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.accounts.model import Account, Accounts
from bot.accounts.routing import (
    NO_ACCOUNT,
    OUTDATED,
    UNKNOWN_WORKSPACE,
    Ask,
    Nowhere,
    Route,
    To,
    route,
)
from tests.accounts import samples
from tests.accounts.samples import (
    ACCOUNTS,
    ALONE,
    CLINIC,
    DENTAL,
    EYES,
    FRONT,
    HARBOUR,
    HELP,
    MAYA,
    NORTH,
    OTHER,
    PRIYA,
    SAM,
    STRANGE,
    TOM,
    command,
    home,
    posted,
    shortcut,
    shown_by,
    step,
)

IN_PLACE = ("block_actions", "block_suggestion", "view_submission", "view_closed")
BOTH = Ask((CLINIC, DENTAL))


def nothing_chosen(_workspace: str, _user: str) -> None:
    return None


def dental_chosen(_workspace: str, _user: str) -> str:
    return "dental"


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (command(channel=FRONT), To(CLINIC)),
        (command(channel=HELP), To(DENTAL)),
        (command(channel=FRONT, user=TOM), To(CLINIC)),  # who may text there is that account's matter
        (command(), BOTH),
        (command(user=PRIYA), To(CLINIC)),
        (command(user=TOM), To(DENTAL)),
        (command(user=SAM), To(EYES)),
        (command(user=SAM, team=NORTH), To(ALONE)),
        (command(team=NORTH, channel=FRONT), To(ALONE)),  # a channel counts in its own workspace
        (command(team=STRANGE), UNKNOWN_WORKSPACE),
        (command(team=""), UNKNOWN_WORKSPACE),
        (shortcut(), BOTH),
        (shortcut(user=TOM), To(DENTAL)),
        (shortcut(channel=FRONT), To(CLINIC)),
        (home(), BOTH),
        (home(user=SAM), To(EYES)),
        (home(team=STRANGE), UNKNOWN_WORKSPACE),
        (step(PRIYA), To(CLINIC)),
        (step(MAYA), BOTH),
        (step(SAM, team=NORTH), To(ALONE)),
    ],
)
def test_what_begins_something_goes_by_channel_then_person_then_default(
    payload: dict[str, Any], expected: Route
) -> None:
    assert route(ACCOUNTS, payload, nothing_chosen) == expected


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (command(), To(DENTAL)),
        (shortcut(), To(DENTAL)),
        (home(), To(DENTAL)),
        (command(channel=FRONT), To(CLINIC)),  # the channel decides
        (command(user=PRIYA), To(CLINIC)),  # it isn't open to her
        (command(user=SAM), To(EYES)),
        (command(team=NORTH), To(ALONE)),
        (step(MAYA), BOTH),  # nobody looks at a step: a choice made for something else doesn't move it
    ],
)
def test_a_choice_counts_where_several_accounts_are_open(payload: dict[str, Any], expected: Route) -> None:
    assert route(ACCOUNTS, payload, dental_chosen) == expected


@pytest.mark.parametrize("kind", IN_PLACE)
@pytest.mark.parametrize(
    ("mark", "team", "expected"),
    [
        ("clinic", HARBOUR, To(CLINIC)),
        ("dental", HARBOUR, To(DENTAL)),
        ("alone", NORTH, To(ALONE)),
        ("clinic", STRANGE, To(CLINIC)),  # a colleague of another company, in a shared channel
        ("gone", HARBOUR, OUTDATED),
        ("", HARBOUR, To(CLINIC)),  # from before there were several
        ("", NORTH, OUTDATED),
        ("", STRANGE, OUTDATED),
    ],
)
def test_what_was_shown_goes_back_by_its_mark(kind: str, mark: str, team: str, expected: Route) -> None:
    assert route(ACCOUNTS, shown_by(kind, mark, team=team), dental_chosen) == expected


def test_two_marks_in_one_arrival_lead_nowhere() -> None:
    torn = shown_by("block_actions", "clinic")
    torn["view"]["callback_id"] = "sms.form@dental"
    assert route(ACCOUNTS, torn, nothing_chosen) == OUTDATED

    half = shown_by("block_suggestion", "clinic")
    half["view"]["callback_id"] = "sms.form"
    assert route(ACCOUNTS, half, nothing_chosen) == OUTDATED


def pressed(mark: str, user: str, place: dict[str, Any]) -> dict[str, Any]:
    body = shown_by("block_actions", mark, user)
    del body["view"]
    return body | place


def alone_in(channel: str) -> dict[str, Any]:
    """Where somebody pressed in a message that nobody else sees: Slack doesn't say what is in it."""
    return {"channel": {"id": channel}, "container": {"type": "message", "is_ephemeral": True}}


def home_of(mark: str) -> dict[str, Any]:
    return {"view": {"id": "V1", "type": "home", "callback_id": f"home@{mark}", "blocks": []}}


@pytest.mark.parametrize("drawn", ["outbox.cancel@eyes", "outbox.undo@clinic", "outbox.cancel", ""])
def test_a_button_that_is_not_in_the_message_reaches_no_account(drawn: str) -> None:
    assert route(ACCOUNTS, pressed("clinic", SAM, posted(drawn, OTHER)), nothing_chosen) == OUTDATED


@pytest.mark.parametrize("user", [MAYA, PRIYA, TOM, SAM])
@pytest.mark.parametrize("channel", [FRONT, HELP, OTHER])
def test_anybody_presses_what_an_account_posted_wherever_that_is(user: str, channel: str) -> None:
    payload = pressed("clinic", user, posted("outbox.cancel@clinic", channel))
    assert route(ACCOUNTS, payload, nothing_chosen) == To(CLINIC)


@pytest.mark.parametrize(
    ("mark", "user", "channel", "expected"),
    [
        ("clinic", MAYA, OTHER, To(CLINIC)),  # it lists her
        ("clinic", TOM, FRONT, To(CLINIC)),  # it is the channel's
        ("clinic", TOM, OTHER, OUTDATED),
        ("clinic", TOM, HELP, OUTDATED),
        ("clinic", SAM, OTHER, OUTDATED),
        ("eyes", SAM, OTHER, To(EYES)),  # the default of who is listed nowhere
        ("eyes", TOM, OTHER, OUTDATED),
    ],
)
def test_what_one_person_sees_came_from_an_account_of_theirs_or_of_the_channel(
    mark: str, user: str, channel: str, expected: Route
) -> None:
    assert route(ACCOUNTS, pressed(mark, user, alone_in(channel)), nothing_chosen) == expected


@pytest.mark.parametrize(
    ("mark", "user", "expected"),
    [
        ("clinic", MAYA, To(CLINIC)),
        ("dental", MAYA, To(DENTAL)),
        ("dental", TOM, To(DENTAL)),
        ("clinic", TOM, OUTDATED),
        ("eyes", TOM, OUTDATED),
        ("eyes", SAM, To(EYES)),
    ],
)
def test_a_home_tab_is_of_an_account_that_is_open_to_its_person(
    mark: str, user: str, expected: Route
) -> None:
    assert route(ACCOUNTS, pressed(mark, user, home_of(mark)), nothing_chosen) == expected


def test_without_a_default_whoever_is_listed_nowhere_has_no_account() -> None:
    assert route(Accounts((CLINIC, DENTAL)), command(user=SAM), nothing_chosen) == NO_ACCOUNT


KEYS = ("a", "b", "c", "d")
PEOPLE = ("U1", "U2", "U3")
CHANNELS = ("C1", "C2", "C3")
TEAMS = ("T1", "T2")


@st.composite
def households(draw: st.DrawFn) -> Accounts:
    """Any accounts that the file could name: a channel belongs to one, and there is one default."""
    owners = {channel: draw(st.sampled_from((*KEYS, ""))) for channel in CHANNELS}
    default, alone = draw(st.sampled_from((*KEYS, ""))), draw(st.sampled_from((*KEYS, "")))
    return Accounts(
        tuple(
            samples.account(
                key,
                draw(st.sampled_from(TEAMS)),
                channels=frozenset(each for each, owner in owners.items() if owner == key),
                people=draw(st.frozensets(st.sampled_from(PEOPLE))),
                default=key == default,
                was_alone=key == alone,
            )
            for key in KEYS
        )
    )


def by_key(accounts: Accounts, key: str) -> Account | None:
    return next((each for each in accounts if each.key == key), None)


@settings(max_examples=50)
@given(
    households(),
    st.sampled_from(IN_PLACE),
    st.sampled_from((*KEYS, "gone", "")),
    st.sampled_from(PEOPLE),
    st.sampled_from(("T1", "T2", "T3")),
    st.sampled_from(("", *CHANNELS)),
    st.sampled_from((None, *KEYS)),
)
def test_nothing_that_is_marked_reaches_another_account(
    accounts: Accounts, kind: str, mark: str, user: str, team: str, channel: str, chosen: str | None
) -> None:
    found = route(accounts, shown_by(kind, mark, user, team, channel), lambda _team, _user: chosen)

    if mark:
        account = by_key(accounts, mark)
        assert found == (To(account) if account else OUTDATED)
    else:
        assert found == OUTDATED or (isinstance(found, To) and found.account.was_alone)


@settings(max_examples=50)
@given(
    households(),
    st.sampled_from(PEOPLE),
    st.sampled_from(("T1", "T2", "T3")),
    st.sampled_from(("", *CHANNELS)),
    st.sampled_from((None, *KEYS)),
)
def test_what_begins_something_stays_in_its_workspace_and_is_never_guessed(
    accounts: Accounts, user: str, team: str, channel: str, chosen: str | None
) -> None:
    found = route(accounts, command("", channel or "C9", user, team), lambda _team, _user: chosen)

    here = accounts.of(team)
    if isinstance(found, To):
        account = found.account
        assert account in here
        reasons = (
            len(here) == 1,
            channel in account.channels,
            user in account.people
            and (account.key == chosen or sum(user in each.people for each in here) == 1),
            account.default and not any(user in each.people for each in here),
        )
        assert any(reasons)
        assert not any(channel in other.channels for other in here if other is not account) or len(here) == 1
    elif isinstance(found, Ask):
        assert len(found.accounts) > 1
        assert all(user in each.people and each.workspace == team for each in found.accounts)
    else:
        assert isinstance(found, Nowhere)
