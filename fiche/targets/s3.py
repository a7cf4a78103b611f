"""A bucket of S3, or of a store that speaks its language (Cloudflare R2, MinIO, Scaleway, OVH, Backblaze B2).

Owns one object beside the site's, `.fiche-online`: which objects are ours, with digest and ETag, and, while somebody
publishes, which ones are being changed. It is written only where it is still what was read (`If-Match`): of two publishers
at once the second is told, and the first, if it had only been slow, stops at its next step. A store changes file by file, so
that readers may see a part of each site for moments; the order is pictures and styles, pages, feeds, then what goes.

What is online is told by the store's own list: a digest that was written down holds for an object whose ETag is still the
one that was noted. Objects of others are neither changed nor removed. There is no `undo`: what is overwritten is gone, and
what a store keeps of it (versioning) is its owner's decision.

`boto3` finds the credentials where AWS's own programs do; none pass through here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import quote

from fiche.built import Built
from fiche.changes import Changes
from fiche.destination import S3, Destination
from fiche.media import type_of
from fiche.outputs import turn
from fiche.problem import quoted
from fiche.serving import kept
from fiche.targets.target import NOTHING, Failed, Host, Manifest, Overtaken, Refused, Surroundings, Told, advised
from fiche.value import Unreadable, Value, encode, reader

_RECORD_NAME = ".fiche-online"
_THREADS = 16
_BATCH = 256
"""Files between two looks at whether we are still the one who publishes."""
_AT_ONCE = 1000
"""Objects that the store tells of, or takes away, in one request."""
_LONGEST_KEY = 1024
"""Bytes of the name of an object."""
_INVALIDATED_AT_ONCE = 300
"""Paths beyond which all of a distribution is invalidated: that is one path, and the first thousand a month are free."""


class _Line(Value, frozen=True):
    """An object of ours: its digest, and the ETag that the store gave it."""

    digest: str
    etag: str


class _Record(Value, frozen=True):
    """What is written down of what is online."""

    files: dict[str, _Line]
    pending: tuple[str, ...] = ()
    """What somebody is changing, or was when they were stopped."""


_RECORD = reader(_Record)


class _Seen(NamedTuple):
    """What is in the store."""

    etag: str
    """Of the record; empty if there is none."""
    record: _Record
    objects: Mapping[str, str]
    """The ETag of each object, by its path."""


@contextmanager
def open_s3(destination: Destination, surroundings: Surroundings) -> Iterator[Host]:
    """Open the bucket of a destination. Raises `Failed` where boto3 is not installed or finds no settings."""
    assert isinstance(destination.to, S3)
    try:
        boto3: Any = import_module("boto3")  # an extra: most publications never need it
        core: Any = import_module("botocore.config")
        faults: Any = import_module("botocore.exceptions")  # the same
    except ImportError:
        raise Failed("boto3 is not installed; install it with: pip install 'fiche[s3]'") from None
    to = destination.to
    where = f"s3://{to.bucket}/{to.prefix}"
    config = core.Config(
        retries={"mode": "standard", "max_attempts": 5},
        max_pool_connections=_THREADS,
        connect_timeout=10,
        read_timeout=60,
        request_checksum_calculation="when_required",  # others than AWS know MD5 alone
        response_checksum_validation="when_required",
    )
    with _told(where, faults):
        session = boto3.session.Session(region_name=to.region or None)
        store = session.client("s3", endpoint_url=to.endpoint_url or None, config=config)
        store.meta.events.register("before-parse.s3.ListObjectsV2", _shortened)
        front = session.client("cloudfront", config=config) if to.cloudfront else None
        with ThreadPoolExecutor(1) as ahead:
            yield _Opened(to, where, store, front, ahead)


class _Opened:
    def __init__(self, to: S3, where: str, store: Any, front: Any, ahead: Executor) -> None:
        self._to = to
        self._store = store
        self._front = front
        self._last: _Seen | None = None
        self.where = where
        # The first look takes a store a second or more, and whoever opens it has other things to do meanwhile.
        self._first: Future[_Seen] | None = ahead.submit(self._seen)

    # ----------------------------------------------------------------------- what is there

    def digests(self, site: Built) -> Mapping[str, str]:
        """Return the digests of the build, which are those that are written down."""
        return site.files

    def standing(self) -> Manifest:
        """Return what is in the bucket."""
        first, self._first = self._first, None
        self._last = first.result() if first else self._seen()
        return _manifest(self._last)

    def before(self) -> Manifest | None:
        """Return nothing: what was overwritten is gone."""
        return None

    def read(self, manifest: Manifest, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the bytes of objects."""
        with ThreadPoolExecutor(_THREADS) as threads:
            for path, data in threads.map(self._got, paths):
                if data is not None:
                    yield path, data

    def _got(self, path: str) -> tuple[str, bytes | None]:
        with suppress(self._store.exceptions.NoSuchKey):
            return path, self._store.get_object(**self._at(path))["Body"].read()
        return path, None

    def _seen(self) -> _Seen:
        """Return what is written down, and what is there."""
        etag, record = "", _Record({})
        with suppress(self._store.exceptions.NoSuchKey):
            found = self._store.get_object(**self._at(_RECORD_NAME))
            etag = _etag(found)
            try:
                record = _RECORD(found["Body"].read())
            except Unreadable:
                what = "is not what fiche wrote; remove it, and the files of the site, and publish again"
                raise Refused(f"{self.where}{_RECORD_NAME} {what}") from None
        objects = self._listed((*record.files, *record.pending))
        objects.pop(_RECORD_NAME, None)
        return _Seen(etag, record, objects)

    def _listed(self, known: Iterable[str]) -> dict[str, str]:
        """Return the ETag of each object, by its path.

        A store tells of a thousand objects at a time, in the order of their names. With the names that are known, all these
        answers can be asked for at once: each part begins where the thousand before it ends, if all is as it was.
        """
        starts = ["", *sorted({_RECORD_NAME, *known})[_AT_ONCE - 1 :: _AT_ONCE]]
        objects = dict[str, str]()
        with ThreadPoolExecutor(_THREADS) as threads:
            for part in threads.map(self._part, starts, [*starts[1:], ""]):
                objects |= part
        return objects

    def _part(self, start: str, end: str) -> dict[str, str]:
        """Return the objects after one path and at least up to another, whoever put them there; without it, to the last."""
        after = {"StartAfter": f"{self._to.prefix}{start}"} if start else {}
        pages = self._store.get_paginator("list_objects_v2").paginate(
            Bucket=self._to.bucket, Prefix=self._to.prefix, MaxKeys=_AT_ONCE, **after
        )
        objects = dict[str, str]()
        for page in pages:
            for entry in page.get("Contents", ()):
                objects[entry["Key"].removeprefix(self._to.prefix)] = _etag(entry)
            if end and max(objects, default="") >= end:
                break
        return objects

    def _at(self, path: str) -> dict[str, str]:
        return {"Bucket": self._to.bucket, "Key": f"{self._to.prefix}{path}"}

    # ----------------------------------------------------------------------- what is done

    def send(self, changes: Changes, site: Built, online: Manifest, told: Told) -> Manifest:
        """Write down what is going to change, change it, and write down what is there then.

        The store is not listed a second time, which takes seconds: that nobody has published since is seen by the record, and
        what is there then follows from what the store answered.
        """
        seen = self._last or self._seen()
        if _manifest(seen) != online:
            raise Overtaken(self.where)
        ours = seen.record.files.keys() | set(seen.record.pending)
        for path in changes.sent:
            if len(f"{self._to.prefix}{path}".encode()) > _LONGEST_KEY:
                raise Refused(
                    f"{quoted(path)} has a name of over {_LONGEST_KEY:,} bytes, which no store takes; shorten it"
                )
            if path in seen.objects and path not in ours:
                raise Refused(
                    f"somebody else put {quoted(path)} into {self.where}, where the site has a file; "
                    "move it away, or name another bucket or prefix"
                )
        etag = self._write_down(_Record(seen.record.files, (*changes.sent, *changes.gone)), seen.etag)
        lines = {path: line for path, line in seen.record.files.items() if path in site.files}
        uploaded = self._uploaded(changes.sent, site, etag, told)
        self._removed(changes.gone, etag)
        self._invalidated((*changes.sent, *changes.gone), etag)
        record = _Record(lines | uploaded)
        objects = {**seen.objects, **{path: line.etag for path, line in uploaded.items()}}
        for path in changes.gone:
            objects.pop(path, None)
        self._last = _Seen(self._write_down(record, etag), record, objects)
        return _manifest(self._last)

    def undo(self, online: Manifest, earlier: Manifest) -> Manifest:
        """Refuse: there is nothing to go back to."""
        raise Refused(f"{self.where} keeps nothing of what was there before; publish the site as it was")

    def _write_down(self, record: _Record, etag: str) -> str:
        """Write the record where it is still what was read; return its new ETag. Raises `Overtaken`.

        It is looked at just before, too: some stores write whatever the condition.
        """
        self._still_ours(etag)
        condition = {"IfMatch": f'"{etag}"'} if etag else {"IfNoneMatch": "*"}
        faults = self._store.exceptions.ClientError
        try:
            answer = self._store.put_object(
                **self._at(_RECORD_NAME), **condition, Body=encode(record), ContentType="application/json"
            )
        except faults as fault:
            if fault.response["Error"]["Code"] in {"PreconditionFailed", "ConditionalRequestConflict", "412", "409"}:
                raise Overtaken(self.where) from None
            raise
        return _etag(answer)

    def _uploaded(self, paths: Sequence[str], site: Built, etag: str, told: Told) -> dict[str, _Line]:
        """Upload files, those of one turn at once; return what is to be written down of them."""

        def upload(path: str) -> tuple[str, _Line]:
            data = site.read(path)
            sum_ = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
            answer = self._store.put_object(**self._at(path), Body=data, ContentMD5=sum_, **_told_of(path))
            return path, _Line(site.files[path], _etag(answer))

        lines = dict[str, _Line]()
        with ThreadPoolExecutor(_THREADS) as threads:
            for batch in _batches(paths):
                self._still_ours(etag)
                for path, line in threads.map(upload, batch):
                    told(len(lines), len(paths))
                    lines[path] = line
        return lines

    def _removed(self, paths: Sequence[str], etag: str) -> None:
        for at in range(0, len(paths), _AT_ONCE):
            self._still_ours(etag)
            keys = [{"Key": f"{self._to.prefix}{path}"} for path in paths[at : at + _AT_ONCE]]
            answer = self._store.delete_objects(Bucket=self._to.bucket, Delete={"Objects": keys, "Quiet": True})
            for fault in answer.get("Errors", ()):
                raise Failed(f"{self.where} did not remove {quoted(fault['Key'])}: {fault['Code']}; publish again")

    def _invalidated(self, paths: Sequence[str], etag: str) -> None:
        """Have CloudFront forget what has changed, with the addresses of folders."""
        if self._front is None or not paths:
            return
        changed = [f"/{quote(path)}" for path in paths]
        changed += [path.removesuffix("index.html") for path in changed if path.endswith("/index.html")]
        items = changed if len(changed) <= _INVALIDATED_AT_ONCE else ["/*"]
        self._front.create_invalidation(
            DistributionId=self._to.cloudfront,
            InvalidationBatch={
                "Paths": {"Quantity": len(items), "Items": items},
                "CallerReference": etag,
            },
        )

    def _still_ours(self, etag: str) -> None:
        """Hold that nobody has begun to publish after us."""
        found = ""
        try:
            found = _etag(self._store.head_object(**self._at(_RECORD_NAME)))
        except self._store.exceptions.ClientError as fault:
            if fault.response["Error"]["Code"] != "404":
                raise
        if found != etag:
            raise Overtaken(self.where)


