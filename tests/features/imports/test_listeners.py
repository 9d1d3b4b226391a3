"""How Slack reaches an import: the command, the forms, the buttons; each with its role."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.access import Role
from bot.features.batches.listeners import Listeners
from bot.features.imports import form
from bot.features.imports.form import ColumnState, FormState
from bot.features.imports.ids import BUTTONS, Action, Field, ImportRef, Modal
from bot.features.imports.listeners.confirmation import ConfirmationListeners
from bot.features.imports.listeners.form import CHOICES, FormListeners
from bot.slack.incoming import metadata
from bot.slack.outgoing.background import Background, Work
from bot.slack.outgoing.loading_view import LoadingView
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ImportState
from tests.fakes.contacts import FakeKnownGroups
from tests.fakes.decisions import FakeDecisions
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.features.imports.harness import MAYA, Harness, number, person
from tests.features.samples import words_in
from tests.patience import PATIENCE_SECONDS
from tests.slack.interactions import arrival, command, hand_in, interaction, payload
from tests.slack.offered import offered


class Edits:
    """Makes edits at once, and remembers which were dropped."""

    def __init__(self) -> None:
        self.dropped: list[str] = []

    def run(self, _view_id: str, work: Work) -> None:
        work()

    def drop(self, view_id: str) -> None:
        self.dropped.append(view_id)


@pytest.fixture
def responder() -> FakeResponder:
    return FakeResponder()


@pytest.fixture
def edits() -> Edits:
    return Edits()


@pytest.fixture
def form_listeners(harness: Harness, responder: FakeResponder, edits: Edits) -> FormListeners:
    return FormListeners(responder, harness.preparation, FakeKnownGroups("VIP", "Gold"), edits.run)  # type: ignore[arg-type] # a responder of ours


@pytest.fixture
def background() -> Iterator[Background]:
    background = Background(threads=1, waiting=1)
    yield background
    background.stop()


@pytest.fixture
def confirmation_listeners(
    harness: Harness,
    responder: FakeResponder,
    edits: Edits,
    form_listeners: FormListeners,
    background: Background,
) -> ConfirmationListeners:
    loading = LoadingView(responder.modals, background, pause_seconds=0.0)  # type: ignore[arg-type] # a fake
    return ConfirmationListeners(loading, form_listeners, harness.imports, edits.drop)


def chosen(harness: Harness, *lines: str, **fields: str) -> dict[str, Any]:
    """The second form as somebody submits it, the file's columns in the usual order."""
    file = harness.file(*lines)
    values = {"number": "0", "name": "1", "email": "-", "birthday": "-", "group": "2"} | fields
    typed = {
        part: {"element": {"selected_option": {"value": value}}} for part, value in values.items() if value
    }
    shown = " ".join(values[part] for part in ("number", "name", "email", "birthday", "group"))
    state = ColumnState(
        file.id, file.name, file.size, "C0FRONT", f"{shown} {values.get('one_group', '')}", len(lines), 0
    )
    return {"id": "V1", "private_metadata": metadata.dump(state), "state": {"values": typed}}


def test_who_may_do_what(
    form_listeners: FormListeners, confirmation_listeners: ConfirmationListeners
) -> None:
    registry = FakeRegistry()
    for each in (form_listeners, confirmation_listeners, Listeners(BUTTONS, FakeDecisions())):
        each.register(registry)  # type: ignore[arg-type] # a registry of ours
    anybody = {Action.PAUSE, Action.CANCEL, Action.MORE}
    for name, role in registry.roles.items():
        assert role is (Role.VIEWER if name in anybody else Role.BROADCASTER)
    assert set(registry.roles) == {
        *anybody,
        *CHOICES,
        Action.OPEN,
        Action.RESUME,
        Modal.UPLOAD,
        Modal.COLUMNS,
    }


def test_the_id_of_an_import_is_shown_to_anybody(
    form_listeners: FormListeners, responder: FakeResponder
) -> None:
    body = payload("block_actions", MAYA, actions=[{"value": "id:abc"}])
    form_listeners.more(interaction(body, FakeAcks()))

    assert "Import ID" in words_in(responder.opened[-1])
    assert "abc" in words_in(responder.opened[-1])


def test_the_command_and_the_button_open_the_form(
    form_listeners: FormListeners, responder: FakeResponder
) -> None:
    (verb,) = form_listeners.verbs()
    verb.run(interaction(command("contacts import"), FakeAcks()), "")
    assert (verb.name, verb.role) == ("contacts import", Role.BROADCASTER)
    for place in ({"channel": {"id": "C0HELP"}}, {"view": {"id": "V1"}}):
        came, _acks = arrival("block_actions", actions=[{"value": "C0OTHER"}], **place)
        form_listeners.opened(came)
    metas = [metadata.load(FormState, view["private_metadata"]) for view in responder.opened]
    assert metas == [FormState("C0FRONT"), FormState("C0HELP"), FormState(None)]


