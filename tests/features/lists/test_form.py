"""The form of a list: how it looks, what it asks for, and what is said beside its fields."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.features.lists.faults import About, ListError
from bot.features.lists.form import Form, FormState, read, validate
from bot.features.lists.request import Request
from bot.features.lists.views import form as form_view
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks.fields import message, phone_list, schedule, sender
from bot.slack.incoming.forms import FieldErrors
from bot.texting.schedules import When
from bot.texting.sender_ids import Senders
from bot.texting.tables.uploads import UploadedFile
from tests.clock import START
from tests.features.lists.arrivals import chosen
from tests.features.samples import words_in

SENDERS = Senders(("14155550190", "14155550191"), ("HarbourSt",))
FILE = {"id": "F1", "name": "customers.csv"}
GROUP = {"text": {"type": "plain_text", "text": "VIP"}, "value": "VIP"}
TEXT = message.block_id(0)
GOOD = Form(FormState("C0FRONT"), file=FILE, message="Hi %%Name%%", user_id="U0MAYA")


def view_of(**fields: dict[str, object]) -> dict[str, object]:
    return {"state": {"values": {block: {"element": value} for block, value in fields.items()}}}


def known(value: str) -> str | None:
    return value if value == "VIP" else None


def errors(form: Form) -> dict[str, str]:
    with pytest.raises(FieldErrors) as wrong:
        validate(form, senders=SENDERS, group_named=known, chosen=chosen, clock=lambda: START)
    return wrong.value.by_block


def test_the_form_is_read_as_it_stands() -> None:
    view = view_of(
        file={"files": [FILE]},
        pasted={"value": None},
        **{TEXT: {"value": "Hi %%Name%%"}},
        sender={"selected_option": {"value": "HarbourSt"}},
        when={"selected_option": {"value": "schedule"}},
        at={"selected_date_time": int(START.timestamp())},
        group={"selected_option": GROUP},
    )
    form = read(view, FormState("C0FRONT"))
    assert form == Form(
        FormState("C0FRONT"),
        file=FILE,
        message="Hi %%Name%%",
        sender="HarbourSt",
        when=When.BOT,
        at=START,
        group=GROUP,
    )


@pytest.mark.parametrize("files", [None, []])
def test_a_form_without_a_file(files: object) -> None:
    assert read(view_of(file={"files": files}), FormState()).file is None
    assert read({}, FormState()) == Form(FormState())


def test_smsit_cannot_hold_a_list() -> None:
    for values in ({"when": "repeat"}, {"when": "schedule", "kept": "smsit"}):
        view = view_of(**{block: {"selected_option": {"value": value}} for block, value in values.items()})
        assert read(view, FormState()).when is When.BOT


def test_what_is_wanted() -> None:
    later = START + timedelta(hours=2)
    assert validate(GOOD, senders=SENDERS, group_named=known, chosen=chosen, clock=lambda: START) == Request(
        file=UploadedFile("F1", "customers.csv", 0, "U0MAYA"),
        pasted="",
        message="Hi %%Name%%",
        sender="14155550190",
        alpha_sender=None,
        at=None,
    )
    form = Form(
        FormState(), pasted="1", message="Hi", sender="HarbourSt", when=When.BOT, at=later, group=GROUP
    )
    found = validate(form, senders=SENDERS, group_named=known, chosen=chosen, clock=lambda: START)
    assert (found.alpha_sender, found.at, found.group, found.pasted) == ("HarbourSt", later, "VIP", "1")


def test_everything_wrong_is_said_at_once_beside_its_field() -> None:
    form = Form(FormState(), sender="14159999999", when=When.BOT)
    assert set(errors(form)) == {phone_list.PASTED, TEXT, sender.BLOCK, schedule.Part.AT}


def test_a_series_whose_date_passed_while_it_was_edited_goes_on_and_that_is_said() -> None:
    late = replace(GOOD, when=When.BOT, at=START)
    edited = replace(late, state=replace(late.state, replaces="a" * 32))
    assert errors(late)[schedule.Part.AT] == schedule.TOO_SOON
    assert errors(edited)[schedule.Part.AT] == f"{schedule.TOO_SOON} {schedule.GOES_ON}"


def test_a_group_that_is_gone_is_told_beside_its_field() -> None:
    gone = {"text": {"type": "plain_text", "text": "Gone"}, "value": "Gone"}
    assert "no longer exists" in errors(Form(FormState(), pasted="1", message="Hi", group=gone))["group"]


def test_a_file_and_pasted_numbers_are_one_too_many() -> None:
    both = Form(FormState(), file=FILE, pasted="1", message="Hi")
    assert "Clear one" in errors(both)[phone_list.PASTED]


FORMS = (
    Form(FormState()),
    GOOD,
    Form(
        FormState("C0FRONT", 3),
        pasted="1\n" * 1500,
        message="\u2019" * 3000,
        sender="HarbourSt",
        when=When.BOT,
        at=START,
        group=GROUP,
    ),
    Form(FormState(), message="%%<!channel>%% {a|b} %%Name%%" * 20),
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("offered", [SENDERS, Senders(("14155550190",))])
def test_slack_takes_the_form(form: Form, offered: Senders) -> None:
    view = form_view.compose(form, offered)
    assert problems_in_view(view) == []
    assert "<!channel>" not in words_in([block for block in view["blocks"] if block["type"] == "context"])


def test_the_file_field_takes_one_csv() -> None:
    view = form_view.compose(GOOD, SENDERS)
    (file,) = [block["element"] for block in view["blocks"] if block.get("block_id") == phone_list.FILE]
    assert (file["action_id"], file["max_files"], file["filetypes"]) == ("list.file", 1, ["csv", "txt"])


def test_only_now_and_the_bot_are_offered() -> None:
    shown = words_in(form_view.compose(GOOD, SENDERS))
    assert "Schedule" in shown
    assert "Repeat" in shown
    later = words_in(form_view.compose(replace(GOOD, when=When.BOT), SENDERS))
    assert "Send at" in later
    assert "In SMS-iT" not in later


@pytest.mark.parametrize(
    ("form", "about", "under"),
    [
        (GOOD, About.NUMBERS, phone_list.FILE),
        (replace(GOOD, file=None, pasted="1"), About.NUMBERS, phone_list.PASTED),
        (GOOD, About.MESSAGE, TEXT),
    ],
)
def test_what_reading_a_list_shows_to_be_wrong_stands_under_its_field(
    form: Form, about: About, under: str
) -> None:
    view = form_view.put_back(form, SENDERS, ListError("No <column> of numbers.", about))
    blocks = [block.get("block_id") or words_in(block) for block in view["blocks"]]

    assert problems_in_view(view) == []
    assert ":no_entry: No &lt;column&gt; of numbers." in blocks[blocks.index(under) + 1]
    assert view["clear_on_close"]


def test_a_slip_of_the_name_is_asked_about_while_it_is_written() -> None:
    shown = words_in(form_view.compose(replace(GOOD, message="Hi %%Nmae%%, at %%Time%%"), SENDERS))

    assert "Merge fields: Nmae, Time. Did you mean %%Name%%?" in shown


def test_fields_are_named_and_not_counted() -> None:
    shown = words_in(form_view.compose(GOOD, SENDERS))
    assert "Merge fields: Name" in shown
    assert "2 characters" in shown  # of "Hi", without the blank that would be left behind it
    assert "becomes a first name" not in shown


def test_warnings_are_about_what_smsit_may_change() -> None:
    assert len(form_view.warnings("{a|b}")) == 1
    assert form_view.warnings("%%Name%% %%Other%%") == ()


def test_plain_characters_come_in_a_new_edition() -> None:
    form = message.in_plain_characters(Form(FormState(), message="It\u2019s"))
    assert (form.message, form.state.edition) == ("It's", 1)
