"""Talking HTTP to other machines: one address is asked, under limits, and gives an answer.

Owns connections, time, sizes, redirects and what may go wrong on the way (urllib3 lives here and nowhere else). What an answer
means is its reader's business. A machine that is asked may be broken or hostile: whatever it does, it costs no more than the
limits say, and is a value in the end, never an exception.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from enum import Enum
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Self
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, LocationValueError, ProtocolError, ReadTimeoutError, SSLError
from urllib3.util import Timeout, parse_url

from fiche.value import Value, replace

SECONDS = 10.0
"""For one request, from the first packet to the last byte that is read."""
SIZE = 16 * 1024 * 1024
"""Bytes of a body that are read."""
_PATIENCE = 30.0
"""Seconds that are waited at most because a host asks for it."""
_TRIED = 4
"""Addresses of a host that are tried."""
_CHUNK = 64 * 1024


class Fault(Enum):
    """Why there is no answer, or no whole one."""

    ADDRESS = "the address cannot be read"
    NO_HOST = "there is no such host"
    NO_NAMES = "names cannot be looked up now"
    FORBIDDEN = "the host may not be asked"
    UNREACHABLE = "the host cannot be reached"
    REFUSED = "the host takes no connection"
    TIMEOUT = "the host took too long"
    TLS = "the connection is not safe"
    CUT = "the connection was cut"
    GARBAGE = "what came is no HTTP"
    REDIRECTS = "there are too many redirects"
    STOPPED = "the work was stopped"


class Hop(Value, frozen=True):
    """A redirect that was followed."""

    status: int
    url: str
    """Where it led."""


class Answer(Value, frozen=True):
    """What came of asking an address."""

    url: str
    """The address that answered: the last one, where redirects were followed."""
    status: int = 0
    """The status of HTTP (RFC 9110, section 15); 0 where none came."""
    headers: tuple[tuple[str, str], ...] = ()
    """In their order, names in lower case."""
    body: bytes = b""
    """As it was sent, of an encoding nothing undone; at most as much as was asked for."""
    whole: bool = False
    """All of the body was read."""
    fault: Fault | None = None
    detail: str = ""
    """In the words of the library; empty where the fault says all."""
    hops: tuple[Hop, ...] = ()
    """The redirects that were followed, in their order."""

    def header(self, name: str) -> str:
        """Return the first value of a header, empty if there is none."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def is_encoded(self) -> bool:
        """Say whether the body came compressed, though that was not asked for (RFC 9110, section 8.4)."""
        return self.header("content-encoding").lower() not in {"", "identity"}

    @property
    def target(self) -> str:
        """Return where a redirect leads, whole; empty for any other answer."""
        location = self.header("location")
        if self.status not in _REDIRECTS or not location:
            return ""
        with suppress(UnicodeError):
            location = location.encode("latin-1").decode()  # headers are bytes; some write UTF-8
        try:
            return urljoin(self.url, location)
        except ValueError:
            return location

    @property
    def asks_to_wait(self) -> float | None:
        """Return the seconds after which the host wants to be asked again (Retry-After, RFC 9110, section 10.2.3).

        None where it does not say. A date is taken from that of the answer, so that our clock is none of the matter.
        """
        said = self.header("retry-after").strip()
        if said.isdecimal():
            return float(said[:9])
        with suppress(ValueError, TypeError):
            until, sent = parsedate_to_datetime(said), parsedate_to_datetime(self.header("date"))
            return max((until - sent).total_seconds(), 0.0)
        return None


_REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[[str, int], Sequence[str]]
"""From a host and a port to its addresses (IPv4 or IPv6). Raises OSError where it finds none."""
Turn = Callable[[str], AbstractContextManager[object]]
"""Entered with the name of a host before each request to it, left after it."""


def looked_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host as the system knows them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def anywhere(host: str, address: str) -> bool:
    """Allow every machine."""
    return True


