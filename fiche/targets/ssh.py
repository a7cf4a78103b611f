"""A folder on a server, by ssh: the layout of `targets.folder`, made by a shell on the far side.

    example.org/
      current -> releases/000007-3f9a1c20de      the web server's root
      releases/000007-3f9a1c20de/                the site; what did not change is one file with the release before (a hard link)
      releases/000007-3f9a1c20de.paths           which release was before, and the paths that are ours in this one
      releases/000007-3f9a1c20de.files           what the far file system said of each file when it was put there
      releases/000007-3f9a1c20de.json            their digests; there once all are
      .fiche-target                              says whose folder it is; locked while somebody publishes

Owns the conversation with `far.sh`, which the far shell runs: the `ssh` program carries it, with the keys, agents, jump hosts
and known hosts that the editor's own `ssh` has. What is sent is verified as it is read, and goes as one archive to `tar`.

What is online is told by the far side, as far as it is not as noted: a digest that was written down holds for a file whose
size, time, inode and mode are still those. Of any other file nobody knows the bytes, and it is sent again. The time of change
(`ctime`), by which `targets.folder` also sees through a time that was set back, is of no use here: it changes with each link to
the file.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from fiche.built import Built
from fiche.changes import Changes
from fiche.destination import Destination, Ssh
from fiche.digest import digest_bytes
from fiche.problem import quoted
from fiche.targets.releases import ID, kept, next_name
from fiche.targets.target import NOTHING, Failed, Host, Manifest, Overtaken, Refused, Surroundings, Told, advised
from fiche.value import Unreadable, Value, encode, reader

_FAR = Path(__file__).with_name("far.sh")
_GREETING = b"\0fiche\0"
_NONE = "-"
_WAS = b"\t"
"""Begins what is no longer so."""
_BLOCK = 512
_CHUNK = 1 << 20
_OPTIONS = ("-T", "-C", "-o", "ServerAliveInterval=15", "-o", "ClearAllForwardings=yes", "-o", "ForwardAgent=no")
"""No terminal, compressed, a dead network is noticed, and nothing but our words goes through."""
PATIENCE = 30
"""Seconds in which a server must have said who it is: one that takes connections and is silent would be waited for for ever."""


class _Record(Value, frozen=True):
    """What is written down of a release that is whole: the digest of each file."""

    files: dict[str, str]


_RECORD = reader(_Record)


class _Release(NamedTuple):
    before: str
    whole: bool


class _There(NamedTuple):
    """What the far folder holds: the release that the link leads to, and all releases."""

    live: str
    releases: Mapping[str, _Release]


@contextmanager
def open_ssh(destination: Destination, surroundings: Surroundings) -> Iterator[Host]:
    """Open the folder of a destination on a server. It is called at once, and its answer awaited when something is asked."""
    assert isinstance(destination.to, Ssh)
    opened = _Opened(destination.to, surroundings)
    opened.call()
    try:
        yield opened
    finally:
        opened.hang_up()


class _Opened:
    def __init__(self, to: Ssh, surroundings: Surroundings) -> None:
        self._to = to
        self._environ = {**surroundings.environ, "LC_ALL": "C", "LANGUAGE": ""}
        self._far: _Far | None = None
        self.where = f"{to.host}:{to.path}"

    # ----------------------------------------------------------------------- what is there

    def digests(self, site: Built) -> Mapping[str, str]:
        """Return the digests of the build, which are those that are written down."""
        return site.files

    def standing(self) -> Manifest:
        """Return what the web server shows."""
        with self._connected() as far:
            return self._shown(far, self._looked(far).live)

    def before(self) -> Manifest | None:
        """Return the release before the one that is online."""
        with self._connected() as far:
            live, releases = self._looked(far)
            earlier = releases[live].before if live in releases else ""
            return self._shown(far, earlier) if earlier in releases and releases[earlier].whole else None

    def read(self, manifest: Manifest, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of files of a release."""
        wanted = list(paths)
        if not wanted or not manifest.release:
            return
        with self._connected() as far:
            self._looked(far)
            far.say("get", manifest.release)
            far.piece(_listed(wanted))
            for path in wanted:
                size = far.word()
                if size != _NONE:
                    yield path, far.exactly(int(size))

    def _looked(self, far: _Far) -> _There:
        """Return what the far folder holds. Raises `Refused` where it is another's."""
        far.say("look")
        match far.word():
            case "new":
                return _There("", {})
            case "file":
                raise Refused(f"{self.where} is a file; name a folder that is new or empty")
            case "foreign":
                some = ", ".join(map(quoted, far.word().split("\n")))
                raise Refused(
                    f"{self.where} holds what fiche did not put there ({some}); name a folder that is new or empty"
                )
        folder, _, live = far.word().rpartition("/")
        if live != _NONE and (folder != "releases" or not ID.fullmatch(live)):
            what = "is not the link that fiche put there; move it away, and publish again"
            raise Refused(f"{self.where}/current {what}")
        releases = {}
        for line in far.list():
            name, before, state = os.fsdecode(line).rsplit(" ", 2)
            if ID.fullmatch(name):
                releases[name] = _Release(before.removeprefix(_NONE), state == "whole")
        return _There("" if live == _NONE else live, releases)

    def _shown(self, far: _Far, release: str) -> Manifest:
        """Look at every file of a release."""
        if not release:
            return NOTHING
        far.say("show", release)
        written = far.exactly(int(far.word()))
        known: dict[str, str] = {}
        with suppress(*Unreadable):
            known = _RECORD(_unsealed(written)).files
        files, foreign = dict(known), list[str]()
        other = far.list()
        for path, _, _ in _files(line[1:] for line in other if line.startswith(_WAS)):
            files.pop(path, None)
        for path, kind, marks in _files(line for line in other if not line.startswith(_WAS)):
            if kind != "f" or (known and path not in known):
                foreign.append(path)
            else:
                files[path] = f"? {marks}"
        return Manifest(release, files, foreign=tuple(sorted(foreign)))

    # ----------------------------------------------------------------------- what is done

    def send(self, changes: Changes, site: Built, online: Manifest, told: Told) -> Manifest:
        """Lay a release down beside the others, and have the link lead to it."""
        with self._connected() as far:
            there = self._begun(far, online)
            before = lambda name: there.releases[name].before if name in there.releases else ""
            past = sorted(there.releases.keys() - kept(online.release, self._to.keep, before))
            old = next((name for name in reversed(past) if there.releases[name].whole), _NONE)
            self._remove(far, (name for name in past if name != old))
            release = next_name(site, there.releases)
            self._lay_down(far, (release, old), changes, site, online, told)
            far.say("record", release)
            far.piece(_sealed(encode(_Record(dict(site.files)))))
            far.ok()
            far.say("swap", release)
            far.ok()
            if not self._to.keep and online.release:
                self._remove(far, [online.release])
        return Manifest(release, dict(site.files))

    def undo(self, online: Manifest, earlier: Manifest) -> Manifest:
        """Have the link lead to an earlier release again."""
        with self._connected() as far:
            self._begun(far, online)
            far.say("swap", earlier.release)
            far.ok()
        return earlier

    def _begun(self, far: _Far, online: Manifest) -> _There:
        """Keep other publishers out, and hold that what is online is what was seen."""
        far.say("begin")
        match far.word():
            case "busy":
                raise Failed(f"somebody else is publishing to {self.where}; wait, and look again")
            case "foreign":
                raise Overtaken(self.where)
        there = self._looked(far)
        if there.live != online.release:
            raise Overtaken(self.where)
        return there

    def _lay_down(
        self, far: _Far, names: tuple[str, str], changes: Changes, site: Built, online: Manifest, told: Told
    ) -> None:
        """Make a release, of an old one if there is one, and send what differs; hold that it came."""
        before = online.release or _NONE
        far.say("lay", names[0], before, names[1])
        far.piece(f"{before}\n".encode() + _listed(site.files))
        sent = changes.sent
        far.piece(_listed(sorted(sent, key=os.fsencode)))
        sizes, held = {}, bytearray()
        for count, path in enumerate(sent):
            told(count, len(sent))
            data = site.read(path)
            sizes[path] = len(data)
            held += _member(path, data)
            if len(held) >= _CHUNK:
                far.piece(held)
                held.clear()
        far.piece(held + bytes(2 * _BLOCK))
        far.piece(b"")
        came = {path: _told(marks) for path, kind, marks in _files(far.list()) if kind == "f"}
        for path in (*sent, *came):
            size, mode = came.get(path, (-1, ""))
            if path not in site.files or size != sizes.get(path, size) or mode != "644":
                raise Failed(
                    f"{self.where} did not take {quoted(path)} as it is; readers see the old site; publish again"
                )

    def _remove(self, far: _Far, releases: Iterable[str]) -> None:
        for name in releases:
            far.say("remove", name)
            far.ok()

    # ----------------------------------------------------------------------- the connection

    @contextmanager
    def _connected(self) -> Iterator[_Far]:
        """Yield the conversation with the far side: one for all that is asked, so that who logs in does so once."""
        try:
            far = self.call()
            far.greeted()
            yield far
        except (_Ended, BrokenPipeError):
            words = self._far.words() if self._far else b""
            self.hang_up()
            raise Failed(self._failure(words)) from None
        except BaseException:
            self.hang_up()  # in the middle of it
            raise

    def call(self) -> _Far:
        """Begin the conversation, if there is none. Raises `Failed` where there is no program for that."""
        if self._far is not None:
            return self._far
        path = self._to.path if self._to.path.startswith("/") else f"./{self._to.path}"
        script = f"exec sh -c {shlex.quote(_FAR.read_text('utf-8'))} fiche {shlex.quote(path)}"
        port = ("-p", str(self._to.port)) if self._to.port else ()
        command = ["ssh", *_OPTIONS, "-o", f"ConnectTimeout={PATIENCE}", *port, "--", self._to.host, script]
        try:
            self._far = _Far(command, self._environ)
        except FileNotFoundError:
            raise Failed("there is no program “ssh” here; install it (Debian: openssh-client)") from None
        return self._far

    def hang_up(self) -> None:
        """End the conversation, if there is one."""
        if self._far is not None:
            self._far.end()
            self._far = None

    def _failure(self, words: bytes) -> str:
        """Say what failed, and what to do."""
        lines = [line.strip() for line in words.decode("utf-8", "replace").split("\n") if line.strip()]
        for pattern, advice in _ADVICE:
            line = next((line for line in lines if re.search(pattern, line)), "")
            if line:
                return f"{self.where}: {advised(line, advice)}"
        last = lines[-1] if lines else "the connection ended"
        return f"{self.where}: {advised(last, 'readers see what they saw; publish again')}"


