"""How the birthday texts of a day look in their channel: who gets one, and what stops it. Pure."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from bot.features.birthdays.ids import Action
from bot.slack.blocks import kit, moments, state_words
from bot.slack.blocks.kit import Block
from bot.slack.blocks.recipients import title
from bot.slack.outgoing.poster import Content
from bot.store.birthdays import BirthdayDay, DayState
from bot.store.sends import Send
from bot.store.states import WAITING
from bot.texting import words

SHOWN: Final = 30
MISSED: Final = "They weren't prepared in time, so none go out."
PREPARING: Final = "They're being prepared, and are shown here for an hour before they go out."
NOBODY: Final = "No one gets one."
STOP_ALL: Final = kit.confirm(
    "Stop all of them?",
    "None of the texts of this day that are still waiting will go out, and no one here gets another one this "
    "year.",
    "Stop all",
    danger=True,
)
TEXT: Final = kit.confirm(
    "Text these people today?",
    "Everyone whose birthday it is gets the text in an hour. They're shown here first, and each can be "
    "stopped.",
    "Prepare them",
)


def message(day: BirthdayDay, texts: Sequence[Send], template: str, zone: ZoneInfo) -> Content:
    """Return the message of a day as it stands; ``template`` is its name, ``zone`` the account's."""
    heading = f":birthday: *Birthday texts for {kit.unbroken(f'{day.day:%a} {day.day.day} {day.day:%b}')}*"
    said = _said(day, texts, zone)
    blocks = [kit.section(f"{heading}\n{said}")]
    blocks += [_person(each, zone) for each in texts[:SHOWN]]
    blocks += kit.notes(_notes(day, texts, template))
    if buttons := _buttons(day, texts):
        blocks.append(kit.actions(buttons))
    plain = f"Birthday texts for {day.day:%a} {day.day.day} {day.day:%b}: {words.capitalized(said)}"
    return Content(plain, tuple(blocks))


def _said(day: BirthdayDay, texts: Sequence[Send], zone: ZoneInfo) -> str:
    if day.state is DayState.MISSED:
        return MISSED
    if day.state is DayState.PREPARING:
        return PREPARING
    if not texts:
        return NOBODY
    waiting = sum(each.state in WAITING for each in texts)
    people = words.pluralize(len(texts), "person", "people")
    if not waiting or day.send_at is None:
        return f"{words.capitalized(people)}, none waiting any more."
    gets = "gets one" if len(texts) == 1 else "get one"
    return f"{people} {gets} {moments.moment(day.send_at, zone)}, unless stopped."


def _person(text: Send, zone: ZoneInfo) -> Block:
    who = title(text) if text.to_number else "*Someone who was erased*"
    said = state_words.label(text.state)
    if text.state in WAITING and text.send_at is not None:
        said = f"{said} {moments.moment(text.send_at, zone)}"
    block = kit.section(f"{state_words.icon(text.state)} {who} · {said}")
    if text.state in WAITING:
        block["accessory"] = kit.button("Stop this one", Action.STOP, value=text.id)
    return block


def _notes(day: BirthdayDay, texts: Sequence[Send], template: str) -> list[str]:
    found = []
    if (more := len(texts) - SHOWN) > 0:
        found.append(f"{more:,} more: see the thread")
    found += [
        f"{words.pluralize(count, 'person', 'people')} skipped: {kit.escape(why)}"
        for why, count in sorted(day.left_out.items(), key=lambda each: (-each[1], each[0]))
    ]
    parts = [f"Template {kit.quoted(template)}"] if template else []
    parts += [f"in the name of <@{day.user_id}>"] if day.user_id else []
    parts += [f"asked for by <@{day.asked_by}>"] if day.asked_by else []
    return [*found, " · ".join(parts)] if parts else found


def _buttons(day: BirthdayDay, texts: Sequence[Send]) -> list[Block]:
    if day.state is DayState.MISSED:
        return [kit.button("Text them today", Action.ASK, value=day.id, ask=TEXT)]
    if any(each.state in WAITING for each in texts):
        return [kit.button("Stop all", Action.STOP_ALL, value=day.id, style="danger", ask=STOP_ALL)]
    return []
