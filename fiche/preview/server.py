"""The server of the preview: pages, what our script asks for, and events.

Owns Starlette and uvicorn, the addresses under `/_desk/`, and what a browser is sent. It maps no address to a file: an
address means a file of the site that the press makes, or nothing.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import Executor
from hmac import compare_digest
from pathlib import PurePosixPath
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from fiche import address
from fiche.digest import digest_bytes
from fiche.media import type_of
from fiche.preview import desk, editor, gate, sheet
from fiche.preview.room import Room
from fiche.preview.warm import Answer
from fiche.value import Value

_READ_AS_TEXT = frozenset({".atom", ".json", ".opml", ".xml"})
"""Shown as their source to who visits them: a browser would offer to save them, or show them without our script."""
_CLIENT = frozenset({"live.js", "worker.js", "desk.css", "desk.svg"})
_HEARTBEAT = 15.0
"""Seconds after which a listener hears that the server is there."""


class Desired(Value, frozen=True):
    """What the caller wishes of the server."""

    host: str = "127.0.0.1"
    port: int = 8000
    hosts: tuple[str, ...] = ()
    """Names we answer to beside this machine's own."""
    editor: str = ""
    """Command that opens a file, with `{file}`, `{line}` and `{column}`; empty if none is known."""
    follow: bool = False