def is_public(address: str) -> bool:
    """Say whether an IP address is one of the public Internet (IANA's registries of special-purpose addresses).

    What carries an IPv4 address inside (RFC 4291 2.5.5.2, 6052, 3056, 4380) is as public as that.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None or ip in _NAT64:
            return is_public(str(IPv4Address(int(ip) & 0xFFFFFFFF)))
        carried = (ip.sixtofour, *(ip.teredo or ()))
        if ip not in _UNICAST or any(one is not None and not one.is_global for one in carried):
            return False
    return ip.is_global and not ip.is_multicast


_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST = IPv6Network("2000::/3")
"""All of IPv6 that IANA gives to the public."""


def host_of(url: str) -> str:
    """Return the host of an address, as it is asked for; empty if the address cannot be read."""
    try:
        host = (parse_url(url).host or "").strip("[]").lower()
    except (LocationValueError, UnicodeError):
        return ""
    return host if host.isprintable() and " " not in host else ""


def _spelt(url: str) -> str:
    """Return an address with all that may not stand in one percent-encoded (RFC 3986); as it is, if it cannot be read."""
    try:
        return parse_url(url).url
    except (LocationValueError, UnicodeError):
        return url


# --------------------------------------------------------------------------- one request


class _Failed(Exception):
    """No connection was made."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault, detail)
        self.fault = fault
        self.detail = detail


@dataclass(eq=False, slots=True)
class _Errand:
    """One request on its way: how connections are made, and what is cut when its time is over."""

    fetcher: Fetcher
    lines: list[socket.socket] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    cut: Fault | None = None
    done: bool = False

    def hold(self, line: socket.socket | None) -> None:
        """Note a connection that is used; if it comes too late, it is cut at once."""
        with self.lock:
            if line is not None:
                self.lines.append(line)
                if self.cut:
                    _shut(line)

    def end(self, why: Fault) -> None:
        """Cut the connection: whoever reads from it wakes up."""
        with self.lock:
            if self.done:
                return
            self.cut = self.cut or why
            for line in self.lines:
                _shut(line)

    def close(self) -> None:
        """Let go of the connection: it may serve another request now."""
        with self.lock:
            self.done = True
            self.lines.clear()


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


_ERRAND: ContextVar[_Errand] = ContextVar("errand")


class _Plain(HTTPConnection):
    """A connection to a host that may be asked, with a second handle by which it can be cut at any time."""

    line: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        connected = _connected(self.host, self.port)
        self.line = connected.dup()
        _ERRAND.get().hold(self.line)
        return connected

    def connect(self) -> None:
        """Connect; what was held before is let go."""
        self._let_go()
        super().connect()

    def putrequest(self, method: str, url: str, skip_host: bool = False, skip_accept_encoding: bool = False) -> None:  # noqa: FBT001, FBT002 - as the library has it
        """Begin a request."""
        _ERRAND.get().hold(self.line)
        super().putrequest(method, url, skip_host, skip_accept_encoding)

    def close(self) -> None:
        """Close the connection."""
        super().close()
        self._let_go()

    def _let_go(self) -> None:
        line, self.line = self.line, None
        if line is not None:
            line.close()


class _Safe(_Plain, HTTPSConnection):
    """The same by TLS."""


class _PlainPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Plain


class _SafePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _Safe


def _connected(host: str, port: int) -> socket.socket:
    """Connect to the first address of a host that may be asked and answers."""
    errand = _ERRAND.get()
    fetcher = errand.fetcher
    host = host.strip("[]")
    try:
        found = fetcher.resolve(host, port)
    except socket.gaierror as failure:
        known = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        raise _Failed(Fault.NO_HOST if failure.errno in known else Fault.NO_NAMES) from None
    except UnicodeError:
        raise _Failed(Fault.ADDRESS) from None
    allowed = [address for address in found if fetcher.may(host, address)]
    if not allowed:
        raise _Failed(Fault.FORBIDDEN, ", ".join(found))
    failed = _Failed(Fault.UNREACHABLE)
    for address in allowed[:_TRIED]:
        if errand.cut:
            break
        try:
            connected = socket.create_connection((address, port), fetcher.seconds)
        except TimeoutError:
            failed = _Failed(Fault.TIMEOUT)
        except ConnectionRefusedError:
            failed = _Failed(Fault.REFUSED)
        except OSError as failure:
            failed = _Failed(Fault.UNREACHABLE, failure.strerror or str(failure))
        else:
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connected
    raise failed


