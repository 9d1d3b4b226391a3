import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texting import templates
from bot.texting.templates import WarningKind


@pytest.mark.parametrize(
    ("text", "group", "kinds"),
    [
        ("Your table is ready, 50% off", False, []),
        ("Hi {there}", False, [WarningKind.BRACES]),
        ("Hi }", True, [WarningKind.BRACES]),
        ("{Hi|Hello} you", False, [WarningKind.CHOICE]),
        ("Hi %%Name%%", False, [WarningKind.NAME]),
        ("Hi %%name%%", False, [WarningKind.NAME]),
        ("Hi %%Name%%", True, []),
        ("Hi %%name%%", True, [WarningKind.UNKNOWN_TOKEN]),
        ("Hi %%First Name%%", False, [WarningKind.UNKNOWN_TOKEN]),
        ("Hi %%Name%% of %%Town%% {a|b}", True, [WarningKind.CHOICE, WarningKind.UNKNOWN_TOKEN]),
        ("100%% sure, 50%% off", True, []),
        ("Hi %%Name|there%%", False, [WarningKind.NAME]),
        ("Hi %%Name|there%%", True, [WarningKind.UNKNOWN_TOKEN]),
        ("Hi %%Town | the town%%", False, [WarningKind.UNKNOWN_TOKEN]),
        ("{a|b|c}", False, [WarningKind.CHOICE]),
    ],
)
def test_warns_of_what_smsit_may_change(text: str, group: bool, kinds: list[WarningKind]) -> None:  # noqa: FBT001 - a column of the table
    assert [warning.kind for warning in templates.warnings(text, group=group)] == kinds


@given(st.text(st.characters(exclude_characters="{}%")))
def test_a_text_without_marks_has_no_warning(text: str) -> None:
    assert templates.warnings(text) == ()


@given(st.text("{}|%Name "), st.booleans())
def test_every_brace_is_warned_of_once(text: str, group: bool) -> None:  # noqa: FBT001 - drawn by Hypothesis
    kinds = [warning.kind for warning in templates.warnings(text, group=group)]
    assert len(kinds) == len(set(kinds))
    braces = {WarningKind.BRACES, WarningKind.CHOICE}.intersection(kinds)
    assert len(braces) == bool(set(text) & set("{}"))


@pytest.mark.parametrize(
    ("text", "asks"), [("Hi %%Nmae%%", True), ("Hi %%Name%%, %%Naem|there%%", True), ("Hi %%Town%%", False)]
)
def test_a_slip_of_the_name_is_asked_about_in_texts_to_groups(text: str, asks: bool) -> None:  # noqa: FBT001
    [found] = templates.warnings(text, group=True)

    assert found.sentence.startswith("Did you mean %%Name%%?") is asks
    assert "Did you mean" not in templates.warnings(text.replace("%%Name%%", ""))[0].sentence
