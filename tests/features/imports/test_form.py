"""The two forms: what they ask for, what they show, and what is wrong with what was chosen."""

from typing import Any

import pytest

from bot.features.imports import form
from bot.features.imports.columns import Columns
from bot.features.imports.entries import Choice, Refusers
from bot.features.imports.form import ColumnState, FormState, Request
from bot.features.imports.ids import Action, Field, Modal
from bot.features.imports.views import form as form_view
from bot.sandbox.slack.blocks import problems_in_view
from bot.slack.blocks import kit
from bot.slack.blocks.kit import Block
from bot.slack.incoming import metadata
from bot.slack.incoming.forms import FieldErrors
from bot.slack.outgoing.uploads import LONGEST_NAME, carried
from bot.texting.tables.uploads import UploadedFile
from tests.features.imports.harness import SIMPLE, Harness, number, person
from tests.features.samples import words_in

ALL = kit.option("Everybody", "All")


def view(**fields: dict[str, object]) -> dict[str, Any]:
    return {"state": {"values": {block: {"element": value} for block, value in fields.items()}}}


def shown(harness: Harness, file: UploadedFile, chosen: Request) -> Block:
    group = chosen.group_value
    preview = harness.preparation.preview(file, Choice(chosen.columns, group))
    found = form_view.columns(preview, chosen, "C0FRONT")
    assert problems_in_view(found) == []
    return found


def selects(found: Block) -> dict[str, Block]:
    return {block["block_id"]: block["element"] for block in found["blocks"] if block["type"] == "input"}


# --- the file


def test_the_first_form_asks_for_a_file() -> None:
    found = form_view.upload(FormState("C0FRONT"))
    assert problems_in_view(found) == []
    assert (found["callback_id"], metadata.load(FormState, found["private_metadata"])) == (
        Modal.UPLOAD,
        FormState("C0FRONT"),
    )
    with pytest.raises(FieldErrors) as wrong:
        form.uploaded(view(), "U0MAYA")
    assert wrong.value.by_block == {Field.FILE: form.NO_FILE}


def test_a_file_is_read_as_slack_describes_it() -> None:
    file = {"id": "F1", "url_private": "https://files.slack.com/F2", "name": "n" * 200, "size": 3}
    found = form.uploaded(view(file={"files": [file]}), "U0MAYA")
    assert found == UploadedFile("F1", f"{'n' * (LONGEST_NAME - 1)}…", 3, "U0MAYA")
    assert form.uploaded(view(file={"files": [{"id": "F1"}]}), "U0MAYA").name == "contacts.csv"


# --- the columns


def test_the_second_form_shows_what_would_be_added(harness: Harness) -> None:
    lines = [
        f"{number(place)},<b>Ann</b>,{group},25/06/1981"
        for place, group in enumerate(["VIP", "Gold", "A", "B", "C", "D"], 1)
    ]
    file = harness.file(*lines, *["12,,VIP,"] * 6, titles="Phone,Name,Group,Birthday")
    chosen = Request(Columns((0,), (1,), (), (3,), (2,)))
    found = shown(harness, file, chosen)
    said = words_in(found)
    assert "*6 rows* can be added, 6 rows can't." in said
    assert "+1 415-555-0001 · &lt;b&gt;Ann&lt;/b&gt; · 25 Jun 1981 → *VIP*" in said
    assert "Groups: VIP (1), Gold (1), A (1), B (1), C (1), 1 more" in said
    assert "Unknown groups: *A*, *B* and *C*" in said
    assert "Line 8: This number is too short" in said
    assert "and 1 more" in said
    assert found["submit"]["text"] == "Add 6"
    state = metadata.load(ColumnState, found["private_metadata"])
    assert (carried(state, "U0MAYA"), state.channel, state.good, state.rejected) == (file, "C0FRONT", 6, 6)
    assert selects(found)["birthday"]["initial_option"]["value"] == "3"
    form.validate(chosen, state)


def test_what_is_missing_is_asked_for(harness: Harness) -> None:
    found = shown(
        harness, harness.file(f"{number(1)},Ann", titles="Phone,Name"), Request(Columns((0,), (1,)))
    )
    assert "Choose a group column" in words_in(found)
    assert found["submit"]["text"] == "Import"
    found = shown(
        harness, harness.file("Ann,VIP", titles="Kontakt,Group"), Request(Columns(name=(0,), group=(1,)))
    )
    assert "Choose the column of phone numbers." in words_in(found)
    assert "initial_option" not in selects(found)["number"]


def test_a_file_of_which_nothing_can_be_added_says_so(harness: Harness) -> None:
    found = shown(harness, harness.file("12,Ann,VIP"), Request(SIMPLE))
    assert "*0 rows* can be added, 1 row can't." in words_in(found)
    assert "The first ones" not in words_in(found)
    assert "more" not in words_in(found)


