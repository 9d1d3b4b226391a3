"""What is written of templates, who decides about it, and what can be used."""

from collections.abc import Iterator

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.templates.editor import DECIDED, MOST, OWN
from bot.features.templates.service import GONE, NOT_NOW
from bot.policy.model import Templates as Rules
from bot.store import audit
from bot.store.audit import Subject
from bot.store.database import Database
from bot.store.templates import NewTemplate, VersionState
from tests.features.slack_harness import ADA, MAYA
from tests.features.templates.conftest import MakeDesk, TemplateHarness
from tests.slack.interactions import TEAM
from tests.store import postgres

PRIYA, SAM, TOM = (Who(each, TEAM) for each in ("U0PRIYA", "U0SAM", "U0TOM"))
APPROVED, REJECTED = VersionState.APPROVED, VersionState.REJECTED


@pytest.fixture
def strict(desk_of: MakeDesk) -> TemplateHarness:
    return desk_of(Rules(approval=True))


def named(harness: TemplateHarness, typed: str = "", channel: str | None = None) -> list[tuple[str, str]]:
    return [(each.name, each.body) for each in harness.service.offered(typed, channel)]


def test_without_approval_the_newest_version_is_used_at_any_time(harness: TemplateHarness) -> None:
    first = harness.write("Hours", "We close at five.")
    assert named(harness) == [("Hours", "We close at five.")]
    harness.change(first.id, "We close at six.", PRIYA, "k2")
    assert named(harness) == [("Hours", "We close at six.")]
    assert harness.service.chosen(first.id, None).body == "We close at six."


def test_with_approval_the_newest_approved_version_is_used(strict: TemplateHarness) -> None:
    first = strict.write("Hours", "We close at five.")
    assert named(strict) == []
    assert strict.changes.decide(first.id, APPROVED, ADA)
    assert not strict.changes.decide(first.id, APPROVED, ADA)
    second = strict.change(first.id, "We close at six.", PRIYA, "k2").version
    assert named(strict) == [("Hours", "We close at five.")]
    strict.changes.decide(second.id, REJECTED, ADA)
    assert named(strict) == [("Hours", "We close at five.")]


def test_who_wrote_any_of_it_since_the_last_approval_does_not_approve_it(strict: TemplateHarness) -> None:
    first = strict.write("Hours", "One.")
    second = strict.change(first.id, "Two.", TOM, "k2").version
    for who in (MAYA, TOM):
        with pytest.raises(UserError, match=OWN):
            strict.changes.decide(second.id, APPROVED, who)
        found = strict.service.open(second.template_id, who, 0, 5)
        assert (found.approves, found.own) == (False, True)
    assert strict.changes.decide(second.id, APPROVED, ADA)
    third = strict.change(second.id, "Three.", TOM, "k3").version
    assert strict.changes.decide(third.id, APPROVED, MAYA)


def test_words_that_were_never_approved_stay_their_writers_when_they_are_restored(
    strict: TemplateHarness,
) -> None:
    first = strict.write("Hours", "One.")
    second = strict.change(first.id, "Two.", PRIYA, "k2").version
    strict.changes.decide(second.id, APPROVED, ADA)
    third = strict.changes.restore(first.id, TOM, "k3").version
    assert (third.number, third.body) == (3, "One.")
    with pytest.raises(UserError, match=OWN):
        strict.changes.decide(third.id, APPROVED, MAYA)
    assert strict.changes.restore(first.id, TOM, "k3").is_new is False


def test_what_was_changed_archived_or_decided_is_decided_no_more(strict: TemplateHarness) -> None:
    first = strict.write("Hours", "One.")
    second = strict.change(first.id, "Two.", PRIYA, "k2").version
    with pytest.raises(UserError, match="nothing left to decide"):
        strict.changes.decide(first.id, APPROVED, ADA)
    strict.changes.decide(second.id, REJECTED, ADA)
    with pytest.raises(UserError, match="nothing left to decide"):
        strict.changes.decide(second.id, APPROVED, TOM)
    third = strict.change(second.id, "Three.", PRIYA, "k3").version
    strict.changes.archive(third.template_id, PRIYA)
    for version_id in (third.id, "gone"):
        with pytest.raises(UserError, match="nothing left to decide"):
            strict.changes.decide(version_id, APPROVED, ADA)
    assert DECIDED.startswith("There's nothing left")


def test_who_may_not_changes_nothing(strict: TemplateHarness) -> None:
    first = strict.write("Hours", "One.")
    attempts = [
        lambda: strict.changes.create(NewTemplate(key="x", name="Mine", body="x"), SAM),
        lambda: strict.change(first.id, "x", SAM, "x"),
        lambda: strict.changes.restore(first.id, SAM, "x"),
        lambda: strict.changes.archive(first.template_id, SAM),
    ]
    for attempt in attempts:
        with pytest.raises(UserError, match="You can use templates"):
            attempt()
    with pytest.raises(UserError, match="You need the \\*approver\\* role to approve templates"):
        strict.changes.decide(first.id, APPROVED, SAM)
    assert strict.service.newest(first.template_id) == first


