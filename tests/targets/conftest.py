"""A real web server for the tests of targets: Debian's nginx, on a socket of its own."""

import http.client
import os
import shutil
import socket
import subprocess
from contextlib import suppress

import pytest

CONF = """\
daemon off; master_process off; worker_processes 1; pid {home}/nginx.pid; error_log {home}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3; uwsgi_temp_path {home}/t4;
    scgi_temp_path {home}/t5;
    server {{ listen unix:{home}/nginx.sock; root {root}; error_page 404 /404.html; }}
}}
"""


class Web(http.client.HTTPConnection):
    """A connection to the server."""

    def __init__(self, place):
        super().__init__("localhost", timeout=30)
        self._place = str(place)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        try:
            self.sock.connect(self._place)
        except OSError:
            self.close()
            raise

    def get(self, path):
        """Return the status of a request, and the bytes."""
        self.request("GET", path)
        answer = self.getresponse()
        return answer.status, answer.read()


@pytest.fixture
def nginx(tmp_path_factory):
    """Return what shows a folder through nginx, and gives a connection to that; skip, or fail in CI, where there is none."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs nginx (apt-get install nginx-light)", pytrace=False)
        pytest.skip("no nginx here (apt-get install nginx-light)")
    running = []

    def show(root):
        home = tmp_path_factory.mktemp("nginx")
        (home / "nginx.conf").write_text(CONF.format(home=home, root=root))
        run = subprocess.Popen([program, "-c", home / "nginx.conf", "-p", home], stderr=subprocess.DEVNULL)
        web = Web(home / "nginx.sock")
        running.append((run, web))
        for _ in range(2000):
            with suppress(OSError):
                web.connect()
                return web
            with suppress(subprocess.TimeoutExpired):
                run.wait(0.01)
                pytest.fail(f"nginx ended: {(home / 'error.log').read_text()}")
        raise AssertionError("nginx does not listen")

    yield show
    for run, web in running:
        web.close()
        run.kill()
        run.wait()
