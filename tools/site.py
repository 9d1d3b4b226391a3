"""What the site has beside docs/: the documents of the project's root, and the sources that pages lead to.

A link is written as it works where the code is, such as ``../tests/test_logs.py``. Here it leads to a page
that shows that file, so the site needs no address of a code host. MkDocs then checks every link and anchor.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).parents[1]
DOCS: Final = "docs"
TOP: Final = {
    "CHANGELOG.md": "changelog.md",
    "CODE_OF_CONDUCT.md": "code-of-conduct.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
}
"""Documents of the project's root, and their pages."""
_LINK: Final = re.compile(
    r"^(?P<fence>```|~~~+).*?^(?P=fence)$"  # what is in a block of code is no link
    r"|(?<=\]\()(?!https?:|mailto:|#|/)(?P<to>[^)\s#]+)(?P<anchor>#[^)\s]*)?(?=\))",
    re.DOTALL | re.MULTILINE,
)
_LANGUAGES: Final = {
    ".md": "markdown",
    ".py": "python",
    ".toml": "toml",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
}
_FROM_ELSEWHERE: Final = re.compile(r"<(?:script|img|iframe|link)\b[^>]*\b(?:src|href)=\"?(?:https?:)?//")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that aren't in docs/."""
    for path, uri in TOP.items():
        files.append(File.generated(config, uri, content=(ROOT / path).read_text("utf-8")))
    wanted = {
        target
        for file in list(files.documentation_pages())
        for target in _targets(file.src_uri, file.content_string)
        if _is_source(target)
    }
    for target in sorted(wanted):
        files.append(File.generated(config, _uri(target), content=_shown(target)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001 - MkDocs gives them by name
    """Have each link lead to a page of the site."""
    here = page.file.src_uri

    def to_page(found: re.Match[str]) -> str:
        if found["fence"]:
            return found[0]
        page_of_it = _uri(_resolved(here, found["to"]))
        return posixpath.relpath(page_of_it, posixpath.dirname(here) or ".") + (found["anchor"] or "")

    return _LINK.sub(to_page, markdown)


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:  # noqa: ARG001 - MkDocs gives them by name
    """Refuse a page that has a reader's browser ask somebody else for anything."""
    if found := _FROM_ELSEWHERE.search(output):
        raise PluginError(f"{page.file.src_uri} asks another server: {found[0]}")
    return output


def _targets(here: str, markdown: str) -> Iterator[str]:
    for found in _LINK.finditer(markdown):
        if found["to"]:
            yield _resolved(here, found["to"])


def _resolved(here: str, link: str) -> str:
    """Return what a link of a page leads to, from the project's root."""
    top = next((path for path, uri in TOP.items() if uri == here), "")
    folder = "" if top else posixpath.join(DOCS, posixpath.dirname(here))
    return posixpath.normpath(posixpath.join(folder, link))


def _is_source(target: str) -> bool:
    return target not in TOP and not target.startswith((f"{DOCS}/", "..")) and (ROOT / target).exists()


def _uri(target: str) -> str:
    """Return the page or file of the site that stands for something of the project."""
    if target in TOP:
        return TOP[target]
    if target.startswith(f"{DOCS}/"):
        return target.removeprefix(f"{DOCS}/")
    return f"source/{target.replace('/.', '/').lstrip('.')}.md"


def _shown(target: str) -> str:
    path = ROOT / target
    head = f"---\nsearch:\n  exclude: true\n---\n\n# {target}\n\n"
    if path.is_dir():
        return head + "\n".join(f"- `{each.name}`" for each in sorted(path.iterdir())) + "\n"
    return f"{head}~~~~{_LANGUAGES.get(path.suffix, 'text')}\n{path.read_text('utf-8')}\n~~~~\n"
