"""What a group send does to a text on its way: names filled in, spintax spun, single braces gone."""

import hashlib
import re

NAME = "%%Name%%"
INNERMOST = re.compile(r"\{([^{}]*)\}")


def expand(message: str, *, name: str, salt: str) -> str:
    """Give the text one member of a group gets.

    `%%Name%%` becomes the first word of `name`. `{a|b}` becomes one of its choices, nested ones too;
    `{a}` has one choice, so its braces vanish. `salt` makes the same choice again in every run.
    """
    first_name = name.split(maxsplit=1)[0] if name.strip() else ""
    spun = message
    turn = 0
    while (found := INNERMOST.search(spun)) is not None:
        choices = found[1].split("|")
        digest = hashlib.blake2b(f"{salt}:{turn}".encode(), digest_size=4).digest()
        choice = choices[int.from_bytes(digest) % len(choices)]
        spun = spun[: found.start()] + choice + spun[found.end() :]
        turn += 1
    return spun.replace(NAME, first_name)