_ADVICE = (
    (
        r"REMOTE HOST IDENTIFICATION HAS CHANGED",
        "the server has another key than before: ask who runs it, before all else",
    ),
    (
        r"Host key verification failed",
        "connect to it once by hand with ssh, and compare its key; in a CI, write it to ~/.ssh/known_hosts",
    ),
    (
        r"Permission denied \(|Too many authentication failures|No supported authentication methods",
        "see that “ssh” gets in there from a shell: a key in ssh-agent, or named in ~/.ssh/config",
    ),
    (r"Could not resolve hostname", "see whether the name is right, and the network there"),
    (
        r"Connection (refused|timed out|reset|closed)|unreachable|Operation timed out|Broken pipe",
        "see whether the server is up, and the port right",
    ),
    (r"No space left|Disk quota exceeded", "readers see the old site; make room there, and publish again"),
    (
        r"Permission denied|Read-only file system|Operation not permitted",
        "make the folder there once, and let it be yours: sudo install -d -o USER FOLDER",
    ),
    (
        r"not found|unknown predicate|[Ii]nvalid option|[Uu]nrecogni[sz]ed option|unknown option",
        "the server needs the tools of GNU (find, coreutils, sed, tar) and flock, as any usual Linux has them",
    ),
    (r"sftp connections only|not available|nologin", "publishing needs a shell there, not sftp alone"),
)


