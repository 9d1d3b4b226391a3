"""Who works at Harbour Street Clinic, and in which channels."""

from bot.sandbox.slack.model import Channel, Member, Team, UserGroup

TEAM = Team("T0HARBOUR", "Harbour Street Clinic", "harbour-street")
OTHER_TEAM_ID = "T0LABWORKS"
APP_ID = "A0SMSIT"
BOT_USER_ID = "U0BOT"
BOT_ID = "B0SMSIT"

MAYA, TOM, PRIYA, SAM, LENA = "U0MAYA", "U0TOM", "U0PRIYA", "U0SAM", "U0LENA"
GUEST, STRANGER = "U0GIA", "U0ZED"
FRONT_DESK, UPDATES, HELP_DESK, ANNOUNCEMENTS = "C0FRONT", "C0UPDATES", "C0HELP", "C0ANNOUNCE"
LAB = "C0LAB"
APPROVALS = "C0APPROVE"
DESK_GROUP = "S0DESK"
CUSTOM_EMOJI = frozenset({"harbour-logo", "our-logo"})
"""Names of pictures that this workspace added to Slack's emoji."""


def people(team_id: str = TEAM.id) -> tuple[Member, ...]:
    """Five colleagues, a guest, somebody from another company, and the bot."""
    return (
        Member(MAYA, "maya", "Maya Chen", team_id, title="Front desk"),
        Member(TOM, "tom", "Tom Okafor", team_id, title="Practice manager"),
        Member(PRIYA, "priya", "Priya Nair", team_id, title="Help desk"),
        Member(SAM, "sam", "Sam Rivera", team_id, title="New, learning the ropes"),
        Member(LENA, "lena", "Lena Fischer", team_id, title="Practice owner"),
        Member(GUEST, "gia", "Gia Rossi", team_id, title="Agency receptionist", is_restricted=True),
        Member(STRANGER, "zed", "Zed Lindqvist", OTHER_TEAM_ID, title="Lab partner", is_stranger=True),
        Member(BOT_USER_ID, "smsit", "SMS-iT", team_id, is_bot=True),
    )


def channels() -> tuple[Channel, ...]:
    """The bot was invited to all but #announcements; approvers have a channel of their own."""
    staff = frozenset({MAYA, TOM, PRIYA, SAM, LENA})
    with_bot = staff | {BOT_USER_ID}
    return (
        Channel(FRONT_DESK, "front-desk", with_bot | {GUEST}, "Who is in, who is late"),
        Channel(UPDATES, "customer-updates", with_bot | {STRANGER}, "Texts that went to many people"),
        Channel(HELP_DESK, "help-desk", with_bot, "Callers, codes and questions"),
        Channel(LAB, "with-labworks", with_bot | {STRANGER}, "Shared with the lab", is_ext_shared=True),
        Channel(ANNOUNCEMENTS, "announcements", staff, "From the practice manager"),
        Channel(
            APPROVALS,
            "sms-approvals",
            frozenset({TOM, LENA, BOT_USER_ID}),
            "Broadcasts that need a second person",
        ),
    )


def user_groups() -> tuple[UserGroup, ...]:
    """Give the people who answer the phones."""
    return (UserGroup(DESK_GROUP, "desk", "Front and help desk", (MAYA, PRIYA)),)
