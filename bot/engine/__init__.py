"""Work that survives a crash: queued jobs, clock jobs, and the patterns every send uses."""

from bot.engine.port import Engine, Handlers, Job

__all__ = ["Engine", "Handlers", "Job"]
