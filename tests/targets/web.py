"""Real web servers for the tests of what readers receive: found, started, waited for, and asked over a socket of their own."""

import http.client
import os
import shutil
import socket
import subprocess
from contextlib import contextmanager, suppress

import pytest


class Web(http.client.HTTPConnection):
    """A connection to a server."""

    def __init__(self, place, host="localhost"):
        super().__init__(host, timeout=30)
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
        status, _, data = self.ask(path)
        return status, data

    def ask(self, path, **headers):
        """Return the status of a request, its headers in small letters, and the bytes."""
        self.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = self.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def program(name, package):
    """Return where a server's program is; skip, or fail in CI, where there is none."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI needs {name} (apt-get install {package})", pytrace=False)
        pytest.skip(f"no {name} here (apt-get install {package})")
    return found


@contextmanager
def running(command, place, host="localhost"):
    """Start a server and yield a connection to it, once it listens."""
    log = place.with_name("log")
    with log.open("wb") as words:
        run = subprocess.Popen(command, stdout=words, stderr=words, env={**os.environ, "HOME": str(place.parent)})
    web = Web(place, host)
    try:
        for _ in range(2000):
            with suppress(OSError):
                web.connect()
                break
            with suppress(subprocess.TimeoutExpired):
                run.wait(0.01)
                pytest.fail(f"{command[0]} ended: {log.read_text()}")
        else:
            raise AssertionError(f"{command[0]} does not listen")
        yield web
    finally:
        web.close()
        run.kill()
        run.wait()


NGINX = """\
daemon off; master_process off; worker_processes 1; pid {home}/nginx.pid; error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3; uwsgi_temp_path {home}/t4;
    scgi_temp_path {home}/t5;
    {servers}
}}
"""


def nginx(home, servers, *, before=""):
    """Start nginx in a folder of its own with some servers, which listen at `nginx.sock` there."""
    command = [program("nginx", "nginx-light"), "-c", home / "nginx.conf", "-p", home]
    (home / "nginx.conf").write_text(before + NGINX.format(home=home, servers=servers), "utf-8")
    return running(command, home / "nginx.sock")
