"""How Slack reaches the confirmation of a code."""

from dataclasses import dataclass

from bot.access import Role
from bot.features.otp import confirm_view, form
from bot.features.otp.form import Meta
from bot.features.otp.ids import FEATURE, Modal
from bot.features.otp.service import Sending
from bot.features.outbox.request import Request
from bot.policy.model import Otp
from bot.slack.checking import Checking, Told
from bot.slack.entrances import Entrances
from bot.slack.forms import State
from bot.slack.kit import Block
from bot.slack.people import People
from bot.slack.visits import Visit
from bot.texting.sender_ids import Senders


@dataclass(frozen=True, slots=True)
class Confirming:
    """Takes the filled-in form, shows what it would cost, and hands over what was confirmed."""

    checking: Checking
    sending: Sending
    people: People
    rules: Otp
    senders: Senders
    region: str | None

    def register(self, entrances: Entrances) -> None:
        """Register the listeners."""
        entrances.submission(Modal.ASK, Role.SENDER, self.asked)
        entrances.submission(Modal.CONFIRM, Role.SENDER, self.confirmed)

    def asked(self, visit: Visit) -> None:
        """Answer what is wrong beside its field, or look up what the confirmation says and show it."""
        meta = visit.state(Meta)
        filled = form.read(State.of(visit.view), meta, self.rules)
        wanted = form.wanted(filled, self.rules, self.senders, self.region)

        def find(key: str, _told: Told) -> Block:
            zone = self.people.zone(visit.who.user_id)
            preview = self.sending.check(Request(wanted, visit.who, meta.channel, key, zone))
            return confirm_view.confirmation(preview, self.rules)

        self.checking.push(visit, FEATURE, "Looking up the contact and the balance …", find)

    def confirmed(self, visit: Visit) -> None:
        """Record the code as confirmed, with its job, and close the modal."""
        meta = visit.state(confirm_view.Meta)
        self.sending.confirm(meta.send_id, meta.purpose, visit.who)
        visit.ack(response_action="clear")