def test_a_first_and_a_last_name_can_be_chosen_together_or_apart(harness: Harness) -> None:
    file = harness.file(f"Ann,Lee,{number(1)}", titles="First name,Last name,Phone")
    found = shown(harness, file, Request(Columns((2,), (0, 1)), ALL))
    select = selects(found)["name"]
    assert select["initial_option"]["text"]["text"] == "First name + Last name"
    assert [option["value"] for option in select["options"]] == ["-", "0+1", "0", "1", "2"]
    assert selects(found)["one_group"]["initial_option"] == ALL
    assert "*1 row* can be added." in words_in(found)


def test_a_hundred_columns_and_more_are_offered_as_far_as_slack_goes(harness: Harness) -> None:
    titles = ",".join(["Phone", *(f"{'ü' * 80} {nth}" for nth in range(150))])
    file = harness.file(",".join([number(1)] + ["x"] * 150), titles=titles)
    found = shown(harness, file, Request(Columns(number=(0,), group=(140,))))
    options = selects(found)["group"]["options"]
    assert len(options) == 100
    assert options[-1] == selects(found)["group"]["initial_option"]


def test_what_is_chosen_is_read_from_the_form() -> None:
    chosen = {
        part: {"selected_option": {"value": value}} for part, value in (("number", "2"), ("name", "0+1"))
    }
    found = form.read(view(**chosen, one_group={"selected_option": ALL}))
    assert found == Request(Columns(number=(2,), name=(0, 1)), ALL)
    assert found.written() == "2 0+1 - - - All"


@pytest.mark.parametrize(
    ("chosen", "state", "wrong"),
    [
        (Request(Columns()), {}, {Field.NUMBER: form.NO_NUMBER, Field.ONE_GROUP: form.NO_GROUP}),
        (Request(SIMPLE, ALL), {}, {Field.ONE_GROUP: form.TWO_GROUPS}),
        (Request(SIMPLE), {"shown": "0 - - - 2", "good": 5}, {Field.NUMBER: form.NOT_SEEN}),
        (Request(SIMPLE), {"good": 0}, {Field.NUMBER: form.NOTHING}),
    ],
)
def test_what_cannot_be_imported_is_told_beside_its_field(
    chosen: Request, state: dict[str, Any], wrong: dict[str, str]
) -> None:
    usual = {"file_id": "F1", "name": "n", "size": 1, "shown": chosen.written(), "good": 1}
    with pytest.raises(FieldErrors) as error:
        form.validate(chosen, ColumnState(**(usual | state)))
    assert error.value.by_block == wrong


def test_no_repr_shows_a_person(harness: Harness) -> None:
    preview = harness.preparation.preview(harness.file(person(1)), Choice(SIMPLE))
    assert number(1) not in repr(preview)
    assert "Ann" not in repr(preview)
    assert Action.ONE_GROUP not in repr(preview)


# --- people who did not agree to texts


def refusing(harness: Harness) -> UploadedFile:
    return harness.file(f"{number(1)},no", f"{number(2)},yes", titles="Phone,SMS opt-in")


def test_what_becomes_of_people_who_said_no_is_asked_with_their_count(harness: Harness) -> None:
    chosen = Request(Columns((0,)), ALL)
    found = shown(harness, refusing(harness), chosen)
    assert "In *SMS opt-in*, *1 person* said no to texts or didn't say yes." in words_in(found)
    assert "initial_option" not in selects(found)[Field.CONSENT]
    assert found["submit"]["text"] == "Import"
    state = metadata.load(ColumnState, found["private_metadata"])
    with pytest.raises(FieldErrors) as wrong:
        form.validate(chosen, state)
    assert wrong.value.by_block == {Field.CONSENT: form.NO_CONSENT}


@pytest.mark.parametrize(("refusers", "button"), [(Refusers.LEFT_OUT, "Add 1"), (Refusers.ADDED, "Add 2")])
def test_what_was_said_of_them_is_read_and_shown(harness: Harness, refusers: Refusers, button: str) -> None:
    chosen = form.read(
        view(
            number={"selected_option": {"value": "0"}},
            one_group={"selected_option": ALL},
            consent={"selected_option": {"value": refusers.value}},
        )
    )
    assert chosen.refusers is refusers
    preview = harness.preparation.preview(refusing(harness), Choice(chosen.columns, "All", refusers))
    found = form_view.columns(preview, chosen, None)
    assert problems_in_view(found) == []
    assert found["submit"]["text"] == button
    form.validate(chosen, metadata.load(ColumnState, found["private_metadata"]))


def test_cells_left_out_are_listed_and_the_rest_counted(harness: Harness) -> None:
    file = harness.file(*(f"{number(place)},n/a" for place in range(1, 9)), titles="Phone,Email")
    said = words_in(shown(harness, file, Request(Columns((0,), (), (1,)), ALL)))
    assert "*8 cells can't be read*. They'll be left blank:" in said
    assert "and 3 more" in said