def test_a_group_the_bot_does_not_know_can_be_typed(form_listeners: FormListeners) -> None:
    for typed, found in (("v", ["VIP", "typed-group:v"]), ("VIP", ["VIP"]), ("", ["VIP", "Gold"])):
        options = offered(form_listeners, Action.ONE_GROUP, {"value": typed})
        assert [option["value"] for option in options] == found


def test_an_uploaded_file_is_read_and_its_columns_shown(
    harness: Harness, confirmation_listeners: ConfirmationListeners, responder: FakeResponder
) -> None:
    file = harness.file(person(1))
    described = {"id": file.id, "name": "people.csv", "size": 9}
    view = {
        "private_metadata": metadata.dump(FormState("C0FRONT")),
        "state": {"values": {"file": {"e": {"files": [described]}}}},
    }
    came, acks = arrival("view_submission", view=view)
    confirmation_listeners.uploaded(came)
    assert acks.given[0]["response_action"] == "push"
    assert responder.modals.is_updated.wait(PATIENCE_SECONDS)
    assert responder.modals.last["callback_id"] == Modal.COLUMNS
    assert "Ann 1" in words_in(responder.modals.last)


def test_a_form_without_a_file_is_answered_beside_the_field(
    confirmation_listeners: ConfirmationListeners,
) -> None:
    came, acks = arrival("view_submission", view={"private_metadata": metadata.dump(FormState())})
    hand_in(confirmation_listeners.uploaded, came)
    assert acks.given == [{"response_action": "errors", "errors": {Field.FILE: form.NO_FILE}}]


def test_another_column_draws_the_form_again(
    harness: Harness, form_listeners: FormListeners, responder: FakeResponder
) -> None:
    came, acks = arrival("block_actions", view=chosen(harness, person(1), name="-"))
    form_listeners.changed(came)
    assert acks.given == [{}]
    assert "Ann" not in words_in(responder.modals.last)
    harness.slack.files.clear()
    harness.uploads.forget_unused(0)
    form_listeners.changed(came)
    assert "Slack didn't hand it over." in words_in(responder.modals.last)


def test_a_confirmed_import_is_recorded_once(
    harness: Harness, confirmation_listeners: ConfirmationListeners, edits: Edits
) -> None:
    view = chosen(harness, person(1), person(2, "Gold"))
    for _ in range(2):
        came, acks = arrival("view_submission", view=view)
        confirmation_listeners.confirmed(came)
        assert acks.given == [{"response_action": "clear"}]
    assert edits.dropped == ["V1", "V1"]
    assert len(harness.jobs.waiting()) == 1
    found = harness.the(works_newest(harness))
    assert (found.user_id, found.origin_channel, found.size) == (MAYA.user_id, "C0FRONT", 2)
    harness.run()
    assert harness.counts(found.id) == {RowState.ADDED: 2}
    assert harness.the(found.id).state is ImportState.DONE


def test_a_group_chosen_for_all_is_taken_by_its_name(
    harness: Harness, confirmation_listeners: ConfirmationListeners
) -> None:
    harness.smsit.groups[FakeKnownGroups.LONG] = {}
    confirmation_listeners.confirmed(
        arrival("view_submission", view=chosen(harness, person(1), group="-", one_group="group-key:1"))[0]
    )
    harness.run()
    assert harness.smsit.groups[FakeKnownGroups.LONG] == {number(1): True}


def test_what_cannot_be_imported_is_answered_beside_the_field(
    harness: Harness, confirmation_listeners: ConfirmationListeners
) -> None:
    came, acks = arrival("view_submission", view=chosen(harness, person(1), group="-"))
    hand_in(confirmation_listeners.confirmed, came)
    assert acks.given == [{"response_action": "errors", "errors": {Field.ONE_GROUP: form.NO_GROUP}}]
    assert harness.jobs.waiting() == []


@pytest.mark.parametrize(
    ("listener", "call"),
    [
        ("pause", ("pause", "I1", MAYA, 2)),
        ("resume", ("resume", "I1", MAYA, 2)),
        ("cancel", ("cancel", "I1", MAYA)),
    ],
)
def test_a_press_is_decided_and_acknowledged(listener: str, call: tuple[object, ...]) -> None:
    decided = FakeDecisions()
    came, acks = arrival("block_actions", actions=[{"value": metadata.dump(ImportRef("I1", wave=2))}])
    getattr(Listeners(BUTTONS, decided), listener)(came)
    assert decided.calls == [call]
    assert acks.given == [{}]


def works_newest(harness: Harness) -> str:
    ((_key, _name, args, _delay),) = harness.jobs.waiting()
    return args["import_id"]
