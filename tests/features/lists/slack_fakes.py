"""What stands between Slack and a list: a responder, a registry, what arrives and what is decided."""

from collections.abc import Callable

from bot.access import Role, Who
from bot.features.lists.form import FormState
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.texting.sender_ids import Senders
from tests.features.lists.harness import MAYA
from tests.slack.interactions import Acks, interaction, payload
from tests.slack.interactions import Told as Answers

SENDERS = Senders(("14155550190",))


class Views:
    """Takes the place of modals: remembers what was shown, and is slow to have the view."""

    def __init__(self) -> None:
        self.shown: list[Block] = []
        self.opened: list[Block] = []
        self.not_there = 0

    def open(self, _trigger_id: str, view: Block) -> str:
        self.opened.append(view)
        return "V1"

    def update(self, view: Block, *, view_id: str = "", external_id: str = "") -> bool:
        assert view["external_id"] == external_id
        assert problems_in_view(view) == []
        if self.not_there:
            self.not_there -= 1
            return False
        self.shown.append(view)
        return True


class FakeResponder:
    def __init__(self) -> None:
        self.modals = Views()
        self.replies = Answers()
        self.opened = self.modals.opened
        self.edited: list[Block] = []
        self.left = 0

    def open(self, _visit: Interaction, view: Callable[[], Block]) -> None:
        self.opened.append(view())

    def show(self, interaction: Interaction, view: Block) -> str:
        return self.modals.open(interaction.trigger_id, view)

    def later(self, _visit: Interaction, work: Callable[[], object]) -> None:
        work()

    def edit(self, _visit: Interaction, view: Callable[[], Block]) -> None:
        self.edited.append(view())

    def leave(self, _visit: Interaction) -> None:
        self.left += 1


class Entries:
    """Takes the place of the registry, and remembers the roles."""

    def __init__(self) -> None:
        self.roles: dict[str, Role] = {}

    def action(self, name: str, role: Role, _listener: object) -> None:
        self.roles[name] = role

    submission = options = action


def arrival(kind: str, who: Who = MAYA, **more: object) -> tuple[Interaction, Acks]:
    acks = Acks()
    return interaction(payload(kind, who, **more), acks), acks


def form(who: Who = MAYA, trigger: str = "1.1", **fields: dict[str, object]) -> tuple[Interaction, Acks]:
    values = {block: {"element": value} for block, value in fields.items()}
    view = {"private_metadata": metadata.dump(FormState("C0FRONT")), "state": {"values": values}}
    return arrival("view_submission", who, view=view, trigger_id=trigger)


class Decided:
    """Remembers every decision."""

    def __init__(self) -> None:
        self.calls: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **more: self.calls.append((name, *args, *more.values()))
