"""The other side of a WebSocket connection, by hand."""

import threading

from websockets.sync.server import Server, ServerConnection, serve

from tests.patience import PATIENCE_SECONDS


class OtherSide:
    """Slack's end of connections: each is held until this is closed."""

    def __init__(self) -> None:
        self.came: list[ServerConnection] = []
        self.may_end = threading.Event()
        self._server: Server = serve(self._hold, "127.0.0.1", 0, close_timeout=0.01)
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/"

    def close(self) -> None:
        self.may_end.set()
        self._server.shutdown()
        self._thread.join(PATIENCE_SECONDS)

    def _hold(self, connection: ServerConnection) -> None:
        self.came.append(connection)
        self.may_end.wait(PATIENCE_SECONDS)
