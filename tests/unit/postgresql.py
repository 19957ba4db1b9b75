"""A PostgreSQL server of the machine's own, started on a socket of its own and taken away again."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

_FOUND = [shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
#: The folder of its programs; None: there is none.
SERVER = None if os.name != "posix" else next((Path(each).parent for each in _FOUND if each), None)

# Who says so, as the check before a merge does, wants to know that there is none; everybody else goes without.
if SERVER is None and os.environ.get("NEEDS_POSTGRESQL"):
    raise RuntimeError("no PostgreSQL server on this machine, and NEEDS_POSTGRESQL is set")
needs_server = [
    pytest.mark.slow,
    pytest.mark.skipif(SERVER is None, reason="no PostgreSQL server on this machine"),
]


def _done(command, folder):
    """Run a program of the server, which refuses to be run by root."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(command, user=user, cwd=folder, check=True, capture_output=True, timeout=60)


class Server:
    """A server that runs, and how to reach what is in it."""

    def __init__(self, folder):
        self._folder = folder
        self._made = 0

    def run(self, statement):
        """Run a statement beside everything else, as the owner of all databases."""
        import psycopg

        with psycopg.connect(f"postgresql://owner@/postgres?host={self._folder}", autocommit=True) as connection:
            connection.execute(statement)

    def new(self, like=None):
        """Make a database, as a copy of one with this URL if one is given; return its URL."""
        self._made += 1
        template = "" if like is None else f" template {like.partition('@/')[2].partition('?')[0]}"
        self.run(f"create database base{self._made}{template}")
        return f"postgresql+psycopg://owner@/base{self._made}?host={self._folder}"

    def cut(self):
        """End all connections but the one that says so."""
        self.run("select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()")


@contextmanager
def running():
    """Start a server, and stop it at the end of the `with` block."""
    # Not below the folder of the tests, which nobody but root may enter; and sockets have short names.
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    _done([SERVER / "initdb", "-D", data, "-U", "owner", "-A", "trust", "--no-sync", "-E", "UTF8"], folder)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _done([SERVER / "pg_ctl", "-D", data, "-l", folder / "log", "-w", "-o", options, "start"], folder)
    try:
        yield Server(folder)
    finally:
        _done([SERVER / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], folder)
        shutil.rmtree(folder)
