"""The limit of texts to one person in a week: who is over it, and who may text them all the same."""

from pathlib import Path

import pytest

from bot.settings import Mode
from bot.store import audit
from bot.store.states import SendState
from tests.flows.broadcasting import Broadcasts
from tests.flows.conftest import OpenHouse
from tests.flows.crowds import Crowds
from tests.flows.harness import ADA, FRONT, GRACE, SUE
from tests.flows.staff import confirm, text_list

pytestmark = pytest.mark.measured

POLICY = """[roles]
sender = ["*"]
broadcaster = ["U0MAYA"]
admin = ["U0TOM"]
[limits]
person_per_week = 1
"""
REACHED = "Ada Lovelace (•••0100) already gets 1 text within seven days, and the limit is 1."


def test_who_has_enough_is_left_alone_unless_an_admin_says_why(
    open_harness: OpenHouse, tmp_path: Path
) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, "utf-8")
    harness = open_harness(Mode.SOCKET, POLICY_FILE=str(path))
    harness.send(f"/sms {ADA} Your glasses are back.")
    harness.until(SendState.ACCEPTED)

    harness.compose(f"/sms {ADA} Your lenses too.")
    harness.check()
    harness.refused(REACHED)
    harness.refused("ask someone with the admin role")
    harness.maya.close()

    said = text_list(harness, (ADA, SUE), "We're closed on Friday.")
    assert "This person has reached the weekly limit." in said
    confirm(harness)
    harness.until(SendState.ACCEPTED)
    assert harness.texts[1:] == [(SUE, "We're closed on Friday.")]

    there = Broadcasts(harness)
    there.count()
    there.ready("VIP", "We're closed on Monday.")
    assert "have reached the weekly limit of 1 text" in harness.shown()
    harness.maya.close()

    tom = harness.person("U0TOM")
    harness.compose(f"/sms {GRACE} See you at ten.")
    harness.check()
    assert harness.maya.title == "Review text"
    tom.command(f"/sms {GRACE} See you at nine.", FRONT)
    harness.modal("Send a text", tom)
    tom.submit()
    harness.modal("Review text", tom)
    tom.submit()
    harness.wait_for(lambda: (GRACE, "See you at nine.") in harness.texts)
    harness.maya.submit()
    assert "reached the weekly limit in the meantime" in harness.shown()
    assert (GRACE, "See you at ten.") not in harness.texts

    tom.command(f"/sms {ADA} Your lenses too.", FRONT)
    harness.modal("Send a text", tom)
    tom.submit()
    harness.modal("Review text", tom)
    assert REACHED in harness.shown(tom)
    tom.choose("Why send it anyway", "They asked for it")
    tom.submit()
    harness.wait_for(lambda: (ADA, "Your lenses too.") in harness.texts)

    with harness.bot.database.read() as conn:
        noted = conn.exec_driver_sql("SELECT user_id, facts FROM audit_entry WHERE kind = 'over_week'").all()
    assert noted == [("U0TOM", audit.canonical({"reason": "asked", "texts": 1, "limit": 1}))]


def test_a_local_spelling_is_the_same_person(open_harness: OpenHouse, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, "utf-8")
    harness = open_harness(Mode.SOCKET, POLICY_FILE=str(path))
    crowds = Crowds(harness)
    crowds.group("Locals", ("3105550123", "3105550124"))
    harness.send("/sms +13105550123 Your glasses are back.")
    harness.until(SendState.ACCEPTED)

    crowds.crowd(["Locals"])
    crowds.confirmation(harness.maya)
    assert "This person has reached the weekly limit." in harness.shown()


def test_tests_to_oneself_are_neither_counted_nor_limited(open_harness: OpenHouse, tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(POLICY, "utf-8")
    harness = open_harness(Mode.SOCKET, POLICY_FILE=str(path))
    harness.maya.open_home()
    harness.wait_for(lambda: harness.maya.home)
    harness.maya.press("My number")
    harness.modal("My number")
    harness.maya.fill("Your own number", f"+{ADA}")
    assert harness.maya.submit().acked

    text_list(harness, (SUE,), "We're closed on Friday.")
    for sent in (1, 2):
        harness.maya.press("Send me a test")
        harness.wait_for(lambda sent=sent: len(harness.texts) == sent)
    harness.maya.close()
    harness.send(f"/sms {ADA} Your glasses are back.")
    harness.wait_for(lambda: harness.texts[2:] == [(ADA, "Your glasses are back.")])
    harness.wait_for(lambda: "Send a text" not in (harness.maya.title or ""))

    text_list(harness, (SUE,), "We're closed on Monday.")
    harness.maya.press("Send me a test")
    harness.wait_for(lambda: harness.texts[3:] == [(ADA, "We're closed on Monday.")])