# --------------------------------------------------------------------------- asking


class Fetcher:
    """Asks addresses, from any number of threads, and keeps connections for the next request.

    `agent` is what it calls itself (RFC 9110, section 10.1.5). `may` says whether the machine of a name and IP address may be
    asked; it is asked after the name was looked up, and what it saw is what is connected to. Nothing is sent that was not
    asked for: no cookies but those that a redirect sets on its way, no Referer, no credentials.
    """

    def __init__(
        self,
        agent: str,
        *,
        seconds: float = SECONDS,
        connections: int = 8,
        may: Callable[[str, str], bool] = anywhere,
        resolve: Resolve = looked_up,
        certificates: str | None = None,
    ) -> None:
        self.seconds = seconds
        self.may = may
        self.resolve = resolve
        self._agent = agent
        self._stopped = threading.Event()
        self._errands: set[_Errand] = set()
        self._lock = threading.Lock()
        self._pools = urllib3.PoolManager(
            num_pools=2 * connections,
            maxsize=connections,
            retries=False,
            timeout=Timeout(connect=seconds, read=seconds),
            ca_certs=certificates,
        )
        self._pools.pool_classes_by_scheme = {"http": _PlainPool, "https": _SafePool}

    def get(
        self,
        url: str,
        *,
        method: str = "GET",
        size: int = SIZE,
        redirects: int = 0,
        tries: int = 1,
        headers: Sequence[tuple[str, str]] = (),
        turn: Turn = nullcontext,
    ) -> Answer:
        """Ask an address, by GET or HEAD, and return its answer: at most `size` bytes of a body, `redirects` followed.

        Where no whole answer comes, or one of 429 or 5xx, it is asked again, up to `tries` times in all, after pauses that grow,
        or as long as the host asks for, within half a minute.
        """
        answer = self._followed(url, method, size, redirects, headers, turn)
        for number in range(1, tries):
            if not (answer.fault in _PASSING or answer.status == 429 or answer.status >= 500):
                break
            if self.wait(max(2.0 ** (number - 1), min(answer.asks_to_wait or 0, _PATIENCE))):
                break
            answer = self._followed(url, method, size, redirects, headers, turn)
        return answer

    def wait(self, seconds: float) -> bool:
        """Wait, and say whether the work was stopped meanwhile."""
        return self._stopped.wait(seconds)

    def stop(self) -> None:
        """End all that is on its way, and answer whatever is asked from now on with `Fault.STOPPED`."""
        self._stopped.set()
        with self._lock:
            errands = tuple(self._errands)
        for errand in errands:
            errand.end(Fault.STOPPED)

    def close(self) -> None:
        """Close the connections that were kept."""
        self._pools.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _followed(
        self, url: str, method: str, size: int, redirects: int, headers: Sequence[tuple[str, str]], turn: Turn
    ) -> Answer:
        """Ask an address and those that it leads to, with the cookies that hosts set on the way."""
        hops: list[Hop] = []
        cookies: dict[str, dict[str, str]] = {}
        while True:
            host = host_of(url)
            mine = "; ".join(f"{name}={value}" for name, value in cookies.get(host, {}).items())
            sent = [*headers, *([("Cookie", mine)] if mine else [])]
            with turn(host):
                answer = replace(self._once(url, method, size, sent), hops=tuple(hops))
            target = answer.target
            if not redirects or not target:
                return answer
            if len(hops) == redirects:
                return replace(answer, fault=Fault.REDIRECTS)
            if not _is_web(target):
                return replace(answer, fault=Fault.ADDRESS, detail=target)
            target = _spelt(target)
            cookies.setdefault(host, {}).update(_cookies(answer))
            hops.append(Hop(answer.status, target))
            url = target

    def _once(self, url: str, method: str, size: int, headers: Sequence[tuple[str, str]]) -> Answer:
        with self._errand() as errand:
            if self._stopped.is_set():  # asked once the errand can be ended by `stop`, so that none slips through
                return Answer(url, fault=Fault.STOPPED)
            answer = self._asked(url, method, size, headers)
        return replace(answer, fault=errand.cut, detail="", whole=False) if errand.cut else answer

    @contextmanager
    def _errand(self) -> Iterator[_Errand]:
        """Begin a request whose time is limited."""
        errand = _Errand(self)
        with self._lock:
            self._errands.add(errand)
        alarm = threading.Timer(self.seconds, errand.end, [Fault.TIMEOUT])
        alarm.daemon = True
        alarm.start()
        token = _ERRAND.set(errand)
        try:
            yield errand
        finally:
            alarm.cancel()
            errand.close()
            _ERRAND.reset(token)
            with self._lock:
                self._errands.discard(errand)

    def _asked(self, url: str, method: str, size: int, headers: Sequence[tuple[str, str]]) -> Answer:
        sent = {"User-Agent": self._agent, "Accept": "*/*", "Accept-Encoding": "identity"} | dict(headers)
        came = Answer(url)
        if not _is_web(url) or not host_of(url):
            return replace(came, fault=Fault.ADDRESS)
        try:
            response = self._pools.urlopen(
                method, url.partition("#")[0], headers=sent, redirect=False, preload_content=False
            )
            told = tuple((name.lower(), value) for name, value in response.headers.items())
            came = replace(came, status=response.status, headers=told)
            try:
                body = _body(response, size)
            finally:
                if response.connection is not None:  # not read to its end: no use for another request
                    response.close()
        except _Failed as failure:
            return replace(came, fault=failure.fault, detail=failure.detail)
        except (LocationValueError, UnicodeError, ValueError):
            return replace(came, fault=Fault.ADDRESS)
        except (HTTPError, HTTPException, OSError) as failure:
            fault = _fault(failure)
            return replace(came, fault=fault, detail=_detail(failure) if fault is Fault.TLS else "")
        return replace(came, body=body[:size], whole=len(body) <= size)


