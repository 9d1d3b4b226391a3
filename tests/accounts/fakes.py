"""Stand-ins for the bots behind the front, and for what the front says itself."""

from collections.abc import Mapping
from http import HTTPStatus

from bot.accounts.house import NoAnswer, NotThere
from bot.accounts.model import Account
from bot.slack.blocks.kit import Block
from bot.slack.incoming.forwarded import ACKNOWLEDGED, Reply
from bot.slack.incoming.payloads import Payload
from bot.slack.outgoing.poster import Content


class FakeHouse:
    """Notes what is handed to it. ``is_up`` and ``answers`` tell how it takes it."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.is_up = True
        self.answers = True
        self.got: list[Payload] = []
        self.headers: list[Mapping[str, str]] = []

    def forward(self, payload: Payload, headers: Mapping[str, str]) -> Reply:
        if not self.is_up:
            raise NotThere(self.account.key)
        self.got.append(payload)
        self.headers.append(headers)
        if not self.answers:
            raise NoAnswer("TimeoutError")
        return Reply(body=self.account.key)


class FakeSpeaker:
    """Notes what is said, where, and to what."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.buttons: list[str] = []
        self.homes: list[tuple[str, str]] = []
        self.failed: list[tuple[str, str]] = []

    def say(self, workspace: str, payload: Payload, content: Content) -> Reply:
        self.said.append(content.text)
        rows = (block.get("elements", ()) for block in content.blocks if block["type"] == "actions")
        self.buttons = [each["action_id"] for row in rows for each in row]
        return ACKNOWLEDGED

    def refuse(self, workspace: str, payload: Payload, sentence: str) -> Reply:
        return self.say(workspace, payload, Content(text=sentence, blocks=()))

    def show_home(self, workspace: str, user_id: str, view: Block) -> Reply:
        self.homes.append((workspace, user_id))
        return ACKNOWLEDGED

    def fail_step(self, workspace: str, execution_id: str, sentence: str) -> Reply:
        self.failed.append((execution_id, sentence))
        return Reply(HTTPStatus.OK)
