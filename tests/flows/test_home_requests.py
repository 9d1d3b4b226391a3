"""Requests on the Home tab: who asked sees that theirs wait, and an approver what waits for them."""

import pytest

from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.harness import Harness, words_in
from tests.flows.test_approval import PEOPLE, ask

pytestmark = pytest.mark.measured


@pytest.fixture
def shop(harness: Harness) -> Broadcasts:
    return Broadcasts(harness)


def test_a_request_waits_on_the_home_tab_of_who_asked_and_of_who_may_approve(shop: Broadcasts) -> None:
    harness, lena = shop.harness, shop.lena
    ask(shop, "Homebound")

    harness.maya.open_home()
    harness.wait_for(lambda: harness.maya.home and "1 awaiting approval" in words_in(harness.maya.home.view))
    assert harness.maya.home is not None
    assert "Needs attention" not in words_in(harness.maya.home.view)
    assert "asks for approval" not in words_in(harness.maya.home.view)

    lena.open_home()
    waits = f"*Homebound* · {PEOPLE} recipients · <@U0MAYA> asks for approval"
    harness.wait_for(lambda: lena.home and waits in words_in(lena.home.view))
    lena.press("View")
    harness.modal("Approve broadcast", lena)
    lena.submit()
    shop.until(SendState.ACCEPTED)

    lena.open_home()
    harness.wait_for(lambda: lena.home and waits not in words_in(lena.home.view))
