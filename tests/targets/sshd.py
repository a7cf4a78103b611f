"""A real ssh server for the tests of targets: Debian's sshd, on loopback, with keys and settings of its own."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

CONF = """\
ListenAddress 127.0.0.1:{port}
HostKey {home}/host
AuthorizedKeysFile {home}/authorized
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PrintMotd no
MaxStartups 100
"""
CLIENT = """\
Host far
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {home}/key
  IdentitiesOnly yes
  UserKnownHostsFile {home}/known
  StrictHostKeyChecking yes
  BatchMode yes
"""
# What the tests call as `ssh`: the real one, with settings of its own, and cut off after so many bytes if asked.
PROGRAM = """\
#!{python}
import os, subprocess, sys
command = [{real!r}, "-F", os.environ.get("FAR_CONF", {conf!r}), *sys.argv[1:]]
limit = os.environ.get("FAR_CUT")
if limit is None:
    os.execv(command[0], command)
run = subprocess.Popen(command, stdin=subprocess.PIPE)
left, count = int(limit), os.environ["FAR_COUNT"]
while data := os.read(0, 65536):
    with open(count, "a") as file:
        file.write(f"{{len(data)}}\\n")
    run.stdin.write(data[:left])
    run.stdin.flush()
    left -= len(data)
    if left <= 0:
        break
run.stdin.close()
sys.exit(run.wait())
"""


class Far:
    """A server, and what leads to it."""

    def __init__(self, home, port):
        self.home = home
        self.port = port
        self.path = f"{home / 'bin'}:{os.environ['PATH']}"

    def environ(self, **more):
        return {"PATH": self.path, **more}


@pytest.fixture(scope="session")
def far(tmp_path_factory):
    """Return a server that runs; skip, or fail in CI, where there is none."""
    program = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    real = shutil.which("ssh")
    if program is None or real is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs sshd (apt-get install openssh-server)", pytrace=False)
        pytest.skip("no sshd here (apt-get install openssh-server)")
    home = tmp_path_factory.mktemp("far")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / name], check=True)
    shutil.copy(home / "key.pub", home / "authorized")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    key = " ".join((home / "host.pub").read_text().split()[:2])
    (home / "known").write_text(f"[127.0.0.1]:{port} {key}\n")
    (home / "sshd_config").write_text(CONF.format(home=home, port=port))
    (home / "config").write_text(CLIENT.format(home=home, port=port, user=pwd.getpwuid(os.geteuid()).pw_name))
    (home / "bin").mkdir()
    (home / "bin/ssh").write_text(PROGRAM.format(python=sys.executable, real=real, conf=str(home / "config")))
    (home / "bin/ssh").chmod(0o755)
    command = [program, "-D", "-e", "-f", home / "sshd_config"]
    with (home / "log").open("wb") as log, subprocess.Popen(command, stderr=log) as run:
        try:
            while "Server listening" not in (home / "log").read_text():
                if run.poll() is not None:
                    pytest.fail(f"sshd ended: {(home / 'log').read_text()}", pytrace=False)
            yield Far(home, port)
        finally:
            run.kill()