_PASSING = frozenset(
    {Fault.NO_NAMES, Fault.UNREACHABLE, Fault.REFUSED, Fault.TIMEOUT, Fault.TLS, Fault.CUT, Fault.GARBAGE}
)
"""Faults that may be gone the next time."""


def _is_web(url: str) -> bool:
    return url.lower().startswith(("http://", "https://"))


def _body(response: urllib3.BaseHTTPResponse, size: int) -> bytes:
    """Read a body, one byte more than wanted at most: by that one knows that it is longer."""
    parts: list[bytes] = []
    left = size + 1
    while left > 0 and (part := response.read(min(_CHUNK, left), decode_content=False)):
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _cookies(answer: Answer) -> dict[str, str]:
    """Return the cookies that an answer sets; how long and for what they hold is no matter for one chain of redirects."""
    set_by = (value.partition(";")[0].partition("=") for name, value in answer.headers if name == "set-cookie")
    return {name.strip(): value.strip() for name, equals, value in set_by if equals}


def _fault(failure: Exception) -> Fault:
    if isinstance(failure, ReadTimeoutError | TimeoutError):
        return Fault.TIMEOUT
    if isinstance(failure, SSLError | ssl.SSLError):
        return Fault.TLS
    cause = failure.args[-1] if isinstance(failure, ProtocolError) and failure.args else failure
    if isinstance(cause, HTTPException) and not isinstance(cause, RemoteDisconnected | IncompleteRead):
        return Fault.GARBAGE
    return Fault.CUT


def _detail(failure: Exception) -> str:
    """Return the reason of a failed handshake, without the library's own place in it."""
    inner = failure.args[0] if failure.args and isinstance(failure.args[0], Exception) else failure
    if isinstance(inner, ssl.SSLCertVerificationError):
        return inner.verify_message
    return inner.reason or "" if isinstance(inner, ssl.SSLError) else str(inner)