def _shortened(response_dict: dict[str, Any], **_: object) -> None:
    """Take out of a list what nobody asks of it: to read dates and sizes is most of the work."""
    response_dict["body"] = _UNASKED.sub(b"", response_dict["body"])


_UNASKED = re.compile(rb"<(LastModified|Size|StorageClass|ChecksumAlgorithm|ChecksumType)>[^<]*</\1>")


def _etag(answer: Mapping[str, Any]) -> str:
    """Return an ETag, bare: some stores put it between quotation marks in one answer and not in another."""
    return str(answer["ETag"]).strip('"')


def _manifest(seen: _Seen) -> Manifest:
    """Return what is online of ours."""
    if not seen.etag:
        return NOTHING
    record = seen.record
    files = dict[str, str]()
    for path in record.files.keys() | set(record.pending):
        etag = seen.objects.get(path)
        if etag is not None:
            line = record.files.get(path)
            files[path] = line.digest if line and line.etag == etag else f"? {etag}"
    return Manifest(seen.etag, files, unsure=frozenset(record.pending))


def _batches(paths: Iterable[str]) -> Iterator[list[str]]:
    """Yield paths in their order, none beside one of another turn, and not too many."""
    batch: list[str] = []
    for path in paths:
        if batch and (len(batch) == _BATCH or turn(path)[0] != turn(batch[-1])[0]):
            yield batch
            batch = []
        batch.append(path)
    if batch:
        yield batch


