"""Templates, the balance, and what a text takes."""

from dataclasses import replace

from bot.access import Who
from bot.features.templates.changes import Changes  # noqa: F401 - replaced below where it is not needed
from bot.store import sends
from tests.mcp_server.conftest import Desk
from tests.store.samples import new_send
