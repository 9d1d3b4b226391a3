"""Bots that are waited for as long as everything else in tests, however busy the machine is."""

from collections.abc import Iterator

import pytest

from tests.accounts.household import patient


@pytest.fixture(scope="package", autouse=True)
def _patient() -> Iterator[None]:
    with patient():
        yield
