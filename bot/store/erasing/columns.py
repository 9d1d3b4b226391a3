"""Every column there is: what becomes of it when a person is erased, or that it says nothing of customers.

A test holds this against the tables. Whoever adds a column decides here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

EMPTIED: Final[Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "send": {
            "to_number": "",
            "to_phone": "",
            "to_name": None,
            "body": None,
            "outcome_sentence": None,
            "report_status": None,
            "report_error": None,
            "pending_values": None,
            "hold_sentence": None,
            "evidence": None,
            "token": None,  # an answer that is still to come is not written down any more
        },
        "verification": {"number": "", "phone": "", "purpose": "", "code_hash": None},
        "appointment": {
            "number": "",
            "phone": "",
            "name": None,
            "confirmation_text": None,
            "reminder_text": None,
        },
        "appointment_call": {"outcome_sentence": None, "token": None, "notice": None},
        "change_plan": {"notice": None},
        "contact_addition": {
            "number": "",
            "name": None,
            "email": None,
            "birthday": None,
            "reason": None,
            "token": None,
        },
        "audience_choice": {"choice": None},
        "broadcast_recipient": {"number": "", "phone": ""},
        "assistant_draft": {"number": "", "name": None, "body": None, "listed": None},
        "workflow_step": {"inputs": None},
        "contact_import_row": {
            "number": None,
            "name": None,
            "email": None,
            "birthday": None,
            "cells": None,
            "reason": None,
            "token": None,
        },
        # Of a list in whose file nobody else is left: what that was called.
        "approval": {"facts": {}, "fingerprint": "", "changed": None},
        # Of a file in which nobody else is left.
        "contact_import": {"file_name": "", "source": None},
    }
)
"""By table: columns that say something of the person a row is about, and what they hold afterwards."""

DELETED: Final[frozenset[str]] = frozenset({"do_not_text", "follow_up", "own_number"})
"""Tables whose rows about a person go; of a number that must not be texted a hash stays."""

SAYS_NOTHING: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        table: frozenset(columns.split())
        for table, columns in {
            "send": "id key kind state team_id user_id origin_channel sender alpha_sender segments credits"
            " credits_upper held_by send_at zone recurrence add_to_group balance_shown attempting_at"
            " attempt_limit_seconds attempts outcome_code decided_by created_at updated_at parent_id line"
            " people occurrences goes_at throttle rotate remote_id successful failed ends_at risked"
            " quiet_override report_repeats hold_code hold_until appointment_id appointment_text"
            " appointment_at members touched_by series_id again_of undo_seconds wave first_look_at"
            " last_look_at looks looking_since",
            "audience_choice": "send_id gathering",
            "series": "send_id next_at paused_by why made skipped missed last_id basis_id",
            "message": "subject_id purpose channel ts under under_purpose version shown_version lease_until"
            " not_before failures digest posting_since",
            "contact_group": "name first_seen seen_at subscribed opted_out duplicates counted_at",
            "contact_sync": "id newest_created counted full_at synced_at",
            "approval": "send_id round asked_by asked_at expires_at decision"
            " decided_by decided_at reason",  # of broadcasts and lists; a text to one person needs none
            "past_decision": "send_id round decision decided_by decided_at reason",  # likewise
            "group_report": "send_id at successful failed",
            "verification": "send_id user_id state tries_left created_at expires_at decided_at reason"
            " opens_until",
            "appointment": "id key team_id user_id origin_channel at status zone"
            " confirmation_id sender created_at updated_at hours_before reminder_ids",
            "appointment_call": "id key appointment_id user_id at status state attempting_at attempts"
            " outcome_code decided_by created_at updated_at notice_at notice_id wave",
            "change_plan": "id key team_id user_id origin_channel day status hours zone created_at"
            " confirmed_at shown",
            # What is offered to many, in the firm's own words; whom it went to stands in their texts.
            "free_time": "id key team_id user_id origin_channel appointment_id at zone group_name sender body"
            " state why offered next_at decided_by created_at updated_at",
            "change_plan_row": "plan_id appointment_id call_id wave at notice_at silent made_id",
            "contact_addition": "id key user_id group_name state attempting_at attempts decided_by created_at"
            " updated_at",
            "assistant_draft": "id kind team_id user_id is_typed state created_at expires_at updated_at",
            "birthday_day": "id day state team_id user_id channel send_at left_out leased_at asked_by"
            " created_at updated_at",  # figures by why, and nobody's name
            "birthday_text": "send_id day_id year",
            "broadcast_audience": "id send_id read_at attempted_at",
            "broadcast_recipient": "audience_id place",
            "workflow_step": "id execution_id step team_id user_id state send_id result not_before failures"
            " created_at updated_at",
            "contact_import": "id key team_id user_id origin_channel state wave size rejected why decided_by"
            " created_at updated_at",
            "contact_import_row": "import_id place line group_name state attempting_at",
            "audit_entry": "id at kind subject subject_id user_id facts place hash",  # ids and figures alone
            "do_not_text_erased": "phone_hash national_hash key_id added_by added_at",
            "balance_sample": "hour at credits",
            "alert": "id kind since raised_at clear_since resolved_at figures",  # figures are numbers alone
            "erasure_key": "key_id since",
            "data_encryption": "id key_id former_id",
            "smsit_account": "account_id",
            "view_change": "user_id view_id acted_at",  # of whoever works at the desk
            "erasure": "id phone_hash key_id done_by begun_at finished_at counts",
            # The firm's own words; who wrote and approved them works there.
            "template": "id key channel language name folded latest created_by created_at updated_at"
            " archived_by archived_at",
            "template_version": "id key template_id number body state written_by written_at touched_by"
            " decided_by decided_at",
        }.items()
    }
)
"""By table: columns that say what happened and who at the desk did it, in rows about a person too."""
