"""Which words a broadcast or a list may have, where the policy wants them to come from templates."""

import pytest

from bot.features.templates.wording import ANY_WORDS, EDITED, TemplatesOnly, WordsError
from bot.policy.model import Templates as Rules
from bot.store.sends import SendKind
from bot.store.templates import VersionState
from tests.features.slack_harness import ADA, MAYA
from tests.features.templates.conftest import MakeDesk, TemplateHarness

STRICT = Rules(approval=True, broadcasts_only=True)
BODY = "Hi %%name|you%%, jabs on %%Day%%."


@pytest.fixture
def harness(desk_of: MakeDesk) -> TemplateHarness:
    return desk_of(STRICT)


def may(
    harness: TemplateHarness, kind: SendKind, body: str, rules: Rules = STRICT, channel: str | None = None
) -> bool:
    with harness.database.read() as conn:
        try:
            TemplatesOnly(rules).require(conn, kind, body, channel)
        except WordsError:
            return False
    return True


def approved(harness: TemplateHarness, body: str = BODY, **more: str) -> None:
    version = harness.write("Jabs", body, **more)
    harness.changes.decide(version.id, VersionState.APPROVED, ADA)


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
def test_only_values_may_be_new(
    harness: TemplateHarness,
    kind: SendKind,
    body: str,
    is_allowed: bool,  # noqa: FBT001 - what is expected
) -> None:
    approved(harness)
    assert may(harness, kind, body) is is_allowed


def test_a_version_nobody_approved_says_nothing_for_anybody(harness: TemplateHarness) -> None:
    harness.write("Jabs", "Jabs are in.")
    assert not may(harness, SendKind.GROUP, "Jabs are in.")
    assert may(harness, SendKind.GROUP, "Jabs are in.", Rules(broadcasts_only=True))
    assert may(harness, SendKind.GROUP, "Whatever.", Rules(approval=True))


def test_what_is_for_a_channel_is_said_from_there(harness: TemplateHarness) -> None:
    approved(harness, "Jabs are in.", channel="C0FRONT")
    assert may(harness, SendKind.LIST, "Jabs are in.", channel="C0FRONT")
    assert not may(harness, SendKind.LIST, "Jabs are in.", channel="C0HELP")


def test_the_refusal_says_what_to_do(harness: TemplateHarness) -> None:
    with harness.database.read() as conn:
        ANY_WORDS.require(conn, SendKind.GROUP, "Whatever.", None)
        with pytest.raises(WordsError) as refused:
            TemplatesOnly(STRICT).require(conn, SendKind.GROUP, "Whatever.", None)
    assert refused.value.sentence == EDITED.format(templates="approved templates")


def still(harness: TemplateHarness, kind: SendKind, body: str) -> str:
    with harness.database.read() as conn:
        try:
            TemplatesOnly(STRICT).require_still(conn, kind, body, None)
        except WordsError as error:
            return error.sentence
    return ""


def test_what_was_confirmed_stands_while_its_version_is_approved_and_its_template_in_use(
    harness: TemplateHarness,
) -> None:
    first = harness.write("Jabs", "Jabs are in.")
    assert "no longer approved" in still(harness, SendKind.GROUP, "Jabs are in.")
    harness.changes.decide(first.id, VersionState.APPROVED, ADA)
    second = harness.change(first.id, "Jabs are here.", MAYA, "second").version
    harness.changes.decide(second.id, VersionState.APPROVED, ADA)

    assert not may(harness, SendKind.GROUP, "Jabs are in.")
    assert (
        still(harness, SendKind.GROUP, "Jabs are in.")
        == still(harness, SendKind.LIST, "Jabs are here.")
        == ""
    )

    harness.changes.archive(first.template_id, MAYA)
    assert "insert another template, or cancel it." in still(harness, SendKind.GROUP, "Jabs are in.")
    assert "lists can only say what approved templates say. Cancel it" in still(
        harness, SendKind.LIST, "Jabs are in."
    )
    assert still(harness, SendKind.CONTACT, "Anything.") == ""
    with harness.database.read() as conn:
        ANY_WORDS.require_still(conn, SendKind.GROUP, "Whatever.", None)
