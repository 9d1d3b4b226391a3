"""The form that books: times, hours and words, and what is wrong beside its field."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.features.appointments import texts, validation
from bot.features.appointments.form.booking import Form, FormState, empty, read, validate
from bot.features.appointments.request import Request
from bot.features.appointments.views import form as form_view
from bot.policy.model import Appointments as Suggested
from bot.slack.blocks.fields.recipient import RecipientField
from bot.slack.incoming.forms import FieldErrors
from bot.store.appointments import Status
from bot.texting import schedules
from bot.texting.sender_ids import Senders
from tests.clock import START
from tests.features.appointments.harness import ACCOUNT, DAY
from tests.features.recipients import to

SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))
SUGGESTED = Suggested()
FILLED = replace(empty(FormState(), SUGGESTED, to("14155550100")), at=DAY)
ZONES = st.sampled_from(["America/Los_Angeles", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


def ask(form: Form) -> Request:
    return validate(form, senders=SENDERS, region="US", zone=ACCOUNT, now=START)


def errors(**changes: object) -> dict[str, str]:
    with pytest.raises(FieldErrors) as wrong:
        ask(replace(FILLED, **changes))
    return wrong.value.by_block


def test_a_filled_in_form_says_what_is_wanted() -> None:
    plain = ask(FILLED)
    assert (plain.to.digits, plain.at, plain.status) == ("14155550100", DAY, Status.UNCONFIRMED)
    assert (plain.confirmation, plain.reminder, plain.hours, plain.sender) == (
        None,
        None,
        (),
        "14155550190",
    )

    full = ask(replace(FILLED, confirms=True, reminds=True, status="confirmed", sender="14155550191"))
    assert (full.confirmation, full.reminder) == (SUGGESTED.confirmation, SUGGESTED.reminder)
    assert (full.hours, full.status, full.sender) == ((24,), Status.CONFIRMED, "14155550191")


def test_everything_wrong_is_told_at_once() -> None:
    found = errors(
        whom=RecipientField(),
        at=None,
        confirms=True,
        confirmation="",
        reminds=True,
        hours="x",
        reminder="",
        sender="1",
        status="gone",
    )
    assert set(found) == {"to", "at", "confirmation_text", "hours", "reminder_text", "sender", "status"}


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("at", [DAY, START, START - timedelta(days=700)])
def test_what_was_booked_elsewhere_can_be_recorded(at: datetime, status: Status) -> None:
    asked = ask(replace(FILLED, at=at, status=status.value))
    assert (asked.at, asked.status) == (at, status)


@pytest.mark.parametrize("changes", [{"at": START}, {"status": "cancelled"}], ids=str)
def test_no_text_goes_with_what_is_over_or_cancelled(changes: dict[str, object]) -> None:
    found = errors(confirms=True, reminds=True, **changes)
    assert set(found) == {"confirmation", "reminder"}
    assert "leave the text out" in found["confirmation"]


@pytest.mark.parametrize(
    ("number", "fits"), [("+44 7700 900123", True), ("+358 457 3123456", True), ("+1 415 555 0100", False)]
)
def test_texts_come_from_a_name_where_the_country_shows_one(number: str, *, fits: bool) -> None:
    named = replace(FILLED, whom=to(number), reminds=True, sender="HarbourSt")
    if fits:
        assert ask(named).sender == "HarbourSt"
    else:
        assert "don't show a name" in errors(whom=named.whom, reminds=True, sender="HarbourSt")["sender"]
    assert ask(replace(named, reminds=False)).reminder is None


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (START - timedelta(days=800), "within the last two years"),
        (START + timedelta(days=800), "within the next two years"),
        (datetime(2027, 11, 7, 9, 30, tzinfo=UTC), "happens twice"),
    ],
)
def test_times_that_cannot_be_are_told(at: datetime, said: str) -> None:
    assert said in errors(at=at)["at"]


@pytest.mark.parametrize("typed", ["", "0", "721", "1.5", "-1", "²", "999999", "x"])
def test_hours_are_whole_and_not_too_many(typed: str) -> None:
    assert "whole number" in errors(reminds=True, hours=typed)["hours"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("24", (24,)),
        ("2, 48", (48, 2)),
        ("48 and 2", (48, 2)),
        ("48;2 24", (48, 24, 2)),
        ("2, 2", (2,)),
        ("1 2 3 4", (4, 3, 2, 1)),
        ("1 2 3 4 5", ()),
        ("48, x", ()),
        ("1" + " " * 40, ()),
        ("", ()),
    ],
)
def test_several_hours_are_read_the_most_first(typed: str, read: tuple[int, ...]) -> None:
    assert texts.hours_in(typed) == read
    assert texts.hours_in(texts.hours_typed(read)) == read


def test_what_was_typed_stands_in_the_form_that_is_drawn_cut_to_what_it_takes() -> None:
    assert form_view.hours("48, x")["element"]["initial_value"] == "48, x"
    assert len(form_view.hours("1" * 90)["element"]["initial_value"]) == texts.LONGEST_HOURS
    assert "initial_value" not in form_view.hours("")["element"]


def test_a_reminder_whose_time_is_over_is_told() -> None:
    assert "time has passed" in errors(reminds=True, hours="72")["hours"]
    assert set(errors(at=START, reminds=True, hours="72")) == {"reminder"}
    assert ask(replace(FILLED, reminds=True, hours="71")).hours == (71,)


def test_words_that_nothing_fills_in_are_told() -> None:
    assert "%%Doctor%%" in errors(confirms=True, confirmation="Hi %%Doctor%%")["confirmation_text"]
    assert "over the limit" in errors(reminds=True, reminder="x" * 1601)["reminder_text"]


def test_a_view_is_read_with_what_is_suggested_for_fields_not_shown_yet() -> None:
    values = {
        "at": {"x": {"selected_date_time": int(DAY.timestamp()) + 30}},
        "status": {"x": {"selected_option": {"value": "confirmed"}}},
        "confirmation": {"x": {"selected_options": [{"value": "yes"}]}},
        "reminder": {"x": {"selected_options": []}},
        "confirmation_text": {"x": {"value": None}},
    }
    view = {"blocks": [{"block_id": "confirmation_text"}, {"type": "divider"}], "state": {"values": values}}
    found = read(view, FormState(), SUGGESTED)
    assert (found.at, found.status, found.confirms, found.reminds) == (DAY, "confirmed", True, False)
    assert (found.confirmation, found.reminder, found.hours) == ("", SUGGESTED.reminder, "24")


def test_without_the_account_s_zone_nothing_is_booked() -> None:
    assert validation.zone_of(ACCOUNT) == ACCOUNT
    with pytest.raises(UserError, match="SMSIT_TIMEZONE"):
        validation.zone_of(None)


@given(MOMENTS, st.integers(1, texts.MOST_HOURS), ZONES)
def test_a_reminder_comes_so_many_real_hours_before(at: datetime, hours: int, zone: str) -> None:
    there = at.astimezone(ZoneInfo(zone))
    found = texts.reminder_at(there, hours)
    assert found.timestamp() == at.timestamp() - 3600 * hours


@given(MOMENTS, ZONES)
def test_what_a_text_says_names_exactly_the_moment_that_smsit_is_told(at: datetime, name: str) -> None:
    zone = ZoneInfo(name)
    at = at.replace(second=0, microsecond=0)
    if validation.mistake(at, zone, at - timedelta(days=1)) is not None:
        with pytest.raises(schedules.AmbiguousTime):
            schedules.wall_clock(at, zone)
        return
    said = texts.rendered("%%Date%% %%Time%%", "Ada", at, zone)
    assert schedules.instant(datetime.strptime(said, "%a %d %b %Y %H:%M"), zone) == at  # noqa: DTZ007 - a wall


@given(MOMENTS)
def test_two_zones_differ_exactly_where_their_clocks_do(at: datetime) -> None:
    london, utc = ZoneInfo("Europe/London"), ZoneInfo("UTC")
    assert validation.differs(at, london, utc) is (f"{at.astimezone(london):%H}" != f"{at:%H}")


@pytest.mark.parametrize(
    ("template", "name", "said"),
    [
        ("Hi %%Name%%, hello", "Ada Lovelace", "Hi Ada, hello"),
        ("Hi %%Name%%, hello", "", "Hi, hello"),
        ("Hi %% name %%, hello", None, "Hi, hello"),
        ("%%Time%% %%time%%", "Ada", "09:00 09:00"),
        ("%%Name%%", "%%Time%% Smith", "%%Time%%"),
    ],
)
def test_names_are_first_names_and_left_out_without_one(template: str, name: str | None, said: str) -> None:
    assert texts.rendered(template, name, DAY, ACCOUNT) == said


def test_a_slip_of_a_field_is_asked_about_and_one_like_none_gets_the_fields_there_are() -> None:
    assert texts.mistake("At %%Tiem%%") == "%%Tiem%% can't be filled in here. Did you mean %%Time%%?"
    assert (
        texts.mistake("Hi %%Town%%") == "%%Town%% can't be filled in here. Use %%Name%%, %%Date%%, %%Time%%."
    )
