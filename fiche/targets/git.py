"""A branch of a git repository, as GitHub Pages and GitLab Pages show one.

Owns the way there by the `git` program: a bare repository of our own in `.fiche/git/`, so that the editor's files, index and
branches are never touched; a commit written by `git fast-import`, which takes bytes as they are (no line ends, filters,
attributes, hooks or signatures come into it); a push that the other side takes only while the branch is where `standing`
saw it (`--force-with-lease`). Readers see the old tree or the new one.

The tree of the branch is the record of what is online. A line in the commit's message says that it is ours, and which
commit was online before; others name the files that somebody else put into the branch, which are kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from fiche import sealed
from fiche.built import Built
from fiche.changes import Changes, compare
from fiche.destination import Destination, Git
from fiche.digest import digest
from fiche.problem import quoted
from fiche.targets.lock import lock
from fiche.targets.target import (
    NOTHING,
    Failed,
    Host,
    Manifest,
    Overtaken,
    Refused,
    Surroundings,
    Told,
    advised,
    located,
)
from fiche.value import Unreadable, Value, encode, reader

_NOJEKYLL = ".nojekyll"
_CNAME = "CNAME"
_BEFORE = "Fiche-Before: "
_KEPT = "Fiche-Kept: "
_BACK = 50
"""Commits of others that are looked through for the last one of ours."""
_FILE = "100644"
_LOOSE = 6700
"""Objects in files of their own, beyond which git puts them together: git's own number."""


@contextmanager
def open_git(destination: Destination, surroundings: Surroundings) -> Iterator[Host]:
    """Open the branch of a destination. Raises `Failed` while another process of this project has it open."""
    assert isinstance(destination.to, Git)
    opened = _Opened(destination.to, surroundings)
    folder = opened.folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(os.open(folder.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600), "r+b") as stream:
        lock(stream, opened.where)
        for left in folder.rglob("*.lock"):  # by a git that was killed: nobody else works here
            left.unlink()
        yield opened


class _Blobs(Value, frozen=True):
    """By the digest of a file's bytes, their name in git."""

    names: dict[str, str]


_BLOBS = reader(_Blobs)


class _Tip(Value, frozen=True):
    """The commit that the branch is at."""

    commit: str
    ours: str
    """The last commit of ours that led to it, itself included; empty if there is none."""
    before: str
    kept: tuple[str, ...]


