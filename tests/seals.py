"""Seals as the bot has them, with a key of the tests."""

from bot.slack.seals import Seals
from tests.clock import FakeClock

SEALS = Seals(b"a key of the tests", FakeClock())
