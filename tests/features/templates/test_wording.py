"""Which words a broadcast or a list may have, where the policy wants them to come from templates."""

import pytest

from bot.features.templates.wording import ANY_WORDS, EDITED, TemplatesOnly, WordsError
from bot.policy.model import Templates as Rules
from bot.store.sends import SendKind
from bot.store.templates import VersionState
from tests.features.front import ADA, MAYA
from tests.features.templates.conftest import Desk, MakeDesk

STRICT = Rules(approval=True, broadcasts_only=True)
BODY = "Hi %%name|you%%, jabs on %%Day%%."


@pytest.fixture
def desk(desk_of: MakeDesk) -> Desk:
    return desk_of(STRICT)


def may(desk: Desk, kind: SendKind, body: str, rules: Rules = STRICT, channel: str | None = None) -> bool:
    with desk.database.read() as conn:
        try:
            TemplatesOnly(rules).require(conn, kind, body, channel)
        except WordsError:
            return False
    return True


def approved(desk: Desk, body: str = BODY, **more: str) -> None:
    version = desk.write("Jabs", body, **more)
    desk.changes.decide(version.id, VersionState.APPROVED, ADA)


@pytest.mark.parametrize(
    ("kind", "body", "is_allowed"),
    [
        (SendKind.GROUP, "Hi %%Name%%, jabs on Monday.", True),
        (SendKind.GROUP, "Hi, jabs on Monday.", True),  # the name left out, as the review offers
        (SendKind.GROUP, "Hi you, jabs on Monday.", False),
        (SendKind.GROUP, "Hi %%Name%%, jabs on %%Day%%.", False),
        (SendKind.LIST, "Hi %%name|you%%, jabs on %%Day%%.", True),
        (SendKind.LIST, "Hi Ada, jabs on Monday.", True),
        (SendKind.LIST, "Hi Ada, jabs on Monday!", False),
        (SendKind.CONTACT, "Anything.", True),
        (SendKind.OTP, "Anything.", True),
    ],
)
def test_only_values_may_be_new(desk: Desk, kind: SendKind, body: str, is_allowed: bool) -> None:  # noqa: FBT001 - what is expected
    approved(desk)
    assert may(desk, kind, body) is is_allowed


def test_a_version_nobody_approved_says_nothing_for_anybody(desk: Desk) -> None:
    desk.write("Jabs", "Jabs are in.")
    assert not may(desk, SendKind.GROUP, "Jabs are in.")
    assert may(desk, SendKind.GROUP, "Jabs are in.", Rules(broadcasts_only=True))
    assert may(desk, SendKind.GROUP, "Whatever.", Rules(approval=True))


def test_what_is_for_a_channel_is_said_from_there(desk: Desk) -> None:
    approved(desk, "Jabs are in.", channel="C0FRONT")
    assert may(desk, SendKind.LIST, "Jabs are in.", channel="C0FRONT")
    assert not may(desk, SendKind.LIST, "Jabs are in.", channel="C0HELP")


def test_the_refusal_says_what_to_do(desk: Desk) -> None:
    with desk.database.read() as conn:
        ANY_WORDS.require(conn, SendKind.GROUP, "Whatever.", None)
        with pytest.raises(WordsError) as refused:
            TemplatesOnly(STRICT).require(conn, SendKind.GROUP, "Whatever.", None)
    assert refused.value.sentence == EDITED.format(templates="approved templates")


def still(desk: Desk, kind: SendKind, body: str) -> str:
    with desk.database.read() as conn:
        try:
            TemplatesOnly(STRICT).require_still(conn, kind, body, None)
        except WordsError as error:
            return error.sentence
    return ""


def test_what_was_confirmed_stands_while_its_version_is_approved_and_its_template_in_use(desk: Desk) -> None:
    first = desk.write("Jabs", "Jabs are in.")
    assert "no longer approved" in still(desk, SendKind.GROUP, "Jabs are in.")
    desk.changes.decide(first.id, VersionState.APPROVED, ADA)
    second = desk.change(first.id, "Jabs are here.", MAYA, "second").version
    desk.changes.decide(second.id, VersionState.APPROVED, ADA)

    assert not may(desk, SendKind.GROUP, "Jabs are in.")
    assert still(desk, SendKind.GROUP, "Jabs are in.") == still(desk, SendKind.LIST, "Jabs are here.") == ""

    desk.changes.archive(first.template_id, MAYA)
    assert "insert another template, or cancel it." in still(desk, SendKind.GROUP, "Jabs are in.")
    assert "lists can only say what approved templates say. Cancel it" in still(
        desk, SendKind.LIST, "Jabs are in."
    )
    assert still(desk, SendKind.CONTACT, "Anything.") == ""
    with desk.database.read() as conn:
        ANY_WORDS.require_still(conn, SendKind.GROUP, "Whatever.", None)