class _Opened:
    def __init__(self, to: Git, surroundings: Surroundings) -> None:
        self._to = to
        self._now = int(surroundings.now.timestamp())
        self._home = surroundings.home
        self._environ = _without_git(surroundings.environ)
        self._url = url = self._found_url()
        name = digest((url, to.branch))[:16]
        self.folder = surroundings.own / "git" / f"{name}.git"
        self._known = surroundings.own / "git" / f"{name}.blobs"
        self.where = f"{to.branch} of {_redacted(url)}"
        self._environ |= _configured((*self._borrowed(), ("remote.target.url", url)), self._environ)

    # ----------------------------------------------------------------------- what is there

    def digests(self, site: Built) -> Mapping[str, str]:
        """Return the names that git has for the bytes of each file, and of those that hosts ask for."""
        names = dict[str, str]()
        with suppress(*Unreadable):
            names = _BLOBS(sealed.load(self._known) or b"").names
        new = {of: _blob(site.read(path)) for path, of in site.files.items() if of not in names}
        if new:
            names |= new
            sealed.save(self._known, encode(_Blobs({of: names[of] for of in site.files.values()})))
        return {path: names[of] for path, of in site.files.items()} | {
            path: _blob(data) for path, data in self._extras().items()
        }

    def standing(self) -> Manifest:
        """Return what the branch holds."""
        self._begin()
        listed = self._far("ls-remote", "target", self._ref).decode().split("\n")
        tip = next((line.split("\t")[0] for line in listed if line.endswith(f"\t{self._ref}")), "")
        if not tip:
            return NOTHING
        self._fetched(tip, depth=1)
        return self._manifest(tip)

    def before(self) -> Manifest | None:
        """Return what the branch held before, if there is a way to it."""
        online = self.standing()
        earlier = self._tip(online.release).before if online.release else ""
        if not earlier:
            return None
        try:
            self._fetched(earlier, depth=1)
        except Failed:
            return None
        return self._manifest(earlier)

    def read(self, manifest: Manifest, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of files of a commit."""
        wanted = [(path, manifest.files[path]) for path in paths if path in manifest.files]
        out = self._near("cat-file", "--batch", data="".join(f"{name}\n" for _, name in wanted).encode())
        for path, _ in wanted:
            head, _, out = out.partition(b"\n")
            if head.endswith(b" missing"):
                continue
            size = int(head.split()[-1])
            yield path, out[:size]
            out = out[size + 1 :]

    def _manifest(self, commit: str) -> Manifest:
        tip = self._tip(commit)
        files = self._tree(commit)
        if not tip.ours and files.keys() - {_CNAME, _NOJEKYLL}:
            some = ", ".join(map(quoted, sorted(files)[:3])) + (", …" if len(files) > 3 else "")
            raise Refused(
                f"{self.where} holds what fiche did not put there ({some}); name another branch, or, if all of it may go, "
                f"remove it first: git push {self._to.remote} --delete {self._to.branch}"
            )
        mine = {path: name for path, name in files.items() if path not in tip.kept}
        if not self._to.cname:
            mine.pop(_CNAME, None)
        return Manifest(commit, mine)

    def _tip(self, commit: str) -> _Tip:
        """Look for the last commit of ours; files that others have added since are to be kept."""
        message = self._message(commit)
        if _BEFORE in message:
            return _Tip(commit, commit, *_told(message))
        with suppress(Failed):
            self._far("fetch", "--quiet", "--no-tags", f"--depth={_BACK}", "target", commit)
        for earlier in self._near("rev-list", f"--max-count={_BACK}", commit).decode().split()[1:]:
            message = self._message(earlier)
            if _BEFORE in message:
                _, kept = _told(message)
                added = self._near(
                    "diff-tree", "-r", "-z", "--no-renames", "--diff-filter=A", "--name-only", earlier, commit
                )
                return _Tip(
                    commit, earlier, earlier, (*kept, *(os.fsdecode(path) for path in added.split(b"\0") if path))
                )
        return _Tip(commit, "", "", ())

    def _message(self, commit: str) -> str:
        return self._near("log", "-1", "--format=%B", commit).decode("utf-8", "replace")

    def _tree(self, commit: str) -> dict[str, str]:
        """Return the files of a commit and the names of their bytes; what is no plain file has a name that none has."""
        files = {}
        for line in self._near("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            if line:
                told, _, path = line.partition(b"\t")
                mode, _, name = told.decode().split()
                files[os.fsdecode(path)] = name if mode == _FILE else f"{mode} {name}"
        return files

    def _extras(self) -> dict[str, bytes]:
        """Return the files that hosts ask for: no Jekyll, and the domain."""
        return {_NOJEKYLL: b""} | ({_CNAME: f"{self._to.cname}\n".encode()} if self._to.cname else {})

    @property
    def _ref(self) -> str:
        return f"refs/heads/{self._to.branch}"

    # ----------------------------------------------------------------------- what is done

    def send(self, changes: Changes, site: Built, online: Manifest, told: Told) -> Manifest:
        """Commit what differs, and have the branch go there."""
        tip = self._tip(online.release) if online.release else _Tip("", "", "", ())
        taken = sorted(site.files.keys() & set(tip.kept))
        if taken:
            raise Refused(
                f"somebody else put {quoted(taken[0])} into {self.where}, where the site has a file; move it away"
            )
        extras = self._extras()

        def work() -> Iterator[bytes]:
            for path in changes.gone:
                yield b"D %b\n" % _in_quotes(path)
            for count, path in enumerate(sent := changes.sent):
                told(count, len(sent))
                data = extras[path] if path in extras else site.read(path)
                yield b"M %b inline %b\ndata %d\n%b\n" % (_FILE.encode(), _in_quotes(path), len(data), data)

        commit = self._commit(online.release, tip.commit, tip.kept, work())
        self._push(commit, online)
        return self._manifest(commit)

    def undo(self, online: Manifest, earlier: Manifest) -> Manifest:
        """Commit what an earlier commit held of ours."""
        changes = compare(online.files, earlier.files)
        work = [b"D %b\n" % _in_quotes(path) for path in changes.gone]
        work += [
            b"M %b %b %b\n" % (_FILE.encode(), earlier.files[path].encode(), _in_quotes(path)) for path in changes.sent
        ]
        then, now = self._tip(earlier.release), self._tip(online.release)
        commit = self._commit(online.release, then.before, now.kept, work)
        self._push(commit, online)
        return self._manifest(commit)

    def _commit(self, online: str, before: str, kept: Sequence[str], work: Iterable[bytes]) -> str:
        """Make a commit of what is online and what is done to it; return its name."""
        lines = ["Publish", "", f"{_BEFORE}{before or 'nothing'}", *(f"{_KEPT}{json.dumps(path)}" for path in kept)]
        message = "\n".join(lines).encode() + b"\n"

        def stream() -> Iterator[bytes]:
            yield b"commit refs/fiche/next\nmark :1\ncommitter fiche <fiche@localhost> %d +0000\n" % self._now
            yield b"data %d\n%b\n" % (len(message), message)
            if online and self._to.history:
                yield b"from %b\n" % online.encode()
            elif online:
                yield b'M 040000 %b ""\n' % self._near("rev-parse", f"{online}^{{tree}}").strip()
            yield from work
            yield b"\nget-mark :1\ndone\n"

        return self._imported(stream())

    def _imported(self, stream: Iterable[bytes]) -> str:
        command = [*self._command(), "fast-import", "--quiet", "--done", "--force"]
        with subprocess.Popen(  # noqa: S603 - words of ours; what the site's file says of the branch was looked at
            command, env=self._environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as run:
            assert run.stdin is not None
            try:
                with suppress(BrokenPipeError):
                    for piece in stream:
                        run.stdin.write(piece)
            except BaseException:
                run.kill()
                raise
            with suppress(BrokenPipeError):
                run.stdin.close()
            run.stdin = None
            out, err = run.communicate()
        if run.returncode:
            raise Failed(self._near_failure(err))
        return out.decode().strip()

    def _push(self, commit: str, online: Manifest) -> None:
        if online.release and not self._to.history:
            self._shared(online.release, commit)
        lease = f"--force-with-lease={self._ref}:{online.release}"
        run = self._run(
            "push", "--porcelain", "--no-verify", "--no-follow-tags", lease, "target", f"{commit}:{self._ref}"
        )
        if not run.returncode:
            self._near("update-ref", "refs/fiche/online", commit)
            if online.release:
                self._near("update-ref", "refs/fiche/before", online.release)
            self._run("-c", f"gc.auto={_LOOSE}", "gc", "--auto", "--quiet")
            return
        said = run.stdout.decode("utf-8", "replace")
        if re.search(r"stale info|incorrect old value|cannot lock ref|reference already exists|failed to lock", said):
            raise Overtaken(self.where)
        if "currently checked out" in said + run.stderr.decode("utf-8", "replace"):
            what = f"somebody works in {self._to.branch} of {_redacted(self._url)}: it is checked out there"
            raise Failed(f"{what}; publish to a branch that nobody works in, or to a bare repository (git init --bare)")
        raise Failed(self._far_failure(run.stderr, said))

    def _shared(self, there: str, commit: str) -> None:
        """Have git count on what the other side has of a commit that leads nowhere, before another one is sent.

        It sends what is new against the parents of a commit; of one without parents, all of it, save from a shallow
        repository, where it looks at the trees of what the other side has (`pack-objects --shallow`).
        """
        shallow = self.folder / "shallow"
        known = shallow.read_text("ascii").split() if shallow.is_file() else []
        wanted = dict.fromkeys(each for each in (*known, there) if each != commit)
        shallow.write_text("".join(f"{each}\n" for each in wanted), "ascii")

    # ----------------------------------------------------------------------- git

    def _begin(self) -> None:
        """Make a repository of our own, if there is none."""
        if not (self.folder / "HEAD").is_file():
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self._near("init", "--quiet", "--bare", "--template=", "--initial-branch=fiche", str(self.folder))
        self._near("rev-parse", "--is-bare-repository")

    def _fetched(self, commit: str, *, depth: int) -> None:
        """Have a commit and all that is in it."""
        if self._run("cat-file", "-e", f"{commit}^{{tree}}").returncode:
            self._far("fetch", "--quiet", "--no-tags", f"--depth={depth}", "target", commit)

    def _found_url(self) -> str:
        """Return the address of the repository: as written, or that of the named remote of the one with the content."""
        written = self._to.remote
        if not re.search(r"[/:\\]", written):
            run = self._asked("remote", "get-url", "--push", written)
            if run.returncode:
                raise Failed(
                    f"the repository of {self._home} has no remote {quoted(written)}; write the address of a repository at "
                    f"“git:”, or name one: git remote add {written} ADDRESS"
                )
            written = run.stdout.decode().strip()
        if re.match(r"[\w.+-]+://|[^/]+:", written):
            return written
        top = self._asked("rev-parse", "--show-toplevel").stdout.decode().strip() if written != self._to.remote else ""
        return str(located(written, Path(top) if top else self._home, self._environ).resolve())

    def _borrowed(self) -> Iterator[tuple[str, str]]:
        """Yield what the repository with the content knows of how to get in elsewhere, as a CI has left it there."""
        known = r"^(http|credential|url)\.|^core\.sshcommand$"
        run = self._asked("config", "--local", "--includes", "-z", "--get-regexp", known)
        for line in run.stdout.decode("utf-8", "replace").split("\0"):
            key, value, text = line.partition("\n")
            if value:
                yield key, text

    def _asked(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Ask the repository that holds the content."""
        return self._called(["git", "-C", str(self._home), *words])

    def _command(self) -> list[str]:
        plain = ("core.hooksPath=/dev/null", "core.fsmonitor=false", "push.gpgSign=false", "push.recurseSubmodules=no")
        options = [word for setting in (*plain, "gc.auto=0", "maintenance.auto=false") for word in ("-c", setting)]
        return ["git", f"--git-dir={self.folder}", *options]

    def _run(self, *words: str, data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        return self._called([*self._command(), *words], data)

    def _called(self, command: list[str], data: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - as above
                command, env=self._environ, input=data, capture_output=True, check=False
            )
        except FileNotFoundError:
            raise Failed("there is no program “git” here; install git, or publish to a folder") from None

    def _near(self, *words: str, data: bytes | None = None) -> bytes:
        """Have git do what needs nobody else."""
        run = self._run(*words, data=data)
        if run.returncode:
            raise Failed(self._near_failure(run.stderr))
        return run.stdout

    def _far(self, *words: str) -> bytes:
        """Have git do what needs the other side."""
        run = self._run(*words)
        if run.returncode:
            raise Failed(self._far_failure(run.stderr, ""))
        return run.stdout

    def _near_failure(self, err: bytes) -> str:
        advice = f"if this stays so, delete {self.folder}, which holds nothing that cannot be had again"
        return f"git failed: {advised(_last(err), advice)}"

    def _far_failure(self, err: bytes, said: str) -> str:
        """Say what failed, and what to do."""
        text = err.decode("utf-8", "replace")
        advice = next((advice for pattern, advice in _ADVICE if re.search(pattern, text + said)), "")
        return f"{self.where}: {advised(_last(err, said), advice)}"


_ADVICE = (
    (
        r"Authentication failed|could not read (Username|Password)|Permission denied|access denied|HTTP 403|error: 403",
        (
            "git has no right to write there: see that “git push” works in a shell (a key in ssh-agent, a token in a "
            "credential helper; in a CI, the job’s right to write contents)"
        ),
    ),
    (r"Host key verification failed", "connect to it once by hand with ssh, and compare its key"),
    (
        r"Could not resolve|unable to access|Connection (refused|timed out)|unreachable",
        "see whether the network is there",
    ),
    (
        r"not found|does not exist|does not appear to be a git repository",
        "see whether the address is right, and the repository made",
    ),
    (r"protected|hook declined|GH006", "the other side refuses it: see the branch’s rules there"),
)


def _told(message: str) -> tuple[str, tuple[str, ...]]:
    """Return what a message of ours says: which commit was before, which files are kept for others."""
    lines = message.split("\n")
    before = next(line.removeprefix(_BEFORE).strip() for line in lines if line.startswith(_BEFORE))
    kept = []
    for line in lines:
        with suppress(ValueError):
            if line.startswith(_KEPT):
                kept.append(str(json.loads(line.removeprefix(_KEPT))))
    return before if re.fullmatch("[0-9a-f]{40}", before) else "", tuple(kept)


def _blob(data: bytes) -> str:
    """Return the name that git has for the bytes of a file."""
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def _in_quotes(path: str) -> bytes:
    """Write a path as `git fast-import` reads it."""
    raw = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"%b"' % raw


_LET_IN = re.compile(
    r"GIT_(SSH.*|ASKPASS|SSL_.*|PROXY_.*|HTTP_.*|TERMINAL_PROMPT|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_.*|VALUE_.*))"
)


def _without_git(environ: Mapping[str, str]) -> dict[str, str]:
    """Return an environment without what would lead git to another repository, index or way of working."""
    kept = {key: value for key, value in environ.items() if not key.startswith("GIT_") or _LET_IN.fullmatch(key)}
    return {**kept, "LC_ALL": "C", "LANGUAGE": ""}


def _configured(pairs: Iterable[tuple[str, str]], environ: Mapping[str, str]) -> dict[str, str]:
    """Return settings for git as an environment, where no list of processes shows them, behind those it has."""
    first = int(environ.get("GIT_CONFIG_COUNT") or 0)
    settings = list(enumerate(pairs, first))
    told = {"GIT_CONFIG_COUNT": str(first + len(settings))}
    for n, (key, value) in settings:
        told |= {f"GIT_CONFIG_KEY_{n}": key, f"GIT_CONFIG_VALUE_{n}": value}
    return told


def _redacted(text: str) -> str:
    """Return a text without the passwords in its addresses."""
    return re.sub(r"(\w://)[^/@\s]*@", r"\1", text)


def _last(err: bytes, said: str = "") -> str:
    """Return what git said last that tells something, on one line."""
    refused = re.search(r"\[(?:remote )?rejected\] \((.*?)\)", said)
    lines = [line.strip() for line in err.decode("utf-8", "replace").split("\n") if line.strip()]
    told = [line for line in lines if line.startswith(("fatal:", "error:", "remote:")) and "failed to push" not in line]
    words = [*(line.partition(":")[2].strip() for line in (told or lines)[:2]), *([refused[1]] if refused else [])]
    return _redacted("; ".join(dict.fromkeys(word for word in words if word))) or "git failed without a word"
