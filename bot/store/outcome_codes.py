"""What the bot itself writes into `outcome_code`, of a send and of a call about an appointment.

The other codes there are not of its own making. What SMS-iT refused has SMS-iT's number (`-6`), with the name
of the endpoint before it where that isn't the one that sends (`addcontact:-5`). What stayed unclear has the
word of the client for what happened to its request (`timeout`), or the name of the error.
"""

from enum import StrEnum, unique


@unique
class OutcomeCode(StrEnum):
    """How something came out, in one word each. The values are stored: never rename one."""

    # Refused by the bot, right before it would have gone or without SMS-iT having been asked for it
    LATE = "late"  # its time was missed, and nobody wants it later
    LISTED = "do_not_text"  # its number must not be texted
    OPTED_OUT = "opted_out"  # its person has opted out
    WORDS = "words"  # its template is not in use any more, or not approved
    NOBODY = "empty_group"  # nobody in its group can be texted
    UNCOVERED = "not_covered"  # the balance does not hold what it takes
    APPOINTMENT = "appointment"  # the appointment, or the free time, that it tells of is not so any more
    BIRTHDAYS_OFF = "birthdays_off"  # birthday texts were switched off
    NOT_SHOWN = "birthdays_unshown"  # people had no time to stop it
    CODE_OVER = "otp_over"  # its code is no longer needed
    CODE_UNKNOWN = "code_unknown"  # whether SMS-iT made its code is not known
    CODE_UNUSABLE = "unusable"  # its code cannot be read out
    CONTACT_UNKNOWN = "contact_unknown"  # whether its number was added to the contacts is not known
    INVALID = "invalid"  # the client does not take what it was given
    UNREACHABLE = "unreachable"  # SMS-iT could not be reached for too long

    # Unknown
    INTERRUPTED = "interrupted"  # its attempt never came back; of a code: provably, there was none yet
    UNFORESEEN = "unforeseen_error"  # its attempt ended in an exception nobody expected
    UNRECORDED = "unrecorded"  # the database lost that it was attempted, changed or called off
    RESTORED = "restored"  # a backup was restored, and it may have gone out since
    NOT_AGAIN = "cancelled_again"  # it is not sent again, and an earlier attempt may have gone out

    # Decided by a person
    MARKED_SENT = "marked_sent"  # who looked says that SMS-iT has it
    NOT_BOOKED = "not_booked"  # who looked says that SMS-iT has no such appointment
    ERASED = "erased"  # it was called off because its recipient was erased

    # Rows of lists that were never attempted
    LEFT_OUT = "row"  # something is wrong with it, which its sentence says
    SENT_ELSEWHERE = "sent_again"  # another list has sent it again meanwhile

    # Series that have ended
    SERIES_DONE = "series_done"
    SERIES_STOPPED = "series_stopped"
    SERIES_REPLACED = "series_replaced"
    SERIES_FORGOTTEN = "series_forgotten"  # what it sends is no longer stored
