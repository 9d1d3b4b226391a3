"""The tables, by what they are of. A change here needs a migration beside it; a test compares the two."""

from bot.store.tables.alerts import IS_OPEN_ALERT, alert, balance_sample
from bot.store.tables.appointments import (
    IS_OFFERED,
    IS_PENDING,
    appointment,
    appointment_call,
    change_plan,
    change_plan_row,
    free_time,
)
from bot.store.tables.approvals import approval, past_decision
from bot.store.tables.assistant import IS_DRAFTED, assistant_draft
from bot.store.tables.audiences import audience_choice
from bot.store.tables.audit import IS_UNCHAINED, audit_entry
from bot.store.tables.birthdays import birthday_day, birthday_text
from bot.store.tables.broadcasts import broadcast_audience, broadcast_recipient
from bot.store.tables.columns import NAMES, UtcTime, metadata
from bot.store.tables.contacts import (
    IS_BEING_ADDED,
    IS_IMPORT_OPEN,
    contact_addition,
    contact_import,
    contact_import_row,
)
from bot.store.tables.data_encryption import data_encryption
from bot.store.tables.do_not_text import do_not_text, do_not_text_erased
from bot.store.tables.erasures import erasure, erasure_key
from bot.store.tables.groups import contact_group, contact_sync, group_report
from bot.store.tables.messages import IS_DIRTY, follow_up, message
from bot.store.tables.own_numbers import own_number
from bot.store.tables.sends import (
    HAS_BODY,
    IS_AT_SMSIT,
    IS_ATTEMPTING,
    IS_DRAFT,
    IS_LIST,
    IS_NAMED,
    IS_NOT_RECEIVED,
    IS_NOT_SENT,
    IS_OF_APPOINTMENT,
    IS_ON_RECORD,
    IS_QUEUED,
    IS_REPEATING,
    IS_RESERVED,
    IS_ROW,
    IS_ROW_AGAIN,
    IS_SCHEDULED,
    IS_SERIES,
    IS_SPENT,
    IS_UNKNOWN,
    send,
)
from bot.store.tables.series import IS_COMING, series
from bot.store.tables.smsit_accounts import smsit_account
from bot.store.tables.templates import IS_TEMPLATE_IN_USE, template, template_version
from bot.store.tables.verifications import IS_OPEN, IS_OPENING, verification
from bot.store.tables.view_changes import view_change
from bot.store.tables.workflow_steps import IS_STEP_OPEN, workflow_step

__all__ = [
    "HAS_BODY",
    "IS_ATTEMPTING",
    "IS_AT_SMSIT",
    "IS_BEING_ADDED",
    "IS_COMING",
    "IS_DIRTY",
    "IS_DRAFT",
    "IS_DRAFTED",
    "IS_IMPORT_OPEN",
    "IS_LIST",
    "IS_NAMED",
    "IS_NOT_RECEIVED",
    "IS_NOT_SENT",
    "IS_OFFERED",
    "IS_OF_APPOINTMENT",
    "IS_ON_RECORD",
    "IS_OPEN",
    "IS_OPENING",
    "IS_OPEN_ALERT",
    "IS_PENDING",
    "IS_QUEUED",
    "IS_REPEATING",
    "IS_RESERVED",
    "IS_ROW",
    "IS_ROW_AGAIN",
    "IS_SCHEDULED",
    "IS_SERIES",
    "IS_SPENT",
    "IS_STEP_OPEN",
    "IS_TEMPLATE_IN_USE",
    "IS_UNCHAINED",
    "IS_UNKNOWN",
    "NAMES",
    "UtcTime",
    "alert",
    "appointment",
    "appointment_call",
    "approval",
    "assistant_draft",
    "audience_choice",
    "audit_entry",
    "balance_sample",
    "birthday_day",
    "birthday_text",
    "broadcast_audience",
    "broadcast_recipient",
    "change_plan",
    "change_plan_row",
    "contact_addition",
    "contact_group",
    "contact_import",
    "contact_import_row",
    "contact_sync",
    "data_encryption",
    "do_not_text",
    "do_not_text_erased",
    "erasure",
    "erasure_key",
    "follow_up",
    "free_time",
    "group_report",
    "message",
    "metadata",
    "own_number",
    "past_decision",
    "send",
    "series",
    "smsit_account",
    "template",
    "template_version",
    "verification",
    "view_change",
    "workflow_step",
]
