"""Lines of the log, each with the request it was written for."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from bot import request_ids


class Heard(logging.Handler):
    """Listens to a logger, at every level."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append((record.getMessage(), request_ids.current()))

    @contextmanager
    def listening(self, name: str) -> Iterator[None]:
        logger = logging.getLogger(name)
        level = logger.level
        logger.addHandler(self)
        logger.setLevel(logging.DEBUG)
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.setLevel(level)

    def of(self, request_id: str) -> list[str]:
        """The lines of one request."""
        return [line for line, request in self.lines if request == request_id]

    def request_of(self, line: str) -> str:
        """The request for which a line was written last."""
        return next(request for each, request in reversed(self.lines) if each.startswith(line))
