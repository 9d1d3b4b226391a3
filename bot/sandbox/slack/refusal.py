"""How the workspace says no."""


class Refusal(Exception):  # noqa: N818 - it is Slack's answer, not a fault of the sandbox
    """A call was refused with Slack's own error name.

    `details` become the answer's `response_metadata.messages`, `more` stands beside `error`.
    """

    def __init__(self, error: str, details: list[str] | None = None, **more: str) -> None:
        super().__init__(error)
        self.error = error
        self.details = details or []
        self.more = more