class _Ended(Exception):
    """The far side says no more."""


class _Far:
    """A conversation with `far.sh`."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._heard = bytearray()
        self._is_greeted = False
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end
        try:
            self._run = subprocess.Popen(  # noqa: S603 - words of ours; what the site's file says of the host was looked at
                command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._words, bufsize=0
            )
        except OSError:
            self._words.close()
            raise
        assert self._run.stdin is not None
        assert self._run.stdout is not None
        self._there, self._back = self._run.stdin, self._run.stdout

    def words(self) -> bytes:
        """Return what the program said beside, once it has ended."""
        self._run.wait()
        self._words.seek(0)
        return self._words.read()

    def end(self) -> None:
        """Stop."""
        self._run.kill()
        self._run.wait()
        for stream in (self._there, self._back, self._words):
            with suppress(BrokenPipeError):
                stream.close()

    def greeted(self) -> None:
        """Pass over what the far side's own start says before ours, once."""
        if not self._is_greeted:
            self._until(_GREETING)
            self._is_greeted = True

    def say(self, *words: str) -> None:
        """Give a command."""
        self._write(f"{' '.join(words)}\n".encode())

    def piece(self, data: bytes | bytearray) -> None:
        """Give what a command needs besides."""
        self._write(b"%d\n" % len(data))
        self._write(data)

    def word(self) -> str:
        """Hear one record."""
        return os.fsdecode(self._until(b"\0"))

    def ok(self) -> None:
        """Hear that it was done."""
        if self.word() != "ok":
            raise _Ended

    def list(self) -> list[bytes]:
        """Hear records until an empty one."""
        while not self._heard:
            self._more()
        if self._heard.startswith(b"\0"):
            self._taken(1)
            return []
        return self._until(b"\0\0").split(b"\0")

    def exactly(self, size: int) -> bytes:
        """Hear some bytes."""
        while len(self._heard) < size:
            self._more()
        return self._taken(size)

    def _until(self, end: bytes) -> bytes:
        """Hear what comes before some bytes, and those."""
        seen = 0
        while (at := self._heard.find(end, seen)) < 0:
            seen = max(0, len(self._heard) - len(end))
            self._more()
        return self._taken(at + len(end))[: -len(end)]

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._heard[:size])
        del self._heard[:size]
        return taken

    def _more(self) -> None:
        heard = self._back.read(_CHUNK)
        if not heard:
            raise _Ended
        self._heard += heard

    def _write(self, data: bytes | bytearray) -> None:
        view = memoryview(data)
        while view:
            view = view[self._there.write(view) :]