def test_a_name_is_free_again_once_its_template_is_archived(harness: TemplateHarness) -> None:
    first = harness.write("Hours", "One.")
    again = NewTemplate(key="k2", name="  HOURS", body="Two.")
    assert harness.changes.create(again, MAYA) is None
    harness.changes.archive(first.template_id, MAYA)
    harness.changes.archive(first.template_id, MAYA)
    made = harness.changes.create(again, MAYA)
    assert made is not None
    assert harness.changes.create(again, MAYA) == type(made)(made.version, is_new=False)


def test_what_is_archived_or_of_another_channel_is_not_used(strict: TemplateHarness) -> None:
    first = strict.write("Hours", "One.", channel="C0FRONT", language="es")
    for channel in ("C0FRONT", "C0HELP"):
        with pytest.raises(UserError, match=NOT_NOW):
            strict.service.chosen(first.id, channel)
    strict.changes.decide(first.id, APPROVED, ADA)
    assert strict.service.chosen(first.id, "C0FRONT").language == "es"
    assert named(strict, "spanish", "C0FRONT") == [("Hours", "One.")]
    assert named(strict, "", "C0HELP") == []
    with pytest.raises(UserError, match=NOT_NOW):
        strict.service.chosen(first.id, None)
    strict.changes.archive(first.template_id, MAYA)
    for version_id in (first.id, "gone"):
        with pytest.raises(UserError, match=GONE):
            strict.service.chosen(version_id, "C0FRONT")
    for look in (strict.service.version, strict.service.newest):
        with pytest.raises(UserError, match=GONE):
            look("gone")
    with pytest.raises(UserError, match=GONE):
        strict.service.open(first.template_id, MAYA, 0, 5)


def test_people_see_what_is_for_everywhere_and_for_their_channel_and_approvers_see_all(
    strict: TemplateHarness,
) -> None:
    strict.write("Here", "One.", channel="C0FRONT")
    strict.write("There", "Two.", channel="C0HELP")
    approved = strict.write("All", "Three.")
    strict.changes.decide(approved.id, APPROVED, ADA)

    def seen(who: Who, page: int = 0, size: int = 5) -> list[str]:
        found = strict.service.listing(who, "C0FRONT", page, size)
        return [each.template.name for each in found.entries]

    assert seen(PRIYA) == ["Here", "All"]
    assert seen(ADA) == ["Here", "There", "All"]
    assert seen(ADA, 1, 2) == ["All"]
    assert seen(ADA, 99, 2) == ["All"]


def test_versions_come_in_pages_the_newest_first(harness: TemplateHarness) -> None:
    version = harness.write("Hours", "One.")
    for nth in range(2, 6):
        version = harness.change(version.id, f"{nth}.", PRIYA, f"k{nth}").version
    first = harness.service.open(version.template_id, SAM, 0, 2)
    last = harness.service.open(version.template_id, SAM, 2, 2)
    assert [each.number for each in first.versions] == [5, 4]
    assert (first.page.more, first.may_write, first.approves) == (True, False, False)
    assert [each.number for each in last.versions] == [1]
    assert not last.page.more


def test_the_same_words_make_no_version(harness: TemplateHarness) -> None:
    first = harness.write("Hours", "One.")
    assert harness.change(first.id, "One.", PRIYA, "k2").is_new is False
    with pytest.raises(UserError, match="no longer in use"):
        harness.change("gone", "One.", PRIYA, "k3")
    with pytest.raises(UserError, match="no longer in use"):
        harness.changes.restore("gone", PRIYA, "k3")


def test_name_language_and_channel_are_changed_without_a_version(harness: TemplateHarness) -> None:
    first = harness.write("Hours", "One.", channel="C0FRONT")
    changed = harness.change(first.id, "One.", PRIYA, "k2", name="Opening hours", language="es", channel="")
    assert (changed.version.id, changed.is_new) == (first.id, False)
    known = harness.service.version(first.id)[0].template
    assert (known.name, known.language, known.channel) == ("Opening hours", "es", "")
    assert named(harness, "opening", "C0LAB") == [("Opening hours", "One.")]
    both = harness.change(first.id, "Two.", PRIYA, "k3", name="Closed")
    assert (both.version.number, both.is_new) == (2, True)
    assert named(harness) == [("Closed", "Two.")]
    assert harness.change(first.id, "Two.", PRIYA, "k3", name="Closed").version == both.version  # again


