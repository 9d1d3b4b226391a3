"""How Slack reaches the list of templates, and each of them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.access import Role, Who
from bot.errors import UserError
from bot.features.templates.editor import Editor, Written
from bot.features.templates.form import State
from bot.features.templates.ids import Action
from bot.features.templates.service import TemplateService
from bot.features.templates.views import listing as listing_view
from bot.features.templates.views import message as message_view
from bot.policy.model import Approval
from bot.slack.blocks import kit, paging
from bot.slack.blocks.kit import Block
from bot.slack.incoming.commands import Verb
from bot.slack.incoming.interaction import Interaction
from bot.slack.incoming.registry import Registry
from bot.slack.outgoing.loading_view import key_of
from bot.slack.outgoing.poster import Content
from bot.slack.outgoing.posting_errors import PosterError
from bot.slack.outgoing.responder import Responder
from bot.store.templates import VersionState

log = logging.getLogger(__name__)

RESTORED = ":white_check_mark: Restored as version {number}."
APPROVED = ":white_check_mark: Approved. It can be used now."
REJECTED = ":white_check_mark: Rejected."


@dataclass(frozen=True, slots=True)
class Told:
    """Tells others what happened: ``post`` writes to a channel or a person, ``rules`` where approvers are.

    What cannot be told is in the list all the same.
    """

    post: Callable[[str, Content], object]
    rules: Approval

    def asked(self, service: TemplateService, written: Written) -> None:
        """Ask the approvers about a version that was just written, where it needs them."""
        channel = self.rules.channel
        if not (written.is_new and service.needs_approval and channel):
            return
        entry, version = service.version(written.version.id)
        self._tell(channel, message_view.request(entry.template, version))

    def decided(self, service: TemplateService, version_id: str) -> None:
        """Tell the writer of a version what was decided."""
        entry, version = service.version(version_id)
        self._tell(version.written_by, message_view.decided(entry.template, version))

    def _tell(self, to: str, content: Content) -> None:
        try:
            self.post(to, content)
        except PosterError as error:
            log.warning("nobody was told about a template: %s", error)


@dataclass(frozen=True, slots=True)
class ListingListeners:
    """Shows the templates and what was made of each, and takes what is decided about them."""

    responder: Responder
    templates: TemplateService
    changes: Editor
    told: Told

    def verbs(self) -> tuple[Verb, ...]:
        """Return the row of the command table."""
        return (
            Verb(
                name="templates",
                usage="/sms templates",
                summary="See and write templates: texts to insert in any form",
                role=Role.VIEWER,
                to="see templates",
                run=self.command,
                alone=True,
            ),
        )

    def register(self, registry: Registry) -> None:
        """Register the listeners."""
        looking = registry.to("see templates")
        looking.action(Action.LIST, Role.VIEWER, self.home)
        looking.action(Action.PREVIOUS, Role.VIEWER, self.turn)
        looking.action(Action.NEXT, Role.VIEWER, self.turn)
        looking.action(Action.OPEN, Role.VIEWER, self.open)
        looking.action(Action.REVIEW, Role.VIEWER, self.open)
        looking.action(Action.NEWER, Role.VIEWER, self.turn_versions)
        looking.action(Action.OLDER, Role.VIEWER, self.turn_versions)
        writing = registry.to("write templates")
        writing.action(Action.RESTORE, Role.VIEWER, self.restore)
        writing.action(Action.ARCHIVE, Role.VIEWER, self.archive)
        approving = registry.to("approve templates")
        approving.action(Action.APPROVE, Role.APPROVER, self.approve)
        approving.action(Action.REJECT, Role.APPROVER, self.reject)

    def command(self, interaction: Interaction, _rest: str) -> None:
        """Show the templates."""
        state = State(channel=interaction.channel_id)
        self.responder.open(interaction, lambda: self.listing(interaction.who, state))
        interaction.ack()

    def home(self, interaction: Interaction) -> None:
        """Show the templates from the Home tab, which is in no channel."""
        self.command(interaction, "")

    def turn(self, interaction: Interaction) -> None:
        """Show another page."""
        state = replace(interaction.state(State), page=paging.number(interaction.value))
        self.responder.edit(interaction, lambda: self.listing(interaction.who, state))
        interaction.ack()

    def open(self, interaction: Interaction) -> None:
        """Show one template: on top of the list, or alone for a message's button."""
        inside = interaction.view.get("type") == "modal"
        below = interaction.state(State) if inside else State(channel=interaction.channel_id)
        state = replace(
            below,
            list_view=interaction.view_id if inside else "",
            template_id=interaction.value,
        )
        self.responder.open(interaction, lambda: self.opened(interaction.who, state))
        interaction.ack()

    def turn_versions(self, interaction: Interaction) -> None:
        """Show other versions."""
        state = replace(interaction.state(State), versions_page=paging.number(interaction.value))
        self.responder.edit(interaction, lambda: self.opened(interaction.who, state))
        interaction.ack()

    def restore(self, interaction: Interaction) -> None:
        """Make the words of an older version the newest one."""
        key = key_of("template", interaction.trigger_id)

        def restored() -> str:
            written = self.changes.restore(interaction.value, interaction.who, key)
            self.responder.later(interaction, lambda: self.told.asked(self.templates, written))
            return RESTORED.format(number=written.version.number)

        self._decide(interaction, restored)

    def archive(self, interaction: Interaction) -> None:
        """Take a template out of use."""
        state = interaction.state(State)
        self.changes.archive(interaction.value, interaction.who)
        self.responder.edit(interaction, lambda: listing_view.notice(listing_view.ARCHIVED))
        self.redraw_list(interaction, state, listing_view.ARCHIVED)
        interaction.ack()

    def approve(self, interaction: Interaction) -> None:
        """Let a version be used."""
        self._decide(interaction, lambda: self._decided(interaction, VersionState.APPROVED, APPROVED))

    def reject(self, interaction: Interaction) -> None:
        """Keep a version from being used."""
        self._decide(interaction, lambda: self._decided(interaction, VersionState.REJECTED, REJECTED))

    # --- what is shown

    def listing(self, who: Who, state: State, note: str = "") -> Block:
        """Return the page of the list that ``state`` names, as this person sees it."""
        found = self.templates.listing(who, state.channel, state.page, listing_view.PAGE)
        shown = replace(state, page=found.page.number)
        return listing_view.listing(found, shown, approval=self.templates.needs_approval, note=note)

    def opened(self, who: Who, state: State, note: str = "") -> Block:
        """Return a template as this person sees it, or why there is none."""
        try:
            found = self.templates.open(state.template_id, who, state.versions_page, listing_view.VERSIONS)
        except UserError as error:
            return listing_view.notice(error.sentence)
        approval = self.templates.needs_approval
        return listing_view.opened(found, state, approval=approval, note=note)

    def redraw_list(self, interaction: Interaction, state: State, note: str = "") -> None:
        """Draw the list again that is open below, if one is."""
        if state.list_view:
            self.responder.later(
                interaction,
                lambda: self.responder.modals.update(
                    self.listing(interaction.who, state, note), view_id=state.list_view
                ),
            )

    def _decided(self, interaction: Interaction, to: VersionState, said: str) -> str:
        version_id = interaction.value
        if self.changes.decide(version_id, to, interaction.who):
            self.responder.later(interaction, lambda: self.told.decided(self.templates, version_id))
        return said

    def _decide(self, interaction: Interaction, decide: Callable[[], str]) -> None:
        """Carry out a decision, and draw the template again with what came of it above."""
        state = interaction.state(State)
        try:
            said = decide()
        except UserError as error:
            said = f":warning: {kit.refusal(error.sentence)}"
        self.responder.edit(interaction, lambda: self.opened(interaction.who, state, said))
        self.redraw_list(interaction, state)
        interaction.ack()
