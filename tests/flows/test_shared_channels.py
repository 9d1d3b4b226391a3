"""Where another organisation reads along, nothing about people is said unless the policy says so."""

from collections.abc import Iterator

import pytest

from tests.flows.broadcasting import own_harness
from tests.flows.harness import ADA, Harness
from tests.flows.staff import MAYA

pytestmark = pytest.mark.measured

LAB, DIRECT = "C0LAB", "@smsit"
POLICY = f"""
[roles]
viewer = ["*"]
sender = ["{MAYA}"]
"""
NAMED = f"""{POLICY}
[channels]
shared = ["{LAB}"]
"""


@pytest.fixture(params=[POLICY, NAMED], ids=["unnamed", "named"])
def harness(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harness]:
    own = own_harness(tmp_path_factory.mktemp("house"), request.param)
    yield own
    own.close()


def in_lab(harness: Harness) -> list[str]:
    return [each.text for each in harness.person("U0ZED").sees(LAB)]


def test_the_form_says_where_its_message_comes_and_there_it_comes(harness: Harness) -> None:
    is_named = "[channels]" in (harness.folder / "policy.toml").read_text()
    harness.compose("/sms Ada Lovelace Your results are here", channel=LAB)
    harness.check()
    said = "Updates will come as a direct message, because <#C0LAB> is shared with another organisation"
    assert (said in harness.shown()) is not is_named
    harness.maya.submit()
    harness.wait_for(lambda: harness.texts)
    assert harness.texts == [(ADA, "Your results are here")]

    if is_named:
        harness.wait_for(lambda: any("Ada Lovelace" in each for each in in_lab(harness)))
        return
    harness.wait_for(lambda: any("Ada Lovelace" in each.text for each in harness.maya.sees(DIRECT)))
    harness.quiet()
    harness.tick(seconds=60)
    assert in_lab(harness) == []
