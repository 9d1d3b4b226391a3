"""What a person reads of a text: marks that only keep a line from breaking look like those that do not."""


def as_read(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")
