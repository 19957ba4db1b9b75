"""A real PostgreSQL for tests, on a socket of its own; tests are passed over where there is no server to start."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

SERVERS = [shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
SERVER = next((Path(each).parent for each in SERVERS if each), None)
needs_server = [
    pytest.mark.slow,
    pytest.mark.skipif(SERVER is None or os.name != "posix", reason="no PostgreSQL server on this machine"),
]


def _run(command, folder):
    """Run a program of the server, which refuses to be run by root."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True, timeout=60)


@contextmanager
def server():
    """Start a server with an empty database; its URL."""
    # Not below the folder of the tests, which nobody but root may enter; and sockets have short names.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _run([SERVER / "initdb", "-D", data, "-U", "owner", "-A", "trust", "--no-sync", "-E", "UTF8"], folder)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run([SERVER / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"], folder)
    try:
        yield f"postgresql+psycopg://owner@/postgres?host={folder}"
    finally:
        _run([SERVER / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)
        shutil.rmtree(folder)
