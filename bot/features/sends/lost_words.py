"""The last look at the words of a send: whether what it was written from is in use and approved still."""

from sqlalchemy import Connection

from bot.features.templates.service import Wording, WordsError
from bot.store.sends import Send


def lost(conn: Connection, wording: Wording, send: Send) -> str:
    """Return why a send may not say its words any more, and what to do about it; nothing when it may."""
    try:
        wording.require_still(conn, send.kind, send.body or "", send.origin_channel)
    except WordsError as error:
        return error.sentence
    return ""
