"""Media types: what a file of the site is, to who sends it to a reader."""

from __future__ import annotations

from pathlib import PurePosixPath

TYPES = {
    ".atom": "application/atom+xml",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".graphml": "application/xml",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".opml": "text/x-opml; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
"""Media types by ending: our own table, since systems' tables differ."""


def type_of(path: str) -> str:
    """Return the media type of a file, by its ending."""
    return TYPES.get(PurePosixPath(path).suffix.lower(), UNKNOWN)


UNKNOWN = "application/octet-stream"
"""Bytes of which no more is known (RFC 2046)."""


def is_text(path: str) -> bool:
    """Say whether a file is a text, whatever it says: one that is the smaller for being compressed."""
    kind = type_of(path)
    return kind.startswith("text/") or kind.endswith(("xml", "json", "jsonl"))
