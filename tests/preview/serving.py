"""A preview at work for tests: a real server on a real socket, in a thread of its own, that looks at files when it is told to."""

import asyncio
import http.client
import re
import threading
from urllib.parse import quote

from fiche.executor import Serial
from fiche.preview.room import Room
from fiche.preview.server import Desired, listening, serve

SCRIPT = re.compile(rb'<script src="/_desk/live\.js" data-page="[^"]*"></script>')


class Preview:
    """A preview in a thread of its own, that looks at files when it is told to."""

    def __init__(self, paths, wishes, public, now) -> None:
        self.said: list[str] = []
        self.room = Room(paths, wishes, public, now=now, say=self.said.append, poll=True)
        self.room.woke = lambda *_: None
        self.loop = asyncio.new_event_loop()
        listener = listening(Desired(port=0))
        self.port = listener.getsockname()[1]
        started = threading.Event()

        async def run():
            self.server = asyncio.current_task()
            await serve(self.room, Desired(port=0), listener, pool=Serial(), token="t", ready=started.set)

        def work():
            asyncio.set_event_loop(self.loop)
            try:
                self.loop.run_until_complete(run())
            except asyncio.CancelledError:
                pass
            finally:
                listener.close()
                self.loop.close()

        self.thread = threading.Thread(target=work)
        self.thread.start()
        assert started.wait(60), self.said
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def ask(self, work):
        """Have the room do something."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def get(self, path: str) -> tuple[int, bytes]:
        self.line.request("GET", f"/{quote(path)}")
        answer = self.line.getresponse()
        return answer.status, SCRIPT.sub(b"", answer.read())

    def close(self) -> None:
        self.line.close()
        self.loop.call_soon_threadsafe(self.server.cancel)
        self.thread.join(60)
        assert not self.thread.is_alive()
