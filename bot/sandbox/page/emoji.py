"""The emoji people use most, by Slack's names.

Those a bot says things with are drawn from the icon font that NiceGUI serves itself, so that they look the
same on a computer that has no emoji font.
"""

from __future__ import annotations

import html
import re

NAME = re.compile(r":([a-z0-9_+-]+):")

GREEN, RED, AMBER, BLUE, GREY, VIOLET = "#1f9d55", "#d81f47", "#d98200", "#1d7fc4", "#6b7280", "#7c4dab"
INK = "currentcolor"

ICONS: dict[str, tuple[str, str]] = {
    "white_check_mark": ("check_box", GREEN),
    "heavy_check_mark": ("done", GREEN),
    "ballot_box_with_check": ("check_box", BLUE),
    "x": ("close", RED),
    "heavy_multiplication_x": ("close", INK),
    "no_entry": ("do_not_disturb_on", RED),
    "no_entry_sign": ("block", RED),
    "octagonal_sign": ("report", RED),
    "warning": ("warning", AMBER),
    "rotating_light": ("crisis_alert", RED),
    "hourglass": ("hourglass_bottom", AMBER),
    "hourglass_flowing_sand": ("hourglass_top", AMBER),
    "clock1": ("schedule", GREY),
    "clock3": ("schedule", GREY),
    "alarm_clock": ("alarm", RED),
    "calendar": ("calendar_month", BLUE),
    "date": ("calendar_today", BLUE),
    "spiral_calendar_pad": ("calendar_month", BLUE),
    "repeat": ("repeat", BLUE),
    "checkered_flag": ("sports_score", GREY),
    "link": ("link", BLUE),
    "arrow_right": ("arrow_forward", BLUE),
    "black_square_for_stop": ("stop", GREY),
    "arrows_counterclockwise": ("sync", BLUE),
    "incoming_envelope": ("forward_to_inbox", BLUE),
    "envelope": ("mail", BLUE),
    "email": ("mail", BLUE),
    "page_facing_up": ("description", BLUE),
    "outbox_tray": ("outbox", BLUE),
    "inbox_tray": ("inbox", BLUE),
    "speech_balloon": ("chat_bubble", BLUE),
    "left_speech_bubble": ("chat", BLUE),
    "iphone": ("smartphone", GREY),
    "calling": ("send_to_mobile", BLUE),
    "telephone_receiver": ("call", GREEN),
    "mega": ("campaign", VIOLET),
    "loudspeaker": ("campaign", VIOLET),
    "bell": ("notifications", AMBER),
    "no_bell": ("notifications_off", GREY),
    "lock": ("lock", AMBER),
    "unlock": ("lock_open", AMBER),
    "key": ("key", AMBER),
    "bust_in_silhouette": ("person", GREY),
    "busts_in_silhouette": ("group", GREY),
    "credit_card": ("credit_card", VIOLET),
    "coin": ("paid", AMBER),
    "moneybag": ("savings", AMBER),
    "bar_chart": ("bar_chart", BLUE),
    "chart_with_upwards_trend": ("trending_up", GREEN),
    "memo": ("edit_note", GREY),
    "pencil2": ("edit", GREY),
    "bookmark_tabs": ("bookmarks", GREY),
    "label": ("label", VIOLET),
    "paperclip": ("attach_file", GREY),
    "mag": ("search", GREY),
    "bulb": ("lightbulb", AMBER),
    "information_source": ("info", BLUE),
    "question": ("help", RED),
    "grey_question": ("help_outline", GREY),
    "eyes": ("visibility", GREY),
    "gear": ("settings", GREY),
    "house": ("home", BLUE),
    "wastebasket": ("delete", GREY),
    "double_vertical_bar": ("pause", BLUE),
    "raised_hand": ("back_hand", AMBER),
    "leftwards_arrow_with_hook": ("undo", BLUE),
    "zzz": ("bedtime", BLUE),
    "crescent_moon": ("bedtime", AMBER),
    "ghost": ("question_mark", GREY),
    "star": ("star", AMBER),
    "tada": ("celebration", VIOLET),
    "birthday": ("cake", VIOLET),
    "wave": ("waving_hand", AMBER),
    "thumbsup": ("thumb_up", AMBER),
    "+1": ("thumb_up", AMBER),
    "thumbsdown": ("thumb_down", AMBER),
    "-1": ("thumb_down", AMBER),
    "red_circle": ("circle", RED),
    "large_green_circle": ("circle", GREEN),
    "large_yellow_circle": ("circle", "#e3b100"),
    "large_blue_circle": ("circle", BLUE),
    "white_circle": ("radio_button_unchecked", GREY),
}

HEAVY = frozenset({"x", "heavy_multiplication_x", "heavy_check_mark"})
"""The font draws these with a hair line; people know them as bold."""

CHARACTERS: dict[str, str] = {
    "smile": "😄",
    "slightly_smiling_face": "🙂",
    "heart": "❤️",
    "rocket": "🚀",
    "pray": "🙏",
    "raised_hands": "🙌",
    "fire": "🔥",
    "sparkles": "✨",
    "point_right": "👉",
    "ok_hand": "👌",
}


def drawn(name: str) -> str | None:
    """Return the HTML of the emoji of this name, or None when it is not one of ours."""
    if name in ICONS:
        icon, colour = ICONS[name]
        label = html.escape(name.replace("_", " "))
        weight = " heavy" if name in HEAVY else ""
        look = f'class="emoji material-icons{weight}" style="color:{colour}"'
        return f'<span {look} role="img" aria-label="{label}">{icon}</span>'
    return CHARACTERS.get(name)


def with_emoji(escaped: str) -> str:
    """Return text that is HTML already with its `:names:` drawn; unknown names stay as they are."""
    return NAME.sub(lambda found: drawn(found[1]) or found[0], escaped)
