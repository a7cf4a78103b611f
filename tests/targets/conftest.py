"""A real web server for the tests of targets: Debian's nginx, on a socket of its own."""

from contextlib import ExitStack

import pytest

from tests.targets import web


@pytest.fixture
def nginx(tmp_path_factory):
    """Return what shows a folder through nginx, and gives a connection to that; skip, or fail in CI, where there is none."""
    with ExitStack() as running:

        def show(root):
            home = tmp_path_factory.mktemp("nginx")
            server = f"server {{ listen unix:{home}/nginx.sock; root {root}; error_page 404 /404.html; }}"
            return running.enter_context(web.nginx(home, server))

        yield show
