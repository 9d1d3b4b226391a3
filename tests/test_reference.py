"""The pages of docs/reference that are written from the sources are what the sources say today."""

import pytest

from bot.policy import fields
from tests.service.doctor.seen import PAGE
from tools.reference import FOLDER, PAGES, policy

pytestmark = pytest.mark.unmeasured


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_sources_say(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "write it again: make reference"


def test_each_page_that_says_it_is_written_is() -> None:
    said = {
        path.name
        for path in FOLDER.iterdir()
        if "<!-- Written by `make reference`" in path.read_text("utf-8")
    }
    assert said == {*PAGES, PAGE.name}  # of which a test of the doctor says whether it is out of date


def test_what_to_write_in_the_policy_is_what_its_reader_says_to_a_mistake() -> None:
    assert policy.sentence("approval", "expires_hours") == "a whole number of hours, from 1 to 720"
    assert policy.sentence("approval", "channel") == fields.A_CHANNEL.removeprefix("write ")
    assert policy.sentence("quiet_hours", "US").startswith("two different local times")
    assert policy.sentence("budgets.people", "U0123TOM") == "a whole number of credits, 0 or more"


def test_a_comment_belongs_to_the_key_beside_or_below_it_and_else_to_the_table() -> None:
    told = policy.example(
        "# Of all.\n\n# Of the\n# table.\n[pot]\nlid = 1  # beside,\n         # and on\n# Above\n"
        '# it.\ntext = "a # b"\n# At the end.\n\n'
    )

    assert told[""].about == ["Of all."]
    assert told["pot"].about == ["Of the", "table.", "At the end."]
    assert told["pot"].keys == {"lid": "beside, and on", "text": "Above it."}


def test_a_key_that_the_example_leaves_out_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = policy.example(policy.EXAMPLE.read_text("utf-8"))
    del told["otp"].keys["tries"]
    monkeypatch.setattr(policy, "example", lambda _text: told)

    with pytest.raises(LookupError, match=r"otp\.tries"):
        policy.page()
