"""What a workflow is told of a contact it adds: a sentence for each outcome, and whole numbers in none."""

import pytest

from bot.access import Who
from bot.errors import UserError
from bot.features.contacts.addition import Addition
from bot.features.contacts.outcomes import Came, Outcome
from bot.features.contacts.steps import OPTED_OUT, UNSURE, ContactSteps
from bot.features.workflow_steps.inputs import Inputs
from bot.features.workflow_steps.service import Run

WHO = Who("U0MAYA", "T0HARBOUR")
GIVEN = {"number": "+1 415 555 0177", "group": "g1", "name": "Zoe Hall"}


class FakeAdditions:
    """Adds nobody, and says what it is told to."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.asked: list[tuple[Addition, Who, str]] = []

    def add(self, request: Addition, who: Who, key: str) -> Outcome:
        self.asked.append((request, who, key))
        return self.outcome


def steps(came: Came, sentence: str = "") -> ContactSteps:
    additions = FakeAdditions(Outcome(came, sentence))
    return ContactSteps(additions, lambda _typed: (), {"g1": "VIP"}.get, "US")  # type: ignore[arg-type] # as above


def run(**changed: str) -> Run:
    return Run("key", WHO, Inputs(GIVEN | changed))


@pytest.mark.parametrize(("came", "added"), [(Came.ADDED, True), (Came.ALREADY, False)])
def test_a_contact_that_is_there_now_ends_the_step_well(came: Came, *, added: bool) -> None:
    made = steps(came)
    assert made.add(run()).outputs["added"] is added
    assert made.additions.asked == [  # type: ignore[attr-defined] # as above
        (Addition("14155550177", "VIP", "Zoe Hall", None), WHO, "key")
    ]


@pytest.mark.parametrize(
    ("came", "sentence", "said"),
    [
        (Came.OPTED_OUT, "", OPTED_OUT),
        (Came.UNKNOWN, "", UNSURE),
        (Came.REFUSED, "SMS-iT refused 14155550177.", "SMS-iT refused •••0177."),
    ],
)
def test_any_other_outcome_fails_the_step_in_a_sentence(came: Came, sentence: str, said: str) -> None:
    with pytest.raises(UserError) as failed:
        steps(came, sentence).add(run())
    assert failed.value.sentence == said


@pytest.mark.parametrize("changed", [{"group": "gone"}, {"email": "no address"}, {"number": "12"}])
def test_what_is_wrong_with_what_the_workflow_gives_asks_nothing_of_smsit(changed: dict[str, str]) -> None:
    made = steps(Came.ADDED)
    with pytest.raises(UserError):
        made.add(run(**changed))
    assert made.additions.asked == []  # type: ignore[attr-defined] # as above
