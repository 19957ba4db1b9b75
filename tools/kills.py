"""Kill a nightly job at random moments: run again, ledger and outputs must be those of one that nobody disturbed.

    python tools/kills.py [--ledger sqlite|postgresql] [--offenders 20000] [--kills 20] [--seed 1] [--jobs 1]

A register is made up and a night recorded. The next night, in which one record in twenty has changed, is run without
a disturbance, and then again and again from the same beginning: each time its processes are killed (SIGKILL) at a
moment chosen by the seed, between its start and a little after its end, and the night is run once more. Every row of
the ledger and every byte of the outputs is compared. With `postgresql` a server of the machine is started on a socket
of its own. The tests do the same with three offenders. Exit code 1 if anything differs.
"""

import argparse
import datetime as dt
import hashlib
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from random import Random
from typing import Any

from supervise.errors import LedgerError
from supervise.nightly import Outcome, read_config, run_nightly
from supervise.nightly.ledger import opened
from supervise.nightly.tables import tables
from supervise.sample import generate, write_jsonl

sys.path.insert(0, str(Path(__file__).parents[1]))
# Not plain imports: the tests have no types.
SERVER: Any = importlib.import_module("tests.unit.postgresql")
SETTING: Any = importlib.import_module("tests.unit.nightly.setting")

FIRST, SECOND = dt.date(2026, 6, 29), dt.date(2026, 6, 30)
NIGHT = """
import datetime as dt, sys
from supervise.nightly import read_config, run_nightly
if __name__ == "__main__":
    run_nightly(read_config(sys.argv[1]), as_of=dt.date.fromisoformat(sys.argv[2]), accept_smaller=True)
"""


class Jobs:
    """A beginning, and as many copies of it as are needed."""

    def __init__(self, folder: Path, server: Any, jobs: int) -> None:
        self.folder = folder
        self.server = server
        self.jobs = jobs
        self.begun = folder / "begun"
        self.url = None if server is None else server.new()
        (self.begun).mkdir()
        self._settle(self.begun, self.url)

    def _settle(self, folder: Path, url: str | None) -> None:
        text = SETTING.SETTINGS.replace("register.jsonl", "../register.jsonl").replace(
            "ledger.sqlite", url or "l.sqlite"
        )
        (folder / "nightly.toml").write_text(f"{text}jobs = {self.jobs}\n", encoding="utf-8")

    def copy(self, name: str) -> Path:
        """Return the folder of a job that has the first night behind it."""
        folder = self.folder / name
        shutil.copytree(self.begun, folder)
        self._settle(folder, None if self.url is None else self.server.new(like=self.url))
        return folder

    def start(self, folder: Path) -> subprocess.Popen[bytes]:
        """Start the second night in a process, the first of a group of its own."""
        script = self.folder / "night.py"
        script.write_text(NIGHT, encoding="utf-8")
        command = [sys.executable, str(script), str(folder / "nightly.toml"), SECOND.isoformat()]
        return subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)


def result(folder: Path) -> dict[str, str]:
    """Return the hash of every table and output of a job."""
    config = read_config(folder / "nightly.toml")
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "out").iterdir()}
    with opened(config.ledger, is_url=config.url) as connection:
        for table in tables().all.sorted_tables:
            digest = hashlib.sha256()
            for row in connection.execute(table.select().order_by(*table.primary_key.columns)):
                digest.update(json.dumps(list(row), default=str).encode())
            found[table.name] = digest.hexdigest()
    return found


def changed(path: Path, random: Random) -> None:
    """Change one record in twenty of a register, and take one in a thousand away."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if random.random() >= 0.001]
    for place in random.sample(range(len(kept)), len(kept) // 20):
        record = json.loads(kept[place])
        visit = {"id": "made", "on": SECOND.isoformat(), "outcome": "seen", "place": "home", "entry": "obtained"}
        record["visits"] = [*record.get("visits", []), {**visit, "recorded_on": SECOND.isoformat()}]
        kept[place] = json.dumps(record)
    path.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")


def after(folder: Path) -> Outcome:
    """Run the night once more; a server may need a moment to see that the one before is gone."""
    config = read_config(folder / "nightly.toml")
    for _ in range(60):
        try:
            return run_nightly(config, as_of=SECOND, accept_smaller=True)
        except LedgerError as error:
            if "another job" not in str(error):
                raise
            time.sleep(1)
    raise LedgerError("the server still holds the lock of a job that was killed")


def main() -> int:
    """Print what became of every kill; 1 if one left anything else than an undisturbed night does."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--ledger", choices=["sqlite", "postgresql"], default="sqlite")
    options.add_argument("--offenders", type=int, default=20_000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=1)
    given = options.parse_args()
    server = SERVER.running() if given.ledger == "postgresql" else nullcontext()
    with server as running, tempfile.TemporaryDirectory() as name:
        return killed(Jobs(Path(name), running, given.jobs), given)


def killed(jobs: Jobs, given: argparse.Namespace) -> int:
    """Return 1 if a kill left anything else than an undisturbed night does."""
    random = Random(given.seed)  # noqa: S311 - nothing here is a secret
    register = jobs.folder / "register.jsonl"
    write_jsonl(register, generate(given.offenders, given.seed, FIRST))
    run_nightly(read_config(jobs.begun / "nightly.toml"), as_of=FIRST)
    changed(register, random)
    whole = jobs.copy("whole")
    start = time.perf_counter()
    if jobs.start(whole).wait():
        print("the undisturbed night could not be run")
        return 1
    lasted = time.perf_counter() - start
    expected = result(whole)
    print(f"{given.ledger}, {given.offenders} offenders, {given.jobs} jobs: undisturbed {lasted:.1f} s", flush=True)
    ends: Counter[str] = Counter()
    for number in range(given.kills):
        folder = jobs.copy(f"killed-{number}")
        moment = random.uniform(0, 1.1) * lasted
        process = jobs.start(folder)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        again = after(folder)
        end = "ended before" if process.returncode == 0 else "recorded" if again.repeated else "taken back"
        same = result(folder) == expected
        ends[f"{end}, {'the same' if same else 'DIFFERS'}"] += 1
        print(f"  killed after {moment:5.1f} s: {end}, {'the same' if same else 'DIFFERS'}", flush=True)
        shutil.rmtree(folder)
    print(", ".join(f"{count} {what}" for what, count in sorted(ends.items())))
    return int(any("DIFFERS" in what for what in ends))


if __name__ == "__main__":
    sys.exit(main())