class Server:
    """Answers browsers."""

    def __init__(self, room: Room, desired: Desired, *, token: str) -> None:
        self.room = room
        self.desired = desired
        self._token = token
        self._started = digest_bytes(token.encode())[:8]
        routes = [
            Route("/_desk/", self._desk),
            Route("/_desk/events", self._events),
            Route("/_desk/open", self._open, methods=["POST"]),
            Route("/_desk/remarks", self._remarks, methods=["POST"]),
            Route("/_desk/shown", self._shown, methods=["POST"]),
            Route("/_desk/{name}", self._client),
            Route("/{path:path}", self._page),
        ]
        self.app: ASGIApp = Guard(Starlette(routes=routes), (desired.host, *desired.hosts))

    # ----------------------------------------------------------------------- pages

    async def _page(self, request: Request) -> Response:
        number = self.room.last.number  # before the page is made: it may be newer than it says, never older
        place = str(request.scope["path"])[1:]
        path = address.file_of(place)
        shown = await self.room.page(path)
        ending = PurePosixPath(path).suffix.lower()
        if shown is None and not place.endswith("/") and await self.room.page(f"{place}/index.html") is not None:
            return RedirectResponse("/" + address.as_url(f"{place}/"))
        if shown is None:
            return await self._html(request, number, await self._lost(place), place, status=404)
        if ending == ".html":
            return await self._html(request, number, shown.data or sheet.empty(), path, shown)
        if shown.fault is not None and not shown.data:
            return await self._html(request, number, sheet.empty(), path, shown, status=500)
        if ending in _READ_AS_TEXT and _is_visit(request):
            text = sheet.source(path, shown.data.decode("utf-8", "replace"))
            return await self._html(request, number, text, path, shown)
        return Response(shown.data, media_type=type_of(path))

    async def _html(
        self, request: Request, number: int, data: bytes, path: str, shown: Answer | None = None, *, status: int = 200
    ) -> Response:
        """Answer with a page of a state and our script, or that the page the browser has is still the same."""
        told = await self._told(path, shown) | ({"lost": True} if status != 200 else {})
        key = digest_bytes(data + json.dumps(told).encode())
        headers = {"etag": key, "x-fiche": str(number)}
        if request.headers.get("if-none-match") == key:
            return Response(status_code=304, headers=headers)
        whole = sheet.with_script(data, {**told, "key": key, "number": number, "token": self._token})
        return Response(whole, status, headers, "text/html; charset=utf-8")

    async def _told(self, path: str, shown: Answer | None) -> dict[str, object]:
        """Return what our script needs to know of a page."""
        told: dict[str, object] = {"started": self._started, "follow": self.desired.follow}
        if shown is None:
            return told
        if shown.origin:
            told["origin"] = shown.origin
            told["banners"] = await self.room.do(desk.banners, self.room.warm, shown.origin, path)
        if shown.fault is not None:
            told["faults"] = [sheet.problem(shown.fault)]
        return told

    async def _lost(self, place: str) -> bytes:
        """Make the page for an address that leads nowhere."""
        known = await self.room.do(desk.addresses, self.room.warm)
        moved = self.room.moved.get(address.file_of(place).removesuffix("index.html"), None)
        near = [moved] if moved else []
        near += [each for each in sheet.nearest(place, known) if each not in near]
        why = "leads nowhere."
        if moved is not None:
            why = "has moved." if moved else "is gone: its file was removed or renamed, or is not to be shown."
        return sheet.lost(place, why, [sheet.Way(known[each], each) for each in near if each in known])

    # ----------------------------------------------------------------------- under /_desk/

    async def _desk(self, request: Request) -> Response:
        number = self.room.last.number
        data = await self.room.do(desk.page, self.room.warm, tuple(self.room.saves))
        return await self._html(request, number, data, "_desk/")

    async def _client(self, request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _CLIENT:
            number = self.room.last.number
            return await self._html(request, number, await self._lost(f"_desk/{name}"), "", status=404)
        return Response(sheet.client(name), media_type=type_of(name))

    async def _events(self, request: Request) -> Response:
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    async def _stream(self) -> AsyncIterator[str]:
        """Tell what happens for as long as anyone listens (server-sent events, HTML Standard 9.2)."""
        listener = self.room.listen()
        try:
            yield "retry: 500\n\n"
            while True:
                try:
                    told = await asyncio.wait_for(listener.get(), _HEARTBEAT)
                except TimeoutError:
                    yield ": here\n\n"
                    continue
                if told is None:
                    return
                while not listener.empty() and (later := listener.get_nowait()) is not None:
                    told = later | {"statics": (*told["statics"], *later["statics"])}  # type: ignore[misc] # ours
                yield f"data: {json.dumps(told | {'started': self._started}, ensure_ascii=False)}\n\n"
        finally:
            self.room.leave(listener)

    async def _shown(self, request: Request) -> Response:
        """Hear that a browser shows a state."""
        said = await self._heard(request)
        number = said.get("number")
        if isinstance(number, int):
            self.room.seen(number, same=said.get("same") is True)
        return Response(status_code=204)

    async def _remarks(self, request: Request) -> Response:
        """Tell what the editorial rules find in the file of a page, unless something is saved meanwhile."""
        said = await self._heard(request)
        number, path = said.get("number"), str(said.get("path", ""))
        found = await self.room.remarks(path, number) if isinstance(number, int) else None
        return _json({"late": True} if found is None else {"remarks": [sheet.remark(one) for one in found[:200]]})

    async def _open(self, request: Request) -> Response:
        """Open the editor at a line, or at the block that has certain words."""
        said = await self._heard(request)
        path, words = str(said.get("path", "")), str(said.get("words", ""))[:2000]
        file = self.room.warm.file_of(path)
        if file is None or not file.is_file():
            return _json({"said": f"there is no {path}"}, 404)
        line, column = _number(said.get("line")), _number(said.get("column"))
        if words and not line:
            line = self.room.source_line(path, words)
        place = f"{path}:{line}" if line else path
        if not self.desired.editor:
            said_instead = f"{place}: no editor is known to fiche; start it with --editor 'code -g {{file}}:{{line}}'"
            return _json({"said": said_instead, "place": place, "opened": False})
        try:
            await asyncio.to_thread(
                subprocess.Popen,
                editor.command(self.desired.editor, str(file), line, column),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as failure:
            return _json(
                {"said": f"{place}: the editor could not be started ({failure})", "place": place, "opened": False}
            )
        return _json({"said": place, "place": place, "opened": True})

    async def _heard(self, request: Request) -> dict[str, Any]:
        """Return what our script says; nothing from anyone who does not know the token."""
        if not compare_digest(request.headers.get("x-fiche-token", "").encode(), self._token.encode()):
            return {}
        try:
            said = json.loads((await request.body())[:10_000])
        except ValueError:
            return {}
        return said if isinstance(said, dict) else {}


class Guard:
    """Refuses what is not for us, and has every answer say what may be done with it."""

    def __init__(self, app: ASGIApp, known: tuple[str, ...]) -> None:
        self._app = app
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    *((name.encode(), value.encode()) for name, value in gate.HEADERS.items()),
                ]
            await send(message)

        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refused = gate.refusal(scope["method"], headers, self._known)
        app: Callable[[Scope, Receive, Any], Awaitable[None]] = self._app
        if refused:
            app = Response(f"{refused}\n", 403, media_type="text/plain; charset=utf-8")
        await app(scope, receive, sent)


def _is_visit(request: Request) -> bool:
    """Say whether somebody goes to an address in a browser and does not ask for the file itself."""
    visited = request.headers.get("sec-fetch-dest") == "document" and "raw" not in request.query_params
    return visited or "x-fiche-page" in request.headers


def _json(said: dict[str, object], status: int = 200) -> Response:
    return Response(json.dumps(said, ensure_ascii=False), status, media_type="application/json")


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


# --------------------------------------------------------------------------- running


class _Uvicorn(uvicorn.Server):
    """Ends at once: whoever listens to events is let go first."""

    def __init__(self, config: uvicorn.Config, room: Room) -> None:
        super().__init__(config)
        self._room = room

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Stop, and end what would keep us waiting; a second time, at once. No signal is raised again: we end by ourselves."""
        self._room.dismiss()
        self.force_exit = self.should_exit
        self.should_exit = True


def listening(desired: Desired) -> socket.socket:
    """Return a socket at the port wished for; if that is taken, at the first one after it that is free. Raise OSError."""
    family = socket.AF_INET6 if ":" in desired.host else socket.AF_INET
    last = desired.port + 20 if desired.port else 0
    for port in range(desired.port, last + 1):
        # Named as TCP, it is told by asyncio not to wait for more to send (Nagle): forty milliseconds an answer.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((desired.host.strip("[]"), port))
            listener.listen(128)
        except OSError:
            listener.close()
            if port == last:
                raise
        else:
            return listener
    raise AssertionError


async def serve(
    room: Room, desired: Desired, listener: socket.socket, *, pool: Executor, token: str, ready: Callable[[], object]
) -> None:
    """Serve until one is told to end."""
    server = Server(room, desired, token=token)
    config = uvicorn.Config(
        server.app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        loop="asyncio",
        http="h11",
        server_header=False,
        timeout_graceful_shutdown=1,
        timeout_keep_alive=30,
    )
    await room.open(pool)
    ready()
    try:
        await _Uvicorn(config, room).serve(sockets=[listener])
    finally:
        await room.close()
