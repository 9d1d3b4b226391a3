"""Templates as people write, approve and insert them."""

from typing import Any

from bot.sandbox.slack.model import Answer, Delivery, Lane
from tests.flows.harness import FRONT, Harness
from tests.flows.staff import MAYA

LIST, FORM, EDIT, OPENED = "Templates", "New template", "Edit template", "Template"
INSERT = "Insert a template"


class Templates:
    def __init__(self, harness: Harness, who: str = MAYA, channel: str = FRONT) -> None:
        self.harness = harness
        self.person = harness.person(who)
        self.channel = channel

    def seat(self, who: str, channel: str = "") -> "Templates":
        """The same bot, with somebody else before the screen."""
        return Templates(self.harness, who, channel or self.channel)

    # --- what people do

    def look(self) -> str:
        """Type the command and return what it shows."""
        while self.person.view is not None:
            self.person.close()
        assert self.person.command("/sms templates", channel=self.channel).acked
        self.harness.modal(LIST, self.person)
        return self.shown

    def submit(self, title: str, says: str) -> str:
        """Submit a form, and wait for what the modal of that title below says."""
        assert self.person.submit().acked
        assert not self.person.errors, self.person.errors
        self.harness.wait_for(lambda: self.person.title == title and says in self.shown)
        return self.shown

    def write(self, name: str, text: str, *, language: str = "", here: bool = False) -> str:
        """Write a template, and return what the list says then."""
        self.begin(name, text, language=language, here=here)
        return self.submit(LIST, "Saved")

    def begin(self, name: str, text: str, *, language: str = "", here: bool = False) -> None:
        """Fill the form for a new one in; it stays open."""
        self.look()
        self.person.press("New template")
        self.harness.modal(FORM, self.person)
        self.person.fill("Name", name)
        if language:
            self.person.choose("Language", language)
        if here:
            self.person.choose("Where it can be used", "Only in this channel")
        self.person.fill("Text", text)
        self.harness.drawn()

    def open(self, name: str) -> str:
        """Open a template of the list, and return what its modal says."""
        self.look()
        first, *_others = [
            str(each["block_id"])
            for each in self.blocks
            if "accessory" in each and f"*{name}" in each["text"]["text"]
        ]
        self.person.press(first)
        self.harness.modal(OPENED, self.person)
        return self.shown

    def change(self, name: str, text: str) -> str:
        """Write a further version, and return what the template's modal says then."""
        self.open(name)
        self.person.press("Edit")
        self.harness.modal(EDIT, self.person)
        self.person.fill("Text", text)
        self.harness.drawn()
        return self.submit(OPENED, "Saved")

    def decide(self, button: str, name: str, says: str) -> str:
        """Open a template, press a button there, and return what its modal says then."""
        self.open(name)
        self.person.press(button)
        self.harness.wait_for(lambda: says in self.shown)
        return self.shown

    def offered(self, typed: str = "", label: str = INSERT) -> list[str]:
        """What the field in the open form offers."""
        return [str(each["text"]["text"]) for each in self.person.suggestions(label, typed)]

    def insert(self, name: str, label: str = INSERT, *, until: str = "") -> None:
        """Choose a template in the open form, and wait until its words are in the text."""
        before = self.person.view.hash if self.person.view else ""
        assert name in self.offered(name, label)
        self.person.choose(label, name)
        self.harness.wait_for(lambda: self.person.view and self.person.view.hash != before)
        self.harness.drawn()
        assert until in self.shown

    def forge(self, pressed: Answer, like: str) -> None:
        """Send an earlier press once more, as this person, about what another button here is about."""
        assert pressed.delivery is not None
        assert self.person.view is not None
        buttons = [each for block in self.blocks if block["type"] == "actions" for each in block["elements"]]
        [value] = [each["value"] for each in buttons if each["text"]["text"] == like]
        payload = pressed.delivery.payload
        member = self.person.member
        user = {"id": member.id, "username": member.name, "team_id": member.team_id}
        view = {**payload["view"], "id": self.person.view.id}
        action = {**payload["actions"][0], "value": value}
        forged = {**payload, "user": user, "view": view, "actions": [action]}
        self.harness.sandbox.slack.courier.deliver(Delivery(Lane.INTERACTIVE, forged))

    # --- what is seen

    @property
    def shown(self) -> str:
        return self.harness.shown(self.person)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        view = self.person.view
        return view.blocks if view else []
