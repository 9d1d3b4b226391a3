"""Dropping a connection without a word of an answer, which ASGI has no message for."""

import contextlib

from starlette.types import Receive, Send

# No server may send a header of this name: it refuses after it counts the answer as begun, and then
# closes the connection, since an answer that has begun cannot become another.
UNSENDABLE = (b"not a header\r\n", b"")


async def drop_connection(receive: Receive, send: Send) -> None:
    """Close the connection so that the client sees it end before the first byte of an answer.

    The request must have been read whole.

    Under uvicorn `receive` belongs to the object that holds the transport: closing that is quiet.
    Behind a wrapper, or another server, an answer that cannot be sent has the same effect, with a line
    in the server's error log.
    """
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        with contextlib.suppress(Exception):  # each server refuses with an exception of its own
            await send({"type": "http.response.start", "status": 200, "headers": [UNSENDABLE]})
        return
    transport.abort()
    await receive()  # the request was read whole, so this is the news that the connection has gone
