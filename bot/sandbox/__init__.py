"""The embedded default: everything outward the bot talks to, on one loopback port of this machine."""

from bot.sandbox.server import Sandbox

__all__ = ["Sandbox"]
