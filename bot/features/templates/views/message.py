"""What is told about templates outside their modals. Pure."""

from bot.features.templates.ids import Action
from bot.features.templates.views.listing import titled
from bot.slack.blocks import kit
from bot.slack.outgoing.poster import Content
from bot.store.templates import Template, Version, VersionState
from bot.texting import words


def request(template: Template, version: Version) -> Content:
    """Return what asks the approvers to look at a version."""
    asks = f"<@{version.written_by}> asks for approval of the template *{titled(template)}*."
    section = kit.section(f":busts_in_silhouette: {asks}")
    section["accessory"] = kit.button("Review", Action.REVIEW, value=template.id)
    return Content(asks, (section,))


def decided(template: Template, version: Version) -> Content:
    """Return what tells the writer of a version what was decided about it."""
    done = "approved" if version.state is VersionState.APPROVED else "rejected"
    who = f" by <@{version.decided_by}>" if version.decided_by else ""
    text = f"Version {version.number} of the template *{titled(template)}* was {done}{who}."
    return Content(text, (kit.section(words.capitalized(text)),))
