"""The question for the column of numbers: how Slack reaches it, and what it goes on with."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.access import Role
from bot.errors import UserError
from bot.features.lists import column_question
from bot.features.lists.column_question import ColumnQuestions, Question
from bot.features.lists.ids import NUMBERS_BLOCK, Action, Modal
from bot.features.lists.listeners.columns import NOT_CHOSEN, ColumnListeners
from bot.features.lists.request import Request
from bot.features.lists.views import columns as columns_view
from bot.features.lists.views import confirmation as confirmation_view
from bot.features.sends.submission import Submission
from bot.policy.model import Limits
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.uploads import Uploads
from bot.store.database import Database
from bot.texting.tables import places
from bot.texting.tables.uploads import UploadedFile
from tests.clock import FakeClock
from tests.fakes.slack import FakeAcks, FakeRegistry, FakeResponder
from tests.features.lists.harness import BOSS, MAYA
from tests.features.samples import words_in
from tests.patience import PATIENCE_SECONDS
from tests.slack.interactions import arrival, hand_in

TWO = b"Name,Phone,Mobile\nAda,4155550001,\nGrace,4155550002,+14155550003\nFlo,,12\n"
FILE = UploadedFile("F2", "customers.csv", 9, MAYA.user_id)


class ColumnsHarness:
    def __init__(self, database: Database, clock: FakeClock, background: Background) -> None:
        self.content = TWO
        self.background = background
        self.responder = FakeResponder()
        self.column_questions = ColumnQuestions(
            database, Uploads(self.download, limits=Limits(), region="US"), clock
        )
        self.confirmed: list[Submission[Request]] = []
        self.dropped: list[str] = []
        loading = LoadingView(self.responder.modals, background, pause_seconds=0.0)  # type: ignore[arg-type] # a fake
        parts: dict[str, Any] = {
            "responder": self.responder,
            "loading": loading,
            "column_questions": self.column_questions,
        }
        self.column_listeners = ColumnListeners(
            **parts,
            confirmation=self.confirmation,
            edit=lambda _view_id, work: work(),
            drop=self.dropped.append,
        )
        self.clock = clock

    def download(self, _file: UploadedFile) -> bytes:
        return self.content

    def confirmation(self, submission: Submission[Request], _told: object) -> Block:
        self.confirmed.append(submission)
        return columns_view.form(self.question())

    def question(self, content: bytes = TWO) -> Question:
        self.content = content
        found = self.column_questions.question(request(f"F{len(content)}"))
        assert found is not None
        return found

    def interaction(
        self, question: Question, numbers: str = "", kind: str = "view_submission"
    ) -> tuple[Interaction, FakeAcks]:
        file = question.file
        state = columns_view.ColumnState(question.send_id, file.id, file.name, file.size)
        chosen = {"selected_option": {"value": numbers}} if numbers else {}
        values = {NUMBERS_BLOCK: {Action.NUMBERS: chosen}}
        view = {"id": "V1", "private_metadata": metadata.dump(state), "state": {"values": values}}
        return arrival(kind, MAYA, view=view, trigger_id="1.1")

    def wait(self) -> None:
        with self.background._changed:
            assert self.background._changed.wait_for(lambda: not self.background._taken, PATIENCE_SECONDS)


def request(file_id: str = FILE.id, key: str = "list-1", **changes: object) -> Submission[Request]:
    usual: dict[str, object] = {
        "file": replace(FILE, id=file_id),
        "pasted": "",
        "message": "Hi %%name%%",
        "sender": "14155550190",
        "alpha_sender": "CLINIC",
        "at": None,
        "group": "VIP",
    }
    return Submission(Request(**(usual | changes)), MAYA, "C0FRONT", key, ZoneInfo("Europe/London"))


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background(threads=1, waiting=5)
    yield made
    made.stop()


@pytest.fixture
def harness(database: Database, clock: FakeClock, background: Background) -> ColumnsHarness:
    return ColumnsHarness(database, clock, background)


def shown(question: Question) -> str:
    view = columns_view.form(question)
    assert problems_in_view(view) == []
    return words_in(view)


def test_everything_is_for_broadcasters(harness: ColumnsHarness) -> None:
    registry = FakeRegistry()
    harness.column_listeners.register(registry)  # type: ignore[arg-type] # a fake
    assert registry.roles == dict.fromkeys((Action.NUMBERS, Action.COLUMNS, Modal.COLUMNS), Role.BROADCASTER)


def test_a_file_with_one_column_of_numbers_and_pasted_text_leave_no_question(harness: ColumnsHarness) -> None:
    assert harness.column_questions.question(request(file=None, pasted="14155550001")) is None
    harness.content = b"Name,Phone\nAda,4155550001\n"
    assert harness.column_questions.question(request("F1")) is None


def test_a_file_without_numbers_is_no_question_but_a_refusal(harness: ColumnsHarness) -> None:
    harness.content = b"Name,Fax\nAda,4155550001\n"
    with pytest.raises(UserError, match="couldn't find a column of phone numbers"):
        harness.column_questions.question(request())


def test_what_was_written_comes_back_with_the_answer(harness: ColumnsHarness) -> None:
    asked = request(at=harness.clock(), group="")
    found = harness.column_questions.question(asked)
    assert found is not None
    again = harness.column_questions.answered(found.send_id, found.file, (2, 1), who=MAYA, key="list-2")
    text = again.request
    assert (text.message, text.sender, text.alpha_sender, text.at, text.group) == (
        "Hi %%name%%",
        "14155550190",
        "CLINIC",
        harness.clock(),
        "",
    )
    assert text.file is not None
    assert (text.file.name, text.numbers) == ("customers.csv", (2, 1))
    assert (again.key, again.channel, again.zone.key) == ("list-2", "C0FRONT", "Europe/London")


def test_nobody_answers_for_another_person_or_about_nothing(harness: ColumnsHarness) -> None:
    found = harness.question()
    for send_id, who in ((found.send_id, BOSS), ("gone", MAYA)):
        with pytest.raises(UserError, match="no longer available"):
            harness.column_questions.answered(send_id, found.file, (1,), who=who, key="k")


def test_columns_the_file_does_not_have_are_refused(harness: ColumnsHarness) -> None:
    found = harness.question()
    with pytest.raises(UserError) as error:
        harness.column_questions.again(found.send_id, found.file, (7,))
    assert error.value.sentence == column_question.OTHER_COLUMNS


def test_the_question_shows_what_each_column_holds_and_then_what_was_chosen(harness: ColumnsHarness) -> None:
    question = harness.question()
    said = shown(question)
    assert "*Mobile*: numbers in 1 of 3 rows, such as +1 415-555-0003" in said
    assert "*Phone*: numbers in 2 of 3 rows, such as +1 415-555-0001, +1 415-555-0002" in said
    chosen = shown(harness.column_questions.again(question.send_id, question.file, (1,)))
    assert "*2 of 3 rows* can be texted." in chosen
    assert "Line 4: The phone number is missing." in chosen
    both = shown(harness.column_questions.again(question.send_id, question.file, (2, 1)))
    assert "First numbers: +1 415-555-0001, +1 415-555-0003" in both


def test_who_said_no_to_texts_is_shown_by_which_column(harness: ColumnsHarness) -> None:
    question = harness.question(
        b"Phone,Mobile,SMS opt-in,Name\n4155550001,,no,A\n4155550002,4155550003,yes,B\n"
    )
    said = shown(harness.column_questions.again(question.send_id, question.file, (0,)))
    assert "In *SMS opt-in*, *1 person* said no to texts or didn't say yes. They'll be skipped." in said


def test_without_a_choice_nothing_goes_on(harness: ColumnsHarness) -> None:
    came, acks = harness.interaction(harness.question())
    hand_in(harness.column_listeners.chosen, came)
    assert acks.given == [{"response_action": "errors", "errors": {NUMBERS_BLOCK: NOT_CHOSEN}}]
    assert (harness.confirmed, harness.dropped) == ([], ["V1"])


def test_a_choice_is_confirmed_by_what_it_says(harness: ColumnsHarness) -> None:
    came, acks = harness.interaction(harness.question(), "2+1")
    harness.column_listeners.chosen(came)
    harness.wait()
    assert acks.given[0]["response_action"] == "push"
    (confirmed,) = harness.confirmed
    assert (confirmed.request.numbers, confirmed.key) == ((2, 1), acks.given[0]["view"]["external_id"])


def test_another_choice_draws_the_question_again(harness: ColumnsHarness) -> None:
    question = harness.question()
    came, acks = harness.interaction(question, "1", "block_actions")
    harness.column_listeners.changed(came)
    assert acks.given == [{}]
    assert "*2 of 3 rows* can be texted." in words_in(harness.responder.modals.last)
    came, _acks = harness.interaction(question, "9", "block_actions")
    harness.column_listeners.changed(came)
    assert column_question.OTHER_COLUMNS in words_in(harness.responder.modals.last)


def test_a_confirmation_leads_back_to_the_question(harness: ColumnsHarness) -> None:
    question = harness.question()
    file: UploadedFile = question.file
    state = confirmation_view.ConfirmationState(
        question.send_id, 0, file.id, file.name, file.size, places.write((1,))
    )
    view = {"id": "V2", "private_metadata": metadata.dump(state), "state": {"values": {}}}
    came, _acks = arrival("block_actions", MAYA, view=view, trigger_id="2.2")
    harness.column_listeners.asked(came)
    harness.wait()
    assert "*2 of 3 rows* can be texted." in words_in(harness.responder.modals.last)
