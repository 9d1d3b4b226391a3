"""The broadcast's listeners on a line to a pretend Slack, with nothing of the bot beside them."""

from collections.abc import Callable

from bot.access import Access, Role
from bot.features.broadcast.composing import Composing
from bot.features.broadcast.confirming import Confirming
from bot.features.broadcast.drawing import Drawing
from bot.features.broadcast.known import Known
from bot.features.contacts.service import ContactBook
from bot.features.delivery.board import Board
from bot.features.delivery.drawings import Drawings
from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Message
from bot.sandbox.slack.person import Person
from bot.slack.answers import Answers
from bot.slack.background import Background
from bot.slack.checking import Checking
from bot.slack.commands import CommandTable
from bot.slack.connect import bolt_app, identify, web_client
from bot.slack.desk import Desk
from bot.slack.entrances import Entrances
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.poster import Poster
from bot.slack.socket_mode import SocketMode
from bot.store.sends import SendKind
from bot.texting.sender_ids import Senders
from tests.features.broadcast.world import ZONE, World
from tests.features.sends import words_in

ROLES = {Role.BROADCASTER: ("U0MAYA",), Role.VIEWER: ("*",)}


class Front:
    """Maya's screen, and what stands behind it."""

    def __init__(self, sandbox: Sandbox, world: World) -> None:
        self.slack = sandbox.slack
        self.world = world
        client = web_client(sandbox.slack.bot_token, sandbox.slack_api_url)
        identity = identify(client)
        bolt = bolt_app(client, identity, None)
        self._background = Background(threads=4)
        poster = Poster(client)
        desk = Desk(Modals(client), Answers(poster, self._background), self._background)
        access = Access(identity.team_id, ROLES)
        entrances = Entrances(bolt, access, desk.answers)
        contacts = ContactBook(world.client, world.database)
        senders = Senders(("14155550190", "14155550191"), ("HarbourSt",))
        composing = Composing(desk, contacts, Known(world.database), senders)
        checking = Checking(desk.modals, self._background, pause_seconds=0.001)
        people = People(client)
        Confirming(desk, checking, world.broadcasting, contacts, people, senders, ZONE, world.clock).register(
            entrances
        )
        CommandTable(composing.verbs(), access).register(entrances)
        composing.register(entrances)
        entrances.close()
        drawing = Drawing(world.database, world.clock, None, 1)
        drawings = Drawings(
            {SendKind.GROUP: drawing.main}, {SendKind.GROUP: drawing.details}, drawing.main, None
        )
        self.board = Board(world.database, poster, drawings, world.clock, self._background)
        self._line = SocketMode(bolt, sandbox.slack.app_token)

    def open(self) -> "Front":
        self._line.start()
        self.slack.wait_for(lambda: self.slack.connections)
        return self

    def close(self) -> None:
        while (view := self.maya.view) is not None:
            self.slack.views.close(view)
        self._line.stop()
        self._background.stop()

    def is_quiet(self) -> bool:
        return self._background.is_quiet()

    @property
    def maya(self) -> Person:
        return self.slack.person("U0MAYA")

    def wait_for(self, predicate: Callable[[], object]) -> None:
        self.slack.wait_for(predicate)

    def type(self, line: str) -> None:
        answer = self.maya.command(line)
        assert answer.acked, answer
        self.modal("Broadcast to a group")

    def modal(self, title: str) -> None:
        self.wait_for(lambda: self.maya.title == title)

    def until(self, words: str) -> None:
        """Wait until the modal on top says this."""
        self.wait_for(lambda: words in self.shown())

    def shown(self) -> str:
        view = self.maya.view
        return words_in(view.view["blocks"]) if view else ""

    def check(self) -> None:
        """Submit the form and wait for what comes of it."""
        assert self.maya.submit().acked
        self.wait_for(lambda: self.maya.title not in {"", "Checking", "Broadcast to a group"})

    def draw(self) -> list[Message]:
        """Draw what is out of date, and return the bot's messages in the channel."""
        self.board.show_all()
        return self.slack.wait_for(lambda: [each for each in self.maya.sees("C0FRONT") if each.posted_by_bot])
