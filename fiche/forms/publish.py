"""The fields of `publish:` in the site's file.

Owns how destinations are written. To add a kind of target is to add a function to `KINDS`: its key in the file is the
kind's name, and the key's value the one thing that kind cannot do without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from fiche import fields, header
from fiche.compression import ENCODINGS
from fiche.destination import S3, Destination, Folder, Git, Settings, Ssh, Zip
from fiche.fields import Reader
from fiche.hosting.files import HOSTS
from fiche.model import Marking
from fiche.problem import did_you_mean, quoted

RESERVED = frozenset({"undo"})
"""What `fiche publish` takes for a word of its own."""


def _folder(reader: Reader) -> Settings:
    return Folder(reader.text("folder", required=True), _keep(reader))


def _git(reader: Reader) -> Settings:
    return Git(
        remote=reader.value("git", _remote, "remote", required=True) or "",
        branch=reader.value("branch", _branch, "branch") or "gh-pages",
        history=reader.choice("history", ("keep", "none")) != "none",
        cname=reader.value("cname", _domain, "cname") or "",
    )


def _s3(reader: Reader) -> Settings:
    return S3(
        bucket=reader.value("s3", _bucket, "bucket", required=True) or "",
        prefix=reader.value("prefix", _prefix, "prefix") or "",
        region=reader.value("region", _plain, "region") or "",
        endpoint_url=reader.value("endpoint_url", _endpoint, "url") or "",
        cloudfront=reader.value("cloudfront", _plain, "distribution") or "",
    )


def _ssh(reader: Reader) -> Settings:
    host, port, path = reader.value("ssh", _far_folder, "ssh", required=True) or ("", 0, "")
    return Ssh(host, path, port, _keep(reader))


def _keep(reader: Reader) -> int:
    keep = reader.integer("keep", least=0)
    return 5 if keep is None else keep


def _zip(reader: Reader) -> Settings:
    return Zip(reader.value("zip", _zip_file, "zip", required=True) or "")


KINDS: Mapping[str, Callable[[Reader], Settings]] = MappingProxyType(
    {"folder": _folder, "git": _git, "s3": _s3, "ssh": _ssh, "zip": _zip}
)
"""The key that tells the kind, and the function that reads what belongs to it."""

EXAMPLE = "{public: {folder: /srv/www/example.org}}"


def destinations(reader: Reader) -> tuple[Destination, ...]:
    """Read where the publication may be sent, in the order of the file: the first is the one meant where none is named."""
    node = reader.take("publish")
    if node is None:
        return ()
    if not isinstance(node, header.Map):
        reader.refuse(node, f"“publish” must name its destinations; write publish: {EXAMPLE}", "field-shape")
        return ()
    found = (_destination(key, value, reader) for key, value in node.pairs)
    return tuple(destination for destination in found if destination is not None)


def _destination(key: header.Scalar, node: header.Node, reader: Reader) -> Destination | None:
    name = reader.converted(key, "publish", _name, "destination-name")
    if not isinstance(node, header.Map):
        what = f"{quoted(key.text)} must say what it is; write {key.text}: {{folder: /srv/www/example.org}}"
        reader.refuse(node, what, "field-shape")
        return None
    inner = reader.child(node)
    kinds = [kind for kind in KINDS if inner.has(kind)]
    if len(kinds) != 1:
        reader.refuse(node.place, _no_kind(key.text, kinds, [each.text for each, _ in node.pairs]), "destination-kind")
        return None
    audience = inner.guard("audience", inner.marking)
    found = Destination(
        name=name or "",
        place=node.place,
        audience=Marking.CLEAR if audience is None else audience,
        base_url=inner.value("base_url", fields.base, "url"),
        links=inner.choice("links", ("relative", "portable")) or ("portable" if kinds == ["zip"] else None),
        server=inner.choice("server", HOSTS) or None,
        compress=_compress(inner, kinds[0]),
        to=KINDS[kinds[0]](inner),
    )
    inner.close()
    return found if name else None


def _no_kind(name: str, kinds: list[str], written: list[str]) -> str:
    """Say why an entry is of no kind: it is of two, or what would tell has no value or is misspelt."""
    empty = next((kind for kind in KINDS if kind in written), "")
    if empty and not kinds:
        return f"{quoted(empty)} of {quoted(name)} is empty; write where the site goes"
    said = f"says {' and '.join(map(quoted, kinds))}" if kinds else "says none"
    near = next(filter(None, (did_you_mean(key, KINDS) for key in written)), "") if not kinds else ""
    return f"a destination is one of {', '.join(KINDS)}; {quoted(name)} {said}{near}"


def encodings(reader: Reader) -> tuple[str, ...]:
    """Read the encodings in which texts are to have a copy beside them, in one order whatever that of the file is."""
    wanted = reader.values("compress", _encoding, "choice")
    return tuple(name for name in ENCODINGS if name in wanted)


def _encoding(text: str) -> str:
    if text not in ENCODINGS:
        raise ValueError(f"it can be {', '.join(ENCODINGS)}{did_you_mean(text, ENCODINGS)}")
    return text


def _compress(reader: Reader, kind: str) -> tuple[str, ...] | None:
    """Read the encodings for a place: for one that no server of one's own shows there are none, whatever the site says."""
    found = encodings(reader)
    if kind in _SERVED:
        return found or None
    if found:
        what = (
            f"compressed copies are for a folder that nginx or Caddy shows (folder, ssh), not for “{kind}”: "
            "other hosts compress by themselves what they send; take “compress” out"
        )
        reader.refuse("compress", what, "compress")
    return ()