def _told_of(path: str) -> dict[str, str]:
    """Return what the store is to tell readers of a file."""
    return {"ContentType": type_of(path), "CacheControl": kept(path).value}


# --------------------------------------------------------------------------- what fails


@contextmanager
def _told(where: str, faults: Any) -> Iterator[None]:
    """Tell what fails in one sentence, with what to do."""
    try:
        yield
    except faults.ClientError as fault:
        code, words = fault.response["Error"].get("Code", ""), fault.response["Error"].get("Message", "")
        advice = next((advice for codes, advice in _ADVICE if code in codes), "")
        said = words or code
        raise Failed(f"{where}: {advised(said, advice) if advice else f'{said} ({code})'}") from None
    except (faults.NoCredentialsError, faults.PartialCredentialsError, faults.TokenRetrievalError):
        what = "no credentials were found: aws configure, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        raise Failed(f"{where}: {what}") from None
    except faults.NoRegionError:
        raise Failed(f"{where}: which region is not known; write it at “region:”") from None
    except faults.BotoCoreError as fault:
        advice = "see whether the network is there, and “endpoint_url:” right"
        raise Failed(f"{where}: {advised(str(fault), advice)}") from None


_ADVICE = (
    ({"NoSuchBucket", "404"}, "make the bucket first, or see whether its name and “endpoint_url:” are right"),
    (
        {"AccessDenied", "403", "Forbidden", "AllAccessDisabled"},
        "whose credentials these are needs to list the bucket, and to get, put and delete objects there",
    ),
    (
        {"InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "InvalidClientTokenId"},
        "the credentials are wrong or have ended; log in anew (aws sso login), or see which profile is taken",
    ),
    (
        {"PermanentRedirect", "AuthorizationHeaderMalformed", "301", "IllegalLocationConstraintException"},
        "see “region:”",
    ),
    (
        {"NoSuchDistribution"},
        "all files are there, but “cloudfront:” names no distribution; correct it, and publish again",
    ),
)
