"""Servers on loopback for `make bench-publish`: sshd with keys of its own, and two that speak S3: rclone's and moto's.

Owns how they are started and what leads to them: each gives an environment in which `fiche`, `rsync` and boto3 find it.
"""

from __future__ import annotations

import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

_SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
_RCLONE = shutil.which("rclone", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
_SETTINGS = """\
ListenAddress 127.0.0.1:{port}
HostKey {home}/host
AuthorizedKeysFile {home}/key.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
"""
_CLIENT = """\
Host far
  HostName 127.0.0.1
  Port {port}
  User {user}
  IdentityFile {home}/key
  IdentitiesOnly yes
  UserKnownHostsFile /dev/null
  StrictHostKeyChecking no
  LogLevel ERROR
"""
_KEY, _SECRET = "fiche-bench", "a secret of no worth"
_MOTO = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"


def sshd(home: Path, running: ExitStack) -> Mapping[str, str]:
    """Start sshd; a program `ssh` in the given path reaches it as `far`."""
    home.mkdir(parents=True, exist_ok=True)
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / name], check=True)
    port = _free()
    user = pwd.getpwuid(os.geteuid()).pw_name
    (home / "sshd_config").write_text(_SETTINGS.format(home=home, port=port), "utf-8")
    (home / "config").write_text(_CLIENT.format(home=home, port=port, user=user), "utf-8")
    (home / "bin").mkdir()
    program = home / "bin" / "ssh"
    real = shutil.which("ssh") or "ssh"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(real)} -F {shlex.quote(str(home / "config"))} "$@"\n', "utf-8")
    program.chmod(0o755)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    assert _SSHD is not None
    _start([_SSHD, "-D", "-q", "-f", str(home / "sshd_config")], port, running)
    return {"PATH": f"{home / 'bin'}:{os.environ['PATH']}"}


def rclone(home: Path, running: ExitStack) -> Mapping[str, str]:
    """Start rclone's store, in memory."""
    assert _RCLONE is not None
    command = [_RCLONE, "serve", "s3", "--config", os.devnull, "--auth-key", f"{_KEY},{_SECRET}", ":memory:"]
    return _store([*command, "--addr", "127.0.0.1:{port}"], running)


def moto(home: Path, running: ExitStack) -> Mapping[str, str]:
    """Start moto's store, which is in Python, and lists a thousand objects in a third of a second."""
    return _store([sys.executable, "-c", _MOTO, "{port}"], running)


def _store(command: list[str], running: ExitStack) -> Mapping[str, str]:
    """Start a store with a bucket `briefs`."""
    port = _free()
    _start([word.format(port=port) for word in command], port, running)
    environ = {
        "AWS_ACCESS_KEY_ID": _KEY,
        "AWS_SECRET_ACCESS_KEY": _SECRET,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{port}",
    }
    make = "import boto3; boto3.client('s3').create_bucket(Bucket='briefs')"
    subprocess.run([sys.executable, "-c", make], env={**os.environ, **environ}, check=True)
    return environ


def _free() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _start(command: list[str], port: int, running: ExitStack) -> None:
    """Start a server, to be ended with the others, and wait until it listens."""
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running.callback(run.kill)
    for _ in range(1500):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.02)
    raise OSError(f"{command[0]} does not listen")