def _files(lines: Iterable[bytes]) -> Iterator[tuple[str, str, str]]:
    """Yield path, kind and marks of each thing that the far side tells of."""
    for line in lines:
        kind, size, when, inode, mode, path = os.fsdecode(line).split(" ", 5)
        yield path, kind, f"{size} {when} {inode} {mode}"


def _told(marks: str) -> tuple[int, str]:
    """Return size and mode of marks."""
    size, _, _, mode = marks.split(" ")
    return int(size), mode


def _listed(paths: Iterable[str]) -> bytes:
    return b"".join(os.fsencode(path) + b"\0" for path in paths)


def _member(path: str, data: bytes) -> bytes:
    """Return a file as a part of an archive."""
    entry = tarfile.TarInfo(f"./{path}")
    entry.size, entry.mode = len(data), 0o644
    return entry.tobuf(tarfile.GNU_FORMAT, "utf-8", "surrogateescape") + data + bytes(-len(data) % _BLOCK)


def _sealed(data: bytes) -> bytes:
    """Return bytes behind their checksum, as `fiche.sealed` writes them."""
    return digest_bytes(data).encode() + b"\n" + data


def _unsealed(data: bytes) -> bytes:
    """Return the bytes behind a checksum; none where it does not hold."""
    mark, _, rest = data.partition(b"\n")
    return rest if mark == digest_bytes(rest).encode() else b""
