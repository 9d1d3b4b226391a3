"""The broadcast's listeners on a line to a pretend Slack, with nothing of the bot beside them."""

from collections.abc import Callable

from bot.access import Role
from bot.features.broadcast.form import Form, validate
from bot.features.broadcast.known_groups import KnownGroups
from bot.features.broadcast.listeners.confirmation import ConfirmationListeners
from bot.features.broadcast.listeners.form import FormListeners
from bot.features.broadcast.listeners.submission import SubmissionListeners
from bot.features.broadcast.renderer import Renderer
from bot.features.broadcast.request import Request
from bot.features.contacts.service import ContactBook
from bot.features.messages.renderers import Renderers
from bot.features.messages.service import Messages
from bot.features.sends.account import Account
from bot.policy.model import Approval
from bot.sandbox import Sandbox
from bot.sandbox.slack.model import Message
from bot.sandbox.slack.person import Person
from bot.slack.blocks import kit
from bot.slack.incoming.commands import CommandTable
from bot.slack.incoming.connect import bolt_app, identify, web_client
from bot.slack.incoming.registry import Registry
from bot.slack.incoming.sealed import Unsealing
from bot.slack.incoming.socket_mode import SocketMode
from bot.slack.outgoing.background import Background
from bot.slack.outgoing.coalescer import Coalescer
from bot.slack.outgoing.loading_view import LoadingView
from bot.slack.outgoing.modals import Modals
from bot.slack.outgoing.poster import Poster
from bot.slack.outgoing.replies import Replies
from bot.slack.outgoing.responder import Responder
from bot.slack.outgoing.users import Users
from bot.slack.outgoing.view_order import OwnOrder
from bot.store.sends import SendKind
from bot.texting.sender_ids import Senders
from tests.fakes.people import Colleagues, FakeNewcomers, access_of
from tests.features.broadcast.harness import ZONE, Harness
from tests.features.samples import words_in
from tests.seals import SEALS

ROLES = {Role.BROADCASTER: ("U0MAYA",), Role.VIEWER: ("*",)}


def others(send_id: str, people: int) -> dict[str, object]:
    return kit.button(f"The other {people}", "test.others", value=send_id)


class FormHarness:
    """Maya's screen, and what stands behind it."""

    def __init__(self, sandbox: Sandbox, harness: Harness) -> None:
        self.slack = sandbox.slack
        self.harness = harness
        client = web_client(sandbox.slack.bot_token, sandbox.slack_api_url)
        identity = identify(client)
        bolt = bolt_app(client, identity)
        bolt.use(Unsealing(SEALS))
        self._background = Background(threads=4)
        poster = Poster(client)
        responder = Responder(
            Modals(client, SEALS),
            Replies(poster, self._background),
            self._background,
            self._background,
            OwnOrder(),
        )
        access = access_of(identity.team_id, ROLES)
        registry = Registry(bolt, access, responder.replies, FakeNewcomers(Colleagues()))
        contacts = ContactBook(harness.client, harness.database)
        senders = Senders(("14155550190", "14155550191"), ("HarbourSt",))
        form_listeners = FormListeners(responder, contacts, KnownGroups(harness.database), senders)
        loading = LoadingView(responder.modals, self._background, pause_seconds=0.001)
        people = Users(client, identity.team_id)
        account = Account(senders, ZONE, None)
        confirmations = ConfirmationListeners(
            loading, harness.broadcast_service, people, account, harness.clock
        )

        def asked(form: Form) -> Request:
            group = contacts.group_named(form.chosen_group) if form.chosen_group else None
            return validate(form, group=group, senders=senders, zone=ZONE, now=harness.clock())

        confirmations.register(registry)
        SubmissionListeners(
            responder, loading, asked, confirmations.found_out, people, senders, [others]
        ).register(registry)
        CommandTable(form_listeners.verbs(), access).register(registry)
        form_listeners.register(registry)
        registry.close()
        renderer = Renderer(harness.database, harness.clock, Approval(), 1)
        renderers = Renderers(
            {SendKind.GROUP: renderer.main}, {SendKind.GROUP: renderer.details}, renderer.main, Approval()
        )
        self.messages = Messages(
            harness.database, poster, renderers, harness.clock, Coalescer(self._background, seconds=0)
        )
        self._line = SocketMode(bolt, sandbox.slack.app_token)

    def open(self) -> "FormHarness":
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
        """Draw what is out of date, twice as the clock does, and return the bot's messages in the channel."""
        for _ in range(2):
            self.messages.show_all()
        return self.slack.wait_for(lambda: [each for each in self.maya.sees("C0FRONT") if each.posted_by_bot])
