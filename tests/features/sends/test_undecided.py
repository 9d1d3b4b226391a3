"""What a person has to decide, as the Home tab shows it."""

from collections.abc import Mapping

import pytest

from bot.access import Who
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import Messages
from bot.features.sends.renderer import Undecided
from bot.features.sends.views import message as common
from bot.features.sends.views import undecided as undecided_view
from bot.features.sends.views.undecided import MORE, NOTHING
from bot.policy.model import Approval
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.outgoing.poster import Content
from bot.store.database import Database
from bot.store.messages import Purpose
from bot.store.sends import Send, SendKind
from bot.store.states import SendState
from tests.fakes.people import permissions_of
from tests.features.slack_harness import ACCESS, ADA, APO, MAYA, SAM, buttons, said
from tests.store.samples import a_send_in

CHART: Block = {"type": "data_visualization", "title": "Delivery", "chart": {}}
UNKNOWN = SendState.UNKNOWN


class Drawn:
    """Messages as they would be drawn; one of a send that is ``gone`` is not."""

    def __init__(self, database: Database) -> None:
        unused: Mapping[SendKind, object] = {}
        renderers = Renderers(dict.fromkeys(SendKind, self.draw), unused, self.draw, Approval())  # type: ignore[arg-type] # no details
        self._messages = Messages(database, None, renderers, None, None)  # type: ignore[arg-type] # draws only
        self.gone = ""

    def draw(self, send: Send) -> Content:
        return Content("", common.blocks(send, [f":sign: *{send.to_name}* · {send.state}"], chart=CHART))

    def drawn(self, subject_id: str, purpose: Purpose) -> Content | None:
        return None if subject_id == self.gone else self._messages.drawn(subject_id, purpose)


@pytest.fixture
def messages(database: Database) -> Drawn:
    return Drawn(database)


@pytest.fixture
def undecided(database: Database, messages: Drawn) -> Undecided:
    return Undecided(database, messages, permissions_of(ACCESS), lambda send: f"A {send.kind} to")  # type: ignore[arg-type] # in memory


def view(undecided: Undecided, who: Who) -> Block:
    found = {"type": "home", "blocks": undecided.draw(who)}
    assert problems_in_view(found) == [] or not found["blocks"]
    return found


def test_each_stands_there_as_in_its_message_with_its_kind_and_its_decisions(
    database: Database, undecided: Undecided
) -> None:
    a_send_in(database, UNKNOWN, to_name="Ada")
    a_send_in(database, SendState.SCHEDULED, to_name="Late", hold_code="late")
    a_send_in(database, SendState.PAUSED, kind=SendKind.LIST, to_name="Paused")
    whole = a_send_in(database, SendState.ACCEPTED, kind=SendKind.LIST, to_name="Doubtful")
    a_send_in(database, UNKNOWN, parent_id=whole.id, line=1, to_name="Row")

    found = view(undecided, MAYA)

    words = "\n".join(said(found))
    assert ":sign: A contact to *Ada* · unknown" in words
    assert ":sign: A list to *Paused* · paused" in words
    assert words.index("Ada") < words.index("Late") < words.index("Paused") < words.index("Doubtful")
    assert "Row" not in words
    assert {"outbox.check_again", "outbox.mark_sent", "outbox.send_again", "outbox.send_now"} <= set(
        buttons(found)
    )
    assert CHART not in found["blocks"]


def test_people_see_their_own_and_who_decides_for_everybody_sees_everybodys(
    database: Database, undecided: Undecided
) -> None:
    a_send_in(database, UNKNOWN, to_name="Ada")

    assert ":sign: A contact to *Ada* · unknown" in said(view(undecided, MAYA))
    assert view(undecided, SAM)["blocks"] == []
    assert ":sign: A contact to *Ada* · unknown" in said(view(undecided, ADA))
    assert view(undecided, APO)["blocks"] == []  # who only approves may decide about none


def whole(undecided: Undecided, who: Who) -> list[str]:
    found = undecided.whole(who)
    assert problems_in_view(found) == []
    return [each for each in said(found) if each not in {"Needs attention", "Close"}]


def test_of_a_sort_of_which_there_are_several_home_says_how_many_in_one_line(
    database: Database, undecided: Undecided
) -> None:
    for nth in range(5):
        a_send_in(database, UNKNOWN, to_name=f"Name {nth}")
    for _ in range(2):
        a_send_in(database, SendState.PAUSED, kind=SendKind.LIST, to_name="Paused")
    a_send_in(database, SendState.SCHEDULED, to_name="Late", hold_code="late")

    found = view(undecided, MAYA)

    assert [line for line in said(found) if "*5 unconfirmed*" in line] == [
        "*5 unconfirmed* · *2 lists paused*"
    ]
    assert found["blocks"][0]["accessory"]["text"]["text"] == "View"
    assert [line for line in said(found) if ":sign:" in line] == [":sign: A contact to *Late* · scheduled"]


def test_all_of_them_are_one_press_away_as_many_as_a_modal_holds_and_without_what_is_gone(
    database: Database, undecided: Undecided, messages: Drawn
) -> None:
    assert whole(undecided, MAYA) == [NOTHING]
    texts = [a_send_in(database, UNKNOWN, to_name=f"Name {nth}") for nth in range(5)]
    assert len([line for line in whole(undecided, MAYA) if ":sign:" in line]) == 5
    assert MORE not in whole(undecided, MAYA)

    messages.gone = texts[0].id
    assert len([line for line in whole(undecided, MAYA) if ":sign:" in line]) == 4

    a_send_in(database, UNKNOWN, to_name="Name 6")
    assert whole(undecided, MAYA)[-1] == MORE
    assert whole(undecided, APO) == [NOTHING]


def test_a_modal_holds_a_hundred_blocks_and_no_message_in_part() -> None:
    long = [[kit.section(f"{nth}.{part}") for part in range(30)] for nth in range(4)]

    found = undecided_view.modal(long, has_more=False)

    assert problems_in_view(found) == []
    assert len(found["blocks"]) == 91
    assert said(found)[-1] == MORE
