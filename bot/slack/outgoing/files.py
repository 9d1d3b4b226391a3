"""Files: fetching what a person uploaded into a form, and giving a person one in Slack.

The bot's token reads more than its person may: files of others, and those it gave them. So of a form nothing
but the file's id counts, and Slack is asked whose it is and where.

Slack has no method that downloads: the file's private address is asked with the bot's token. The token goes
there and nowhere else, so the address must be Slack's own and redirects are not followed.
"""

import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, Final, Protocol
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import UserError
from bot.slack import web
from bot.slack.outgoing.posting_errors import GONE, NOT_THERE, Later, NotThere, PosterError, Unreachable
from bot.texting.tables.uploads import UploadedFile

TIMEOUT_SECONDS: Final = 30.0
PIECE: Final = 64 * 1024
MEGABYTE: Final = 1024 * 1024
SLACK_FILES: Final = ("https", "files.slack.com")
"""Where Slack keeps private files. Source: docs.slack.dev, reference/objects/file-object."""

_PLAIN: Final = re.compile(r"[!-\[\]-~]{1,2000}")
"""An address in printable ASCII without a blank or a backslash, as Slack writes them."""

NOT_READ: Final = "Upload the file again, or paste the rows: Slack didn't hand it over."
NO_SCOPE: Final = (
    "The bot may not read files here: it lacks the scope files:read. Paste the rows, or ask your admin to "
    "reinstall it."
)
TOO_LARGE: Final = "Split this file: it's larger than the limit of {megabytes:,} MB."


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: the token would go along."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """Let the redirect be an answer like any other, which is an error."""
        del req, fp, code, msg, headers, newurl


class FileLimit(Protocol):
    """How large a file may be; the policy's limits are such."""

    @property
    def list_megabytes(self) -> int:
        """How many megabytes of 1,048,576 bytes."""


@dataclass(frozen=True, slots=True)
class Megabytes:
    """A limit that stays."""

    list_megabytes: int


TEN_MEGABYTES: Final = Megabytes(10)


class Files:
    """Downloads and uploads as the bot. ``limits`` tell the largest file that is taken."""

    def __init__(
        self, client: WebClient, limits: FileLimit = TEN_MEGABYTES, *, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._client = client
        self._limits = limits
        self._timeout = timeout
        self._open: Callable[..., Any] = web.opener(_NoRedirects()).open

    def download(self, file: UploadedFile) -> bytes:
        """Return the bytes of a file that a form names. Asks Slack.

        Raises :exc:`UserError` when its person did not upload it, it is too large, Slack does not hand it
        over, or the bot may not read it.
        """
        described = self._described(file.id)
        if not file.user_id or described.get("user") != file.user_id:
            raise UserError(NOT_READ)  # as for one that isn't there: nobody learns which ids there are
        return self._fetched(described)

    def _described(self, file_id: str) -> Mapping[str, Any]:
        """Return a file as Slack describes it."""
        if not file_id:
            raise UserError(NOT_READ)
        try:
            found = self._client.files_info(file=file_id).get("file")
        except SlackApiError as error:
            lacks = error.response.get("error") == "missing_scope"
            raise UserError(NO_SCOPE if lacks else NOT_READ) from None
        except (SlackClientError, HTTPException, OSError):
            raise UserError(NOT_READ) from None
        return found if isinstance(found, Mapping) else {}

    def _fetched(self, file: Mapping[str, Any]) -> bytes:
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        if not self._is_slacks(address):
            raise UserError(NOT_READ)
        size = file.get("size")
        if isinstance(size, int) and size > self._most:
            raise UserError(self._too_large)
        request = urllib.request.Request(  # noqa: S310 - the address is https, or that of the Web API
            address, headers={"Authorization": f"Bearer {self._client.token}"}
        )
        try:
            with self._open(request, timeout=self._timeout) as response:
                if response.headers.get_content_type() == "text/html":
                    raise UserError(NO_SCOPE)  # Slack answers so, with status 200 (bolt-js issue 2585)
                return self._read(response)
        except urllib.error.HTTPError as error:
            error.close()
            raise UserError(NOT_READ) from None  # its own text would hold the address
        except (HTTPException, OSError, ValueError):
            raise UserError(NOT_READ) from None

    def upload(
        self, channel: str, name: str, content: bytes, comment: str, *, thread_ts: str | None = None
    ) -> None:
        """Put a file into a channel or direct message (``D…``), or into a thread there.

        ``comment`` is mrkdwn. Raises :exc:`PosterError`. Not idempotent: a second call shares a second file.
        """
        try:
            self._client.files_upload_v2(
                channel=channel,
                filename=name,
                title=name,
                content=content,
                initial_comment=comment,
                thread_ts=thread_ts,
            )
        except SlackApiError as error:
            raise _meaning(error) from None
        except (SlackClientError, HTTPException, OSError) as error:
            raise Unreachable(type(error).__name__) from None

    @property
    def _too_large(self) -> str:
        return TOO_LARGE.format(megabytes=self._limits.list_megabytes)

    @property
    def _most(self) -> int:
        return self._limits.list_megabytes * MEGABYTE

    def _is_slacks(self, address: str) -> bool:
        """Tell whether the token may go to this address: where Slack keeps files, or where the Web API is.

        To the letter: another port, a user before the host, or a sign that some read as the end of the host
        make it another place.
        """
        if not _PLAIN.fullmatch(address):
            return False
        try:
            asked, api = urlsplit(address), urlsplit(self._client.base_url)
        except ValueError:
            return False
        return (asked.scheme, asked.netloc) in {SLACK_FILES, (api.scheme, api.netloc)}

    def _read(self, response: IO[bytes]) -> bytes:
        pieces, size = [], 0
        while piece := response.read(PIECE):
            size += len(piece)
            if size > self._most:
                raise UserError(self._too_large)
            pieces.append(piece)
        return b"".join(pieces)


def _meaning(error: SlackApiError) -> PosterError:
    code = str(error.response.get("error", ""))
    if code == "ratelimited" or error.response.status_code == 429:  # noqa: PLR2004 - HTTP Too Many Requests
        return Later(web.seconds_to_wait(error))
    return NotThere(code) if code in NOT_THERE or code in GONE else Unreachable(code)
