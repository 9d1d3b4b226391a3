"""The command that health checks run: what a bot on this machine answers, told by the exit status."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from bot.alive import MOST_BYTES
from bot.cli import main
from bot.slack.incoming.http import Environ, StartResponse
from bot.slack.incoming.web_server import Server
from tests.ports import free_port


@contextmanager
def answering(more: str = "", **pages: str) -> Iterator[str]:
    """Serve these pages as the bot serves its own, and give the port."""

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        status = pages[environ["PATH_INFO"].removeprefix("/")]
        body = (status + more).encode()
        start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]

    server = Server(
        application, ("127.0.0.1", 0), threads=1, most_bytes=1024, serves="operations", connections=64
    )
    server.start()
    try:
        yield str(server.port)
    finally:
        server.stop()


def test_whether_it_lives_and_whether_it_is_ready_are_two_questions(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with answering(livez="200 OK", readyz="503 Service Unavailable") as port:
        assert main(["alive", "--port", port]) == 0
        assert main(["alive", "--port", port, "--ready"]) == 1

    assert capsys.readouterr().out == "200 OK\n503 Service Unavailable\n"


def test_where_nothing_answers_it_says_so_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    port = str(free_port())
    assert main(["alive", "--port", port]) == 1
    said = f"Nothing answers on port {port}: ConnectionRefusedError. Is OPS_PORT set?\n"
    assert capsys.readouterr().err == said


@pytest.mark.parametrize("answer", [b"SSH-2.0-OpenSSH\r\n", b""])
def test_what_answers_something_else_or_nothing_is_not_alive(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def mutter() -> None:
            asked, _ = other.accept()
            with asked:
                asked.recv(1024)
                asked.sendall(answer)

        thread = threading.Thread(target=mutter)
        thread.start()
        assert main(["alive", "--port", str(other.getsockname()[1])]) == 1
        thread.join()


def test_no_more_is_read_of_an_answer_than_it_may_hold(capsys: pytest.CaptureFixture[str]) -> None:
    with answering("!" * 2 * MOST_BYTES, livez="200 OK") as port:
        assert main(["alive", "--port", port]) == 0

    assert len(capsys.readouterr().out) == MOST_BYTES + 1


@pytest.mark.parametrize("port", ["0", "65536", "x"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["alive", "--port", port])
    assert "--port: enter a whole number from 1 to 65,535" in capsys.readouterr().err
