"""Kill a nightly job at random moments: run again, ledger and outputs must be those of one that nobody disturbed.

    python tools/kills.py [--ledgers sqlite postgresql] [--offenders 20000] [--kills 20] [--seed 1] [--jobs 1]

A register is made up and a night recorded, in SQLite; for PostgreSQL, of which a server of the machine is started on a
socket of its own, the rows are copied. The next night, in which one record in a hundred has changed, is run without a
disturbance, and then again and again from the same beginning: each time its processes are killed (SIGKILL) at a moment
chosen by the seed, between its start and a little after its end, and the night is run once more. Every row of the
ledger and every byte of the outputs is compared. The tests do the same with three offenders. Exit code 1 if anything
differs.
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

LEDGERS = ["sqlite", "postgresql"]
FIRST, SECOND = dt.date(2026, 6, 29), dt.date(2026, 6, 30)
NIGHT = """
import datetime as dt, sys
from supervise.nightly import read_config, run_nightly
if __name__ == "__main__":
    run_nightly(read_config(sys.argv[1]), as_of=dt.date.fromisoformat(sys.argv[2]), accept_smaller=True)
"""


class Jobs:
    """A beginning, in an SQLite file, and as many copies of it as are needed."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self.folder = folder
        self.jobs = jobs
        self.begun = folder / "begun"
        self.server: Any = None
        self.url: str | None = None
        self.begun.mkdir()
        self._settle(self.begun, None)

    def use(self, server: Any) -> None:
        """Use a server from now on: its first database gets the rows of the file."""
        self.server, self.url = server, server.new()
        with opened(self.url, is_url=True) as there, opened(str(self.begun / "l.sqlite"), is_url=False) as here:
            for table in tables().all.sorted_tables:
                rows = [dict(row) for row in here.execute(table.select()).mappings()]
                there.execute(table.delete())
                if rows:
                    there.execute(table.insert(), rows)

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
    """Change one record in a hundred of a register, and take one in a thousand away."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if random.random() >= 0.001]
    for place in random.sample(range(len(kept)), len(kept) // 100):
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
    options.add_argument("--ledgers", choices=LEDGERS, nargs="+", default=LEDGERS)
    options.add_argument("--offenders", type=int, default=20_000)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=1)
    given = options.parse_args()
    found = 0
    with tempfile.TemporaryDirectory() as name:
        jobs = Jobs(Path(name), given.jobs)
        register = jobs.folder / "register.jsonl"
        write_jsonl(register, generate(given.offenders, given.seed, FIRST))
        run_nightly(read_config(jobs.begun / "nightly.toml"), as_of=FIRST)
        changed(register, Random(given.seed))  # noqa: S311 - nothing here is a secret
        for ledger in given.ledgers:
            with SERVER.running() if ledger == "postgresql" else nullcontext() as server:
                if server is not None:
                    jobs.use(server)
                print(f"{ledger}, {given.offenders} offenders, {given.jobs} jobs")
                found += killed(jobs, given.kills, Random(given.seed))  # noqa: S311 - as above
    return int(found > 0)


def killed(jobs: Jobs, kills: int, random: Random) -> int:
    """Return how many kills left anything else than an undisturbed night does."""
    whole = jobs.copy("whole")
    start = time.perf_counter()
    if jobs.start(whole).wait():
        print("  the undisturbed night could not be run")
        return 1
    lasted = time.perf_counter() - start
    expected = result(whole)
    shutil.rmtree(whole)
    print(f"  undisturbed: {lasted:.1f} s", flush=True)
    ends: Counter[str] = Counter()
    for number in range(kills):
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
    print("  " + ", ".join(f"{count} {what}" for what, count in sorted(ends.items())))
    return sum(count for what, count in ends.items() if "DIFFERS" in what)


if __name__ == "__main__":
    sys.exit(main())