_SERVED = frozenset({"folder", "ssh"})


def _name(text: str) -> str:
    if text in RESERVED:
        what = "“fiche publish” takes this word for a command; choose another"
        raise ValueError(f"{quoted(text)} cannot name a destination: {what}")
    try:
        return fields.slug(text)
    except ValueError as failure:
        raise ValueError(f"{quoted(text)} cannot name a destination: {failure}") from None


def _remote(text: str) -> str:
    if text.startswith("-") or not text.isprintable():
        raise ValueError("write the address of a repository, or the name of a remote, as origin")
    if "@" in text.partition("://")[2].partition("/")[0] and ":" in text.partition("://")[2].partition("@")[0]:
        raise ValueError("it holds a password; leave that to git’s credential helper, or to the environment")
    return text


_FAR = re.compile(r"(?P<host>(?:[\w.+-]+@)?(?:[\w.-]+|\[[\da-fA-F:.]+\])):(?P<path>.+)")
_FAR_URL = re.compile(
    r"ssh://(?P<host>(?:[\w.+-]+@)?(?:[\w.-]+|\[[\da-fA-F:.]+\]))(?::(?P<port>\d{1,5}))?/(?P<path>.+)"
)


def _far_folder(text: str) -> tuple[str, int, str]:
    """Return host, port and folder of `desk@host:folder`, or of `ssh://desk@host:port/folder`, always from the root."""
    url = _FAR_URL.fullmatch(text)
    found = url or (None if "://" in text else _FAR.fullmatch(text))
    path = f"/{url['path']}" if url else found["path"].removeprefix("~/") if found else ""
    password = not url and "@" in path.partition("/")[0]
    wrong = text.startswith("-") or not text.isprintable() or not path.strip("/.~") or ".." in path.split("/")
    if not found or wrong or password:
        raise ValueError("write the server and a folder of its own there, as desk@www.example.org:/srv/www/example.org")
    return re.sub(r"[][]", "", found["host"]), int(url["port"] or 0) if url else 0, path.rstrip("/")


def _bucket(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", text):
        raise ValueError("write the name of a bucket alone, as briefs-example-org")
    return text


def _prefix(text: str) -> str:
    """Return what stands before each path, with a slash at its end."""
    parts = text.strip("/").split("/")
    if not text.isprintable() or any(part in {"", ".", ".."} for part in parts):
        raise ValueError("write the folder in the bucket, as briefs/")
    return f"{'/'.join(parts)}/"


def _plain(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]+", text):
        raise ValueError("write it in letters, digits and hyphens, as eu-west-3 or E1A2B3C4D5E6F7")
    return text


def _endpoint(text: str) -> str:
    """Return the address of a store, which holds no password."""
    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?/?|https?://\[[\da-fA-F:.]+\](:\d+)?/?", text):
        raise ValueError("write the address of the store alone, as https://s3.fr-par.scw.cloud")
    return text.rstrip("/")


_NO_BRANCH = (" ", "~", "^", ":", "?", "*", "[", "\\", "..", "@{", "//")


def _branch(text: str) -> str:
    """Return the name of a branch, as `git check-ref-format` takes it."""
    parts = text.split("/")
    bad = any(sign in text for sign in _NO_BRANCH) or not text.isprintable() or text.startswith("-") or text == "@"
    if bad or any(not part or part.startswith(".") or part.endswith((".", ".lock")) for part in parts):
        raise ValueError("it is no name of a branch; write gh-pages, for instance")
    return text


def _domain(text: str) -> str:
    if "/" in text or ":" in text or "." not in text or any(c.isspace() for c in text):
        raise ValueError("write the domain alone, as briefs.example.org")
    return text


def _zip_file(text: str) -> str:
    if not text.lower().endswith(".zip") or text.lower().endswith("/.zip") or text.lower() == ".zip":
        raise ValueError("write the name of a file that ends in .zip")
    return text
