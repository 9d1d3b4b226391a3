"""The end of the tutorial, as it is typed there: somebody adds themselves and texts their own phone."""

import re

import pytest

from bot.store.states import SendState
from tests.flows import people
from tests.flows.harness import Harness, words_in
from tests.flows.people import Contacts
from tests.locks import ROOT

pytestmark = pytest.mark.unmeasured


def test_whoever_follows_it_has_a_text_on_their_phone(harness: Harness) -> None:
    page = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
    steps = page.partition("### 5. Send your first text\n")[2].partition("\n### ")[0]
    invite, added, sent, asked = re.findall(r"`(/[^`]+)`", steps)
    number = "14155550790"  # nobody's here; the one in the tutorial is Ada's
    assert all("14155550100" in each for each in (added, sent, asked))
    assert harness.sandbox.smsit.book.find(number) is None
    contacts = Contacts(people.ready(harness))

    assert invite.startswith("/invite @")  # Slack's own; the bot is a member of the pretend channel
    contacts.add(added.replace("14155550100", number).removeprefix("/sms contacts add "), "VIP")
    assert "The contact was added" in contacts.added()
    contacts.person.back()
    harness.send(sent.replace("14155550100", number))
    harness.until(SendState.ACCEPTED)
    harness.tick(minutes=1)
    harness.until(SendState.DELIVERED)

    assert harness.texts == [(number, "test")]
    assert "*Me* (•••0790) · Delivered" in words_in(harness.message("0790").blocks)
    assert harness.maya.command(asked.replace("14155550100", number)).acked
