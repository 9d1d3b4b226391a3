"""Every code SMS-iT documents for finding and adding contacts, and its bad days, as a person sees them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from bot.features.contacts import pages, query
from bot.sandbox.smsit.faults import Fault
from bot.smsit import DOCUMENTED, Endpoint
from bot.store import contact_groups
from bot.store.contact_groups import Counts
from tests.flows import cards, people
from tests.flows.harness import ADA, NORA, Harness
from tests.flows.people import HELP, Contacts
from tests.flows.staff import ephemeral

NEW = "14155550700"
FAULT = "This is a bug in the bot: tell your admin."
KEY = "SMS-iT rejected the API key"
NO_ACCESS = "The SMS-iT plan has no API access"
LOOKS = {
    -1: KEY,
    -2: "SMS-iT has no group of that name",
    -3: f"the sign-up source filter. Nothing was done. {FAULT}",
    -4: f"the opt-out filter. Nothing was done. {FAULT}",
    -5: f"the sort field. Nothing was done. {FAULT}",
    -6: f"the sort order. Nothing was done. {FAULT}",
    -7: "No contacts match. Try a shorter part of the name or number",
    -20: NO_ACCESS,
    -99: "error code -99, which isn't documented.",
}
ADDS = {
    -1: KEY,
    -2: f"The request to SMS-iT left out the phone number. Nothing was done. {FAULT}",
    -3: f"The request to SMS-iT left out the phone number and the group. Nothing was done. {FAULT}",
    -4: f"The request to SMS-iT left out the group. Nothing was done. {FAULT}",
    -5: "SMS-iT has no group of that name",
    -6: "SMS-iT rejected this without saying why.",
    -7: "This number is already in that group. Nothing was changed.",
    -20: NO_ACCESS,
    -99: "error code -99, which isn't documented.",
}
GONE = "Long gone"
"""A group the bot has counted and SMS-iT has no more."""
BROKEN = (
    Fault.HTML,
    Fault.HTTP500,
    Fault.TOO_MANY,
    Fault.REPLY_LOST,
    Fault.DROPPED,
    Fault.TRUNCATED,
    Fault.EMPTY,
    Fault.EMPTY_LIST,
)


@pytest.fixture
def maya(harness: Harness) -> Iterator[Contacts]:
    yield Contacts(people.ready(harness))
    harness.quiet()


@pytest.fixture
def answers(maya: Contacts, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, int], None]:
    """Have the pretend SMS-iT answer a code: by what leads to it where something does, else as told."""
    smsit = maya.smsit

    def answer(endpoint: str, code: int) -> None:
        if code == -1:
            monkeypatch.setattr(smsit, "api_key", "somebody-elses-key")
        elif code == -20:
            monkeypatch.setattr(smsit.quirks, "api_access", False)
        else:
            smsit.faults.add(endpoint, Fault.OTHER_ANSWER, answer=f'{{"status":"{code}"}}')

    return answer


def test_every_documented_code_of_both_is_here() -> None:
    for endpoint, told in ((Endpoint.GET_CONTACTS, LOOKS), (Endpoint.ADD_CONTACT, ADDS)):
        assert {code for each, code in DOCUMENTED if each is endpoint} == set(told) - {-99}


@pytest.mark.parametrize("code", LOOKS)
def test_each_code_of_a_search_is_told_and_the_search_can_be_tried_again(
    maya: Contacts, answers: Callable[[str, int], None], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = {-2: "group:“Nobody made this”", -7: "Nobody of this name"}
    if code not in lines:
        answers("getcontacts", code)

    said = maya.find(lines.get(code, "lovelace"))

    assert LOOKS[code] in said
    assert ADA not in said
    assert maya.rows == []
    monkeypatch.undo()
    if code not in lines:
        maya.press("Try again")
        assert [cards.digits(row) for row in maya.rows] == [ADA]
    elif code == -2:
        assert "in *Nobody made this*" in said
        assert maya.buttons == {"Try again", "Filter"}


@pytest.mark.parametrize("code", ADDS)
def test_each_code_of_an_addition_is_told_and_nothing_is_tried_again(
    maya: Contacts, answers: Callable[[str, int], None], code: int
) -> None:
    real = {-5: GONE, -7: "VIP"}
    number = ADA if code == -7 else NEW
    with maya.harness.bot.database.write() as conn:
        contact_groups.add_counted(conn, {GONE: Counts(1)}, maya.harness.clock())
    if code == -6:
        maya.smsit.faults.add("addcontact", Fault.OTHER_ERROR)
    elif code not in real:
        answers("addcontact", code)
    before = maya.calls("addcontact")

    maya.add(number, real.get(code, "VIP 2"))
    said = maya.added()

    assert ADDS[code] in said
    assert maya.title == "Not added"
    assert maya.calls("addcontact") == before + 1
    assert maya.harness.texts == []
    maya.person.back()  # what was written is still there
    assert maya.title == people.FORM
    assert number[-4:] in maya.shown


@pytest.mark.parametrize(
    ("number", "group", "says"),
    [
        (NORA, "New patients", "This person opted out of your texts. Nothing was changed: only they can"),
        (NORA, "VIP", "This person opted out of your texts. Nothing was changed: only they can opt in"),
        ("14155550121", "Newsletter", "This person opted out of that group. Nothing was changed: only"),
    ],
)
def test_whoever_opted_out_is_told_as_that_and_stays_opted_out(
    maya: Contacts, number: str, group: str, says: str
) -> None:
    before = maya.groups_of(number)

    maya.add(number, group)

    assert says in maya.added()
    assert ":no_bell:" in maya.shown
    assert "already in that group" not in maya.shown
    assert maya.groups_of(number) == before
    assert not any(row.subscribed for row in maya.memberships(group=group) if row.contact.number == number)


@pytest.mark.parametrize("fault", BROKEN, ids=str)
def test_a_broken_answer_is_told_asked_for_once_and_may_be_asked_for_again(
    maya: Contacts, fault: Fault
) -> None:
    maya.smsit.faults.add("getcontacts", fault)
    before = maya.calls("getcontacts")

    said = maya.find("lovelace group:VIP")

    assert "SMS-iT gave no usable answer" in said
    assert "Contacts matching “lovelace”, in *VIP*" in said
    assert maya.calls("getcontacts") == before + 1
    maya.press("Try again")
    assert [cards.digits(row) for row in maya.rows] == [ADA]


def test_while_smsit_is_silent_everything_is_acknowledged_and_shown_when_it_speaks(maya: Contacts) -> None:
    maya.find()
    sam = maya.seat("U0SAM")
    with maya.silent() as gate:
        answer = maya.person.press("Next")
        assert answer
        assert answer.acked
        maya.harness.modal(people.WAITING)
        assert "Searching contacts" in maya.shown
        assert sam.person.command("/sms contacts grace", channel=HELP).acked
        maya.harness.wait_for(lambda: "Searching contacts" in sam.shown)
        assert "/sms contacts" in ephemeral(maya.harness.person("U0TOM").command("/sms help"))
        gate.open()
        assert "11 to 20" in maya.settled("")
        sam.settled("")
        assert [cards.name(row) for row in sam.rows] == ["Grace Hopper"]


def test_nobody_waits_for_smsit_longer_than_a_person_would(
    maya: Contacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def silent() -> Iterator[None]:
        """Only while SMS-iT says nothing: what it does say may come later than that on a busy machine."""
        with maya.silent(), monkeypatch.context() as impatient:
            for module in (query, pages):
                impatient.setattr(module, "PATIENCE_SECONDS", 0.2)
            yield

    with silent():
        said = maya.find("lovelace")
    assert "SMS-iT gave no usable answer" in said
    maya.press("Try again")
    maya.open("Ada Lovelace")
    maya.press("Back to contacts")

    with silent():
        maya.press("Open")
    assert "SMS-iT gave no usable answer" in maya.shown
    maya.press("Try again")

    assert "Newsletter, Tuesday clinic and VIP" in maya.shown
    assert maya.title == "Contact"
