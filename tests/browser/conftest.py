from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import HOW_TO_GET_IT, find, is_ci
from tests.browser.gallery import Gallery, gallery
from tests.browser.harness import WindowedHarness, open_harness
from tests.browser.screen import Screen, browser, sit_down
from tests.flows.harness import patient


@pytest.fixture(scope="package", autouse=True)
def _patient() -> Iterator[None]:
    with patient():
        yield


@pytest.fixture(scope="package")
def window() -> Iterator[BrowserContext]:
    """Run the browser; without one, a CI run fails and any other leaves these tests out, saying so.

    No longer than this package's tests: its driver keeps an event loop running, which disturbs others.
    """
    if find() is None:
        if is_ci():
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)  # the one skip there is: not everybody has a Chromium
    with browser() as running:
        yield running.new_context(reduced_motion="reduce")


@pytest.fixture(scope="package")
def tab(window: BrowserContext) -> Page:
    """The tab that all tests load the page in: to open one for each takes twice the time of the loading.

    A second one is for who needs two screens at once: the keys of one go astray while another comes or goes.
    """
    return window.new_page()


@pytest.fixture(scope="module")
def there() -> Iterator[Gallery]:
    """Run the toy bot; a module at a time, for the page shows the sandbox that came last."""
    with gallery() as running:
        yield running


@pytest.fixture
def screen(tab: Page, there: Gallery) -> Iterator[Screen]:
    """Give Maya's screen; nothing may be left that the real Slack would complain about."""
    sitting = sit_down(tab, there.sandbox.url)
    yield sitting
    sitting.leave()
    person = there.sandbox.slack.person("U0MAYA")
    if person.view is not None:
        person.close()
    assert there.sandbox.slack.problems == []


@pytest.fixture(scope="module")
def shared_harness() -> Iterator[WindowedHarness]:
    with open_harness() as running:
        yield running


@pytest.fixture
def harness(shared_harness: WindowedHarness) -> WindowedHarness:
    """The running bot, with empty screens and an empty ledger."""
    shared_harness.fresh()
    return shared_harness


@pytest.fixture
def maya(tab: Page, harness: WindowedHarness) -> Iterator[Screen]:
    """Give Maya's screen of the whole demo."""
    sitting = sit_down(tab, harness.sandbox.url)
    yield sitting
    sitting.leave()
    assert harness.sandbox.slack.problems == []


@pytest.fixture
def page(screen: Screen) -> Page:
    return screen.page
