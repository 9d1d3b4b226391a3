"""Who a send is for, in the one way somebody is written."""

import pytest

from bot.slack.blocks import recipients
from bot.store.sends import SendKind
from tests.features.samples import NUMBER, a_send
from tests.reading import as_read


def test_somebody_is_written_the_same_everywhere() -> None:
    send = a_send()

    assert recipients.recipient(send) == "Ada Lovelace (•••0100)"
    assert recipients.title(send) == "*Ada Lovelace* (•••0100)"
    assert recipients.person("Ada Lovelace", NUMBER) == "Ada Lovelace (•••0100)"
    assert recipients.heading(send) == "Ada Lovelace (•••0100)"
    assert as_read(recipients.heading(send, full=True)) == "Ada Lovelace (+1 415-555-0100)"


@pytest.mark.parametrize("name", [None, ""])
def test_who_has_no_name_is_a_number_alone(name: str | None) -> None:
    send = a_send(to_name=name)

    assert recipients.recipient(send) == "•••0100"
    assert recipients.title(send) == "*•••0100*"
    assert recipients.heading(send) == "•••0100"
    assert as_read(recipients.heading(send, full=True)) == "+1 415-555-0100"


def test_no_line_breaks_within_a_number_that_is_shown() -> None:
    send = a_send()

    assert not set(recipients.sender(send)) & set(" -")
    assert not set(recipients.heading(send, full=True).partition("(")[2]) & set(" -")


def test_many_are_written_by_the_name_of_their_group_and_how_many_they_are() -> None:
    send = a_send(kind=SendKind.GROUP, to_name="VIP", people=17)

    assert recipients.recipient(send) == "VIP (17 recipients)"
    assert recipients.title(send) == "*VIP* · 17 recipients"
