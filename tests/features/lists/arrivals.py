"""Forms of lists as somebody submits them."""

from functools import partial

from bot.access import Who
from bot.features.audiences import form as audience_form
from bot.features.lists.form import FormState
from bot.slack.incoming import metadata
from bot.slack.incoming.interaction import Interaction
from bot.texting.sender_ids import Senders
from tests.fakes.slack import FakeAcks
from tests.features.lists.harness import MAYA
from tests.slack.interactions import arrival

SENDERS = Senders(("14155550190",))
chosen = partial(audience_form.choice, group_named=lambda value: value)


def form(who: Who = MAYA, trigger: str = "1.1", **fields: dict[str, object]) -> tuple[Interaction, FakeAcks]:
    values = {block: {"element": value} for block, value in fields.items()}
    view = {"private_metadata": metadata.dump(FormState("C0FRONT")), "state": {"values": values}}
    return arrival("view_submission", who, view=view, trigger_id=trigger)
