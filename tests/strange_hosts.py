"""Hosts that behave in every way that hosts do, on one loopback server that notes what it is asked.

`Hosts` answers for any name: `http://a.example:PORT/404` gives 404 whatever the host. What a path makes it do:

    /404                    that status
    /301/http://…           a redirect there; also 302, 303, 307, 308
    /head-405/200           405 to HEAD, the other to GET
    /first-503/200?n        503 the first time an address is asked (by GET), then the other; Retry-After: n if there is an n
    /stay/…                 a redirect to itself, for ever
    /cookie                 a redirect to itself until the cookie it sets comes back
    /ids                    a page with some ids
    /header/name/value/403  a status with a header
    /body/words/503         a status with a body
    /huge  /silent  /drip  /cut  /short  /garbage  /old

and, for the archive, /wayback/available, which knows the copies it was given.
"""

import json
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, quote, unquote, urlsplit

PAGE = b"<!doctype html><title>x</title><h1 id=top>x</h1><p id='part-2'>2</p><a name=\"note &amp; more\">n</a>"
HUGE = 64 * 1024 * 1024


@dataclass
class Asked:
    """A request that came, from its headers until its answer began to be sent."""

    host: str
    method: str
    path: str
    headers: dict[str, str]
    start: float
    end: float = 0.0


class Hosts(ThreadingHTTPServer):
    """The server. `certificate` is a file with a certificate and its key: then it speaks TLS; `takes` are seconds for each."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificate=None, copies=None, takes=0):
        super().__init__(("127.0.0.1", 0), _Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.scheme = "https" if certificate else "http"
        self.copies = copies or {}
        self.takes = takes
        self.log = []
        self.over = threading.Event()
        self._lines = set()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.shutdown()
        for line in list(self._lines):  # connections that a client keeps
            try:
                line.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.server_close()

    def url(self, host, path="/"):
        """Return an address of a host."""
        return f"{self.scheme}://{host}:{self.server_address[1]}{path}"

    @property
    def paths(self):
        """Return what was asked, in the order in which it came."""
        return [f"{one.method} {one.path}" for one in self.log]

    def process_request(self, request, client_address):
        self._lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self._lines.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        """Say nothing: clients cut connections here."""


def resolve(host, port):
    """Know the names of the tests: those under `.example` are this machine, others are elsewhere or nowhere."""
    host.encode("idna")  # as the system's own does: it may be no name at all
    if re.fullmatch(r"[0-9.]+|[0-9a-f:]+", host):
        return (host,)
    if host in _ELSEWHERE:
        return _ELSEWHERE[host]
    if host.endswith(".example"):
        return ("127.0.0.1",)
    if host == "unlucky.test":
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


_ELSEWHERE = {
    "printer.test": ("192.168.7.7",),
    "cloud.test": ("169.254.169.254",),
    "both.test": ("10.0.0.1", "127.0.0.1"),
}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Hosts

    def log_message(self, *_):
        """Write nothing to the terminal."""

    def do_HEAD(self):
        self._noted()

    def do_GET(self):
        self._noted()

    def _noted(self):
        host = self.headers.get("Host", "").rpartition(":")[0]
        asked = Asked(host, self.command, self.path, dict(self.headers.items()), time.monotonic())
        self.server.log.append(asked)
        self.server.over.wait(self.server.takes)
        asked.end = time.monotonic()
        self._answer()

    def _answer(self):
        what, _, rest = self.path.lstrip("/").partition("/")
        plain = what.partition("?")[0]
        if plain.isdecimal():
            self._status(int(plain), rest)
        elif what.startswith("head-"):
            self._send(int(what[5:]) if self.command == "HEAD" else int(rest))
        elif what.startswith("first-"):
            status, _, seconds = rest.partition("?")
            first = sum(one.path == self.path and one.method == "GET" for one in self.server.log) < 2
            if self.command == "HEAD" or first:
                self._send(int(what[6:]), headers={"Retry-After": seconds} if seconds else {})
            else:
                self._send(int(status))
        elif what == "header":
            name, value, status = rest.split("/")
            self._send(int(status.partition("?")[0]), headers={name: unquote(value).encode().decode("latin-1")})
        elif what == "body":
            words, _, status = rest.partition("/")
            self._send(int(status), unquote(words).encode())
        elif what == "wayback":
            self._archive()
        else:
            getattr(self, f"_{plain or 'home'}")()

    def _status(self, status, rest):
        if 300 <= status < 400 and rest:
            self._send(status, headers={"Location": rest})
        else:
            self._send(status)

    def _send(self, status, body=b"", headers=None, kind="text/html; charset=utf-8"):
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status not in {204, 304} and status >= 200:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _home(self):
        self._send(200, b"home")

    def _ids(self):
        self._send(200, PAGE)

    def _stay(self):
        self._send(302, headers={"Location": self.path})

    def _cookie(self):
        if "seen=yes" in self.headers.get("Cookie", ""):
            self._send(200)
        else:
            self._send(302, headers={"Location": self.path, "Set-Cookie": "seen=yes; Path=/; HttpOnly"})

    def _huge(self):
        self.send_response(200)
        self.send_header("Content-Length", str(HUGE))
        self.end_headers()
        for _ in range(HUGE // 65536 if self.command != "HEAD" else 0):
            self.wfile.write(b"x" * 65536)

    def _silent(self):
        self.server.over.wait(60)
        self.close_connection = True

    def _drip(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.over.wait(0.05):
            self.wfile.write(b"X-More: x\r\n")
        self.close_connection = True

    def _cut(self):
        self.close_connection = True

    def _short(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x")
        self.close_connection = True

    def _garbage(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
        self.close_connection = True

    def _old(self):
        self.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nold")
        self.close_connection = True

    def _archive(self):
        """Answer as the availability API of the Wayback Machine does (archive.org/help/wayback_api.php)."""
        asked = parse_qs(urlsplit(self.path).query)
        found = self.server.copies.get(asked["url"][0])
        closest = (
            {"available": True, "status": "200", "timestamp": found, "url": _copy(found, asked["url"][0])}
            if found
            else None
        )
        told = {"url": asked["url"][0], "archived_snapshots": {"closest": closest} if closest else {}}
        self._send(200, json.dumps(told).encode(), kind="application/json")


def _copy(stamp, url):
    return f"http://web.archive.org/web/{stamp}/{url}"


def query(url):
    """Return an address as a part of a query."""
    return quote(url, safe="")
