from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import HOW_TO_GET_IT, find, is_ci
from tests.browser.desk import Desk, browser, sit_down
from tests.browser.gallery import Gallery, gallery


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Run the browser; without one, a CI run fails and any other leaves these tests out, saying so."""
    if find() is None:
        if is_ci():
            pytest.fail(HOW_TO_GET_IT)
        pytest.skip(HOW_TO_GET_IT)  # the one skip there is: not everybody has a Chromium
    with browser() as running:
        yield running


@pytest.fixture(scope="session")
def there() -> Iterator[Gallery]:
    with gallery() as running:
        yield running


@pytest.fixture
def desk(chromium: Browser, there: Gallery) -> Iterator[Desk]:
    """Give a fresh tab, at Maya's desk; nothing may be left that the real Slack would complain about."""
    sitting = sit_down(chromium, there.sandbox.url)
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


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk.page
