"""The message of an import: counts and nobody's number, in every state."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.features.imports.ids import Action, ImportRef
from bot.features.imports.views.figures import Figures
from bot.features.imports.views.message import message
from bot.sandbox.slack.blocks import problems_in_message
from bot.slack.incoming import metadata
from bot.store.contact_import_rows import RowState
from bot.store.contact_imports import ContactImport, ImportState
from tests.features.imports.harness import Harness, person
from tests.features.samples import words_in

NOW = datetime(2026, 11, 23, tzinfo=UTC)
S = ImportState
IMPORT = ContactImport(
    id="a" * 32,
    key="k",
    team_id="T0HARBOUR",
    user_id="U0MAYA",
    origin_channel="C0FRONT",
    file_name="<14155550100>.csv",
    state=S.RUNNING,
    wave=1,
    size=20_000,
    rejected=1,
    why=None,
    decided_by=None,
    source={},
    created_at=NOW,
    updated_at=NOW,
)
COUNTS = {
    RowState.ADDED: 1190,
    RowState.PRESENT: 32,
    RowState.REFUSED: 12,
    RowState.UNKNOWN: 6,
    RowState.WAITING: 18_760,
}
FIGURES = Figures(COUNTS, 20_000, 1)


@pytest.mark.parametrize(
    ("state", "because", "said", "buttons"),
    [
        (S.RUNNING, {}, "Adding contacts", [Action.PAUSE, Action.CANCEL]),
        (S.PAUSED, {"decided_by": "U0TOM"}, "Paused by <@U0TOM>", [Action.RESUME, Action.CANCEL]),
        (
            S.PAUSED,
            {"why": "No <b> +14155550100."},
            "Paused automatically. No &lt;b&gt; •••0100. Resume",
            [Action.RESUME, Action.CANCEL],
        ),
        (S.CANCELLED, {"decided_by": "U0TOM"}, "Cancelled by <@U0TOM>", []),
        (S.DONE, {}, "Done", []),
    ],
)
def test_each_state_says_what_it_is_and_offers_what_can_be_done(
    state: ImportState, because: dict[str, str], said: str, buttons: list[str]
) -> None:
    found = message(replace(IMPORT, state=state, **because), FIGURES)
    assert problems_in_message({"text": found.text, "blocks": list(found.blocks)}) == []
    assert said in found.text
    assert said in words_in(found.blocks)
    shown = "1,240 of 20,000 rows: 1,190 added, 32 already there or opted out, 12 refused, 6 unconfirmed"
    assert f"{shown} · 1 row skipped" in found.text
    assert shown in words_in(found.blocks)
    assert "4155550100" not in found.text
    elements = [each for block in found.blocks if block["type"] == "actions" for each in block["elements"]]
    assert [each["action_id"] for each in elements] == buttons
    assert all(metadata.load(ImportRef, each["value"]) == ImportRef(IMPORT.id, wave=1) for each in elements)
    assert ("<@U0MAYA> gets the rows" in found.text) is (state in {S.DONE, S.CANCELLED})


def test_before_its_rows_are_read_there_are_no_figures() -> None:
    found = message(replace(IMPORT, state=S.QUEUED, wave=0), Figures({}, 20_000, 0))
    assert "Reading the file" in found.text
    assert "of 20,000" not in found.text


def test_the_message_stands_where_the_import_was_started(harness: Harness) -> None:
    import_id = harness.confirmed(person(1))
    drawn = harness.renderer.draw(import_id)
    assert drawn is not None
    assert (drawn.channel, drawn.user_id) == ("C0FRONT", "U0MAYA")
    assert harness.renderer.draw("0" * 32) is None
