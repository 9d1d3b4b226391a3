from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import HOW_TO_GET_IT, find, is_ci
from tests.browser.gallery import Gallery, gallery
from tests.browser.harness import WindowedHarness, open_harness
from tests.browser.screen import Screen, browser, sit_down


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


@pytest.fixture(scope="module")
def there() -> Iterator[Gallery]:
    """Run the toy bot; a module at a time, for the page shows the sandbox that came last."""
    with gallery() as running:
        yield running


@pytest.fixture
def screen(window: BrowserContext, there: Gallery) -> Iterator[Screen]:
    """Give a fresh tab, at Maya's screen; nothing may be left that the real Slack would complain about."""
    sitting = sit_down(window, there.sandbox.url)
    errors: list[str] = []
    sitting.page.on("pageerror", lambda error: errors.append(str(error)))
    yield sitting.open()
    person = there.sandbox.slack.person("U0MAYA")
    sitting.page.close()
    if person.view is not None:
        person.close()
    assert errors == []
    assert sitting.outside == []
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
def maya(window: BrowserContext, harness: WindowedHarness) -> Iterator[Screen]:
    """Give a fresh tab of the whole demo, at Maya's screen."""
    sitting = sit_down(window, harness.sandbox.url)
    errors: list[str] = []
    sitting.page.on("pageerror", lambda error: errors.append(str(error)))
    yield sitting.open()
    sitting.page.close()
    assert errors == []
    assert sitting.outside == []
    assert harness.sandbox.slack.problems == []


@pytest.fixture
def page(screen: Screen) -> Page:
    return screen.page
