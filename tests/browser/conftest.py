from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.chromium import HOW_TO_GET_IT, find, is_ci
from tests.browser.desk import Desk, browser, sit_down
from tests.browser.gallery import Gallery, gallery
from tests.browser.house import WindowedHouse, open_house


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
def desk(window: BrowserContext, there: Gallery) -> Iterator[Desk]:
    """Give a fresh tab, at Maya's desk; nothing may be left that the real Slack would complain about."""
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
def shared_house() -> Iterator[WindowedHouse]:
    with open_house() as running:
        yield running


@pytest.fixture
def house(shared_house: WindowedHouse) -> WindowedHouse:
    """The running bot, with empty screens and an empty ledger."""
    shared_house.fresh()
    return shared_house


@pytest.fixture
def maya(window: BrowserContext, house: WindowedHouse) -> Iterator[Desk]:
    """Give a fresh tab of the whole demo, at Maya's desk."""
    sitting = sit_down(window, house.sandbox.url)
    errors: list[str] = []
    sitting.page.on("pageerror", lambda error: errors.append(str(error)))
    yield sitting.open()
    sitting.page.close()
    assert errors == []
    assert sitting.outside == []
    assert house.sandbox.slack.problems == []


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk.page
