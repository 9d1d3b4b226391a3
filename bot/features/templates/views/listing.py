"""How the list of templates looks, and one of them with its versions. Pure."""

from typing import Final
from zoneinfo import ZoneInfo

from bot.features.templates.form import State
from bot.features.templates.ids import Action, Modal
from bot.features.templates.service import Listing, Opened
from bot.slack.blocks import kit, moments, paging
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.store.templates import Entry, Template, Version, VersionState
from bot.texting import placeholders, words
from bot.texting.languages import language

UTC: Final = ZoneInfo("UTC")
PAGE: Final = 10
VERSIONS: Final = 4
"""Versions on one page; their words stand there in full."""
SHOWN_WORDS: Final = 150
TITLE: Final = "Templates"
NONE_YET: Final = "*No templates yet.* Write a text once, then insert it in any form."
ASK: Final = "Ask an admin who may write templates here."
FOR_USE: Final = "Insert them in any form under *Insert a template*."
WAITS: Final = ":hourglass_flowing_sand: Version {number} needs approval"
FORMERLY: Final = ", for another name, language or channel"
REJECTED: Final = ":no_entry: Version {number} was rejected"
OWN: Final = "You wrote part of it, so another approver has to approve it."
ARCHIVED: Final = ":white_check_mark: Archived. It can no longer be inserted."


def loading() -> Block:
    """Return what a person sees while the templates are read."""
    return notice(":mag: Loading …")


def notice(sentence: str) -> Block:
    """Return a modal that only says something."""
    return kit.modal(callback_id=Modal.NOTICE, title=TITLE, blocks=[kit.section(sentence)], close="Back")


def listing(found: Listing, state: State, *, approval: bool, note: str = "") -> Block:
    """Return a page of the templates. ``note`` is mrkdwn about what was just done."""
    blocks = [kit.section(note)] if note else []
    total = words.pluralize(found.total, "template")
    none = NONE_YET if found.may_write else f"{NONE_YET} {ASK}"
    blocks.append(kit.section(f"*{total}.* {FOR_USE}" if found.total else none))
    if found.may_write:
        blocks.append(kit.actions([kit.button("New template", Action.NEW, style="primary")]))
    blocks += [_entry(each, approval=approval) for each in found.entries]
    turning = paging.buttons(found.page, Action.PREVIOUS, Action.NEXT)
    if turning:
        place = f"{paging.span(found.page, len(found.entries))} of {found.total:,}"
        blocks += [kit.context(place), kit.actions(turning)]
    return kit.modal(
        callback_id=Modal.LIST, title=TITLE, blocks=blocks, close="Close", metadata=metadata.dump(state)
    )


def opened(found: Opened, state: State, *, approval: bool, note: str = "") -> Block:
    """Return a template with the words of its newest version, and those before."""
    entry = found.entry
    newest = entry.newest
    blocks = [kit.section(note)] if note else []
    stands = _stands(entry, approval=approval) or f"Version {newest.number} is in use"
    blocks += [kit.section(f"*{titled(entry.template)}*\n{stands}"), kit.quote(newest.body)]
    if asked := placeholders.placeholders(newest.body):
        named = words.join_and(kit.escape(f"%%{each.name}%%") for each in asked)
        blocks.append(kit.context(f"Placeholders: {named}"))
    if found.own:
        blocks.append(kit.context(OWN))
    if buttons := _buttons(found):
        blocks.append(kit.actions(buttons))
    blocks.append(kit.header("Versions"))
    for each in found.versions:
        blocks += _version(each, found)
    turning = paging.buttons(found.page, Action.NEWER, Action.OLDER)
    blocks += [kit.actions(turning)] if turning else []
    return kit.modal(
        callback_id=Modal.OPEN, title="Template", blocks=blocks, close="Back", metadata=metadata.dump(state)
    )


def titled(template: Template) -> str:
    """Return what a template is called, its language and where it can be used, escaped."""
    where = f"<#{template.channel}>" if template.channel else ""
    named = (kit.escape(template.name), language(template.language), where)
    return " · ".join(filter(None, named))


def _entry(entry: Entry, *, approval: bool) -> Block:
    said = " ".join(entry.newest.body.split())
    lines = [f"*{titled(entry.template)}*", f"> {kit.escape(kit.truncate(said, SHOWN_WORDS))}"]
    if stands := _stands(entry, approval=approval):
        lines.append(stands)
    section = kit.section("\n".join(lines))
    section["accessory"] = kit.button("Open", Action.OPEN, value=entry.template.id)
    return section


def _stands(entry: Entry, *, approval: bool) -> str:
    """Return what keeps the newest version from being used, and which one is; nothing when it is the one."""
    newest, used = entry.newest, entry.used
    if used is not None and used.id == newest.id:
        return ""
    rejected = newest.state is VersionState.REJECTED
    told = (WAITS if approval and not rejected else REJECTED).format(number=newest.number)
    return f"{told} · version {used.number} is in use" if used else f"{told} · none is in use"


def _buttons(found: Opened) -> list[Block]:
    entry, buttons = found.entry, list[Block]()
    if found.approves:
        ask = kit.confirm("Approve this version?", "It can be used from then on.", "Approve")
        buttons.append(kit.button("Approve", Action.APPROVE, value=entry.newest.id, style="primary", ask=ask))
        ask = kit.confirm("Reject this version?", "It can't be used.", "Reject", danger=True)
        buttons.append(kit.button("Reject", Action.REJECT, value=entry.newest.id, style="danger", ask=ask))
    if found.may_write:
        buttons.append(kit.button("Edit", Action.EDIT, value=entry.newest.id))
        ask = kit.confirm("Archive this template?", "It can no longer be inserted.", "Archive", danger=True)
        buttons.append(kit.button("Archive", Action.ARCHIVE, value=entry.template.id, ask=ask))
    return buttons


def _version(version: Version, found: Opened) -> list[Block]:
    written = f"by <@{version.written_by}>, {moments.moment(version.written_at, UTC)}"
    line = f"*Version {version.number}* {written}"
    if version.decided_by is not None and version.decided_at is not None:
        at = moments.moment(version.decided_at, UTC)
        withdrawn = version.state is VersionState.WITHDRAWN
        decided = "Approved" if withdrawn else words.capitalized(version.state)
        line += f"\n{decided} by <@{version.decided_by}>, {at}{FORMERLY if withdrawn else ''}"
    section = kit.section(line)
    if version.id == found.entry.newest.id:
        return [section]  # its words are above
    if found.may_write:
        ask = kit.confirm(
            "Restore this version?", "Its words become the newest version. All others are kept.", "Restore"
        )
        section["accessory"] = kit.button("Restore", Action.RESTORE, value=version.id, ask=ask)
    return [section, kit.quote(version.body)]