@pytest.mark.parametrize(
    "about", [{"channel": ""}, {"channel": "C0LAB"}, {"name": "News"}, {"language": "es"}]
)
def test_what_was_approved_is_approved_for_its_name_and_channel_alone(
    strict: TemplateHarness, about: dict[str, str]
) -> None:
    """Neither the version in use nor an earlier one is said elsewhere until somebody else agreed to that."""
    first = strict.write("Hours", "One.", channel="C0FRONT")
    strict.changes.decide(first.id, APPROVED, ADA)
    second = strict.change(first.id, "Two.", MAYA, "k2").version  # waits, and the first one is in use
    third = strict.change(second.id, "Two.", MAYA, "k3", **about)
    assert (third.version.number, third.is_new, third.version.state) == (3, True, VersionState.WAITING)
    assert all(named(strict, channel=each) == [] for each in ("C0FRONT", "C0LAB", None))
    with pytest.raises(UserError, match=OWN):
        strict.changes.decide(third.version.id, APPROVED, MAYA)
    with pytest.raises(UserError, match=DECIDED):
        strict.changes.decide(second.id, APPROVED, ADA)  # she saw it under its former name
    assert strict.changes.decide(third.version.id, APPROVED, ADA)
    again = {"name": "Hours", "channel": "C0FRONT"} | about
    assert named(strict, channel=again["channel"]) == [(again["name"], "Two.")]


def test_an_approval_is_stretched_by_nobody_while_none_is_asked_for(desk_of: MakeDesk) -> None:
    strict, free = desk_of(Rules(approval=True)), desk_of(Rules())
    first = strict.write("Hours", "One.", channel="C0FRONT")
    strict.changes.decide(first.id, APPROVED, ADA)
    free.change(first.id, "One.", MAYA, "k2", channel="")
    assert named(free, channel="C0LAB") == [("Hours", "One.")]
    assert named(strict, channel="C0LAB") == []


@pytest.fixture(params=["sqlite", "postgresql"])
def on_either(request: pytest.FixtureRequest) -> Iterator[TemplateHarness]:
    if request.param == "sqlite":
        yield request.getfixturevalue("harness")
        return
    database = Database(postgres.without_rows())
    yield TemplateHarness(database, Rules())
    database.close()


def test_a_name_that_is_taken_changes_nothing(on_either: TemplateHarness) -> None:
    harness = on_either
    harness.write("Closed", "Goodbye.")
    first = harness.write("Hours", "One.")
    about = NewTemplate(key="k2", name="closed", body="Two.")
    assert harness.changes.change(first.id, about, MAYA) is None
    assert named(harness) == [("Closed", "Goodbye."), ("Hours", "One.")]
    assert harness.change(first.id, "One.", MAYA, "k3", name="closed", language="fr").version == first


def test_who_saw_an_older_version_changes_nothing_about_it(harness: TemplateHarness) -> None:
    first = harness.write("Hours", "One.")
    harness.change(first.id, "Two.", PRIYA, "k2")
    with pytest.raises(UserError, match="someone else changed it"):
        harness.change(first.id, "One.", MAYA, "k3", name="Closed")
    assert named(harness) == [("Hours", "Two.")]
    archived = harness.write("Gone", "One.")
    harness.changes.archive(archived.template_id, MAYA)
    with pytest.raises(UserError, match="someone else changed it"):
        harness.change(archived.id, "One.", MAYA, "k4", name="Back")


def test_who_wrote_decided_and_archived_is_in_the_audit_log(strict: TemplateHarness) -> None:
    first = strict.write("Hours", "One.")
    strict.changes.decide(first.id, APPROVED, ADA)
    strict.changes.decide(first.id, APPROVED, ADA)  # delivered again
    second = strict.change(first.id, "Two.", PRIYA, "k2", name="Closed").version
    strict.changes.decide(second.id, REJECTED, ADA)
    for _ in range(2):
        strict.changes.archive(first.template_id, TOM)
    with strict.database.read() as conn:
        told = audit.of(conn, first.template_id, 100)
    assert [(each.kind, each.user_id, each.facts.get("version")) for each in told] == [
        ("written", "U0MAYA", 1),
        ("approved", "U0ADA", 1),
        ("described", "U0PRIYA", None),
        ("written", "U0PRIYA", 2),
        ("rejected", "U0ADA", 2),
        ("archived", "U0TOM", None),
    ]
    assert {each.subject for each in told} == {Subject.TEMPLATE}


def test_there_are_only_so_many(harness: TemplateHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.features.templates.editor.MOST", 1)
    harness.write("Hours", "One.")
    with pytest.raises(UserError, match="Archive a template first"):
        harness.write("More", "Two.")
    assert MOST >= 100
