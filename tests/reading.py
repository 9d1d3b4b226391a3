"""What a person reads of a text: marks that only keep a line from breaking look like those that do not."""

_AS_SEEN = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{NON-BREAKING HYPHEN}": "-"})


def as_read(text: str) -> str:
    return text.translate(_AS_SEEN)
