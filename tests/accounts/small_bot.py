"""A process that stands in for an account's bot: says where it is, and answers as it is asked to."""

import json
import os
import signal
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

told = json.loads(sys.stdin.readline())
settings = told["settings"]


signal.signal(signal.SIGHUP, signal.SIG_IGN)  # it has nothing to read again
health = [0]


class Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if asked["text"] == "die":
            os._exit(3)
        if asked["text"] == "silence":
            self.connection.close()
            return
        if asked["text"] == "asked":
            self._say(json.dumps(health[0]).encode())
            return
        said = {"key": told["key"], "text": asked["text"], "retried": self.headers["x-slack-retry-num"]}
        self._say(json.dumps(said).encode())

    def do_GET(self) -> None:
        if self.path == "/healthz":
            health[0] += 1
            self._say(b"503 Service Unavailable", 503)
            return
        if settings.get("SMSIT_API_KEY") == "chatty":
            self._say(b'["no", "parts"]')
            return
        self._say(b'{"ready": true, "parts": {"engine": {"ok": true, "said": "running"}}}')

    def _say(self, body: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        pass


if settings.get("SMSIT_API_KEY") == "wrong":
    sys.stdout.write("no ports\n")
    sys.exit(1)
if settings.get("SMSIT_API_KEY") == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
if settings.get("SMSIT_API_KEY") == "silent":
    sys.stdin.read()
    sys.exit(0)
if settings.get("SMSIT_API_KEY") == "chatty":
    sys.stdout.write('a library says something\n[]\n{"port": null}\n' + "x" * 10_000 + "\n")
server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
sys.stdout.write(json.dumps({"port": server.server_port, "ops_port": server.server_port}) + "\n")
sys.stdout.flush()
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
os._exit(0)
