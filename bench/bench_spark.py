"""What a review costs on Spark on this machine, and what `supervise review --jobs` takes for the same register.

    build/spark/bin/python bench/bench_spark.py [--offenders 20000] [--cores 2]

`make spark` sets up build/spark. The register is made up and written to a temporary folder. Both ways write what they
find to files; Spark's session is started first and not counted, and one small review warms it up. Seconds of a core are
what counts where others use the machine, too (on Linux alone).
"""

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from supervise import load_rulebook
from supervise.register.spark import conclude, review
from supervise.sample import generate, write_jsonl

AS_OF = dt.date(2026, 6, 30)
BOOK = "england-wales@2026.1"


def busy() -> float:
    """Return the seconds that this process, what it started and what these started have kept a core busy."""
    parents, spent = {}, {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = each.read_text().split(" ", 1)
        except OSError:
            continue
        fields = rest.rpartition(")")[2].split()
        parents[int(pid)] = int(fields[1])
        # Its own, and that of children that have ended.
        spent[int(pid)] = sum(map(int, fields[11:15]))
    mine = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= more
    return sum(spent.get(pid, 0) for pid in mine) / os.sysconf("SC_CLK_TCK")


def timed(what: str, offenders: int, work: Callable[[], object]) -> float:
    begun, used = time.perf_counter(), busy()
    work()
    seconds, used = time.perf_counter() - begun, busy() - used
    print(f"{what:<28}{seconds:>8.1f} s{used:>8.1f} s of a core{1000 * used / offenders:>8.2f} ms each", flush=True)
    return used


def session(cores: int) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415 - not installed where the other measurements run

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    # An offender is a thousand times a usual row: smaller parts, smaller batches.
    builder = builder.config("spark.sql.files.maxPartitionBytes", str(8 << 20))
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "1000")
    return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


def by_command(register: Path, cores: int) -> None:
    given = ["--as-of", AS_OF.isoformat(), "--rulebook", BOOK, "--format", "jsonl", "--jobs", str(cores)]
    output = register.with_name("review.jsonl")
    subprocess.run(
        [sys.executable, "-m", "supervise", "review", str(register), *given, "--output", str(output)], check=True
    )


def by_spark(spark: Any, register: Any, target: Path) -> list[str]:
    book = load_rulebook(BOOK)
    review(register, book, as_of=AS_OF).write.mode("overwrite").parquet(str(target))
    return conclude(spark.read.parquet(str(target)), book, as_of=AS_OF)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--offenders", type=int, default=20_000)
    options.add_argument("--cores", type=int, default=2)
    chosen = options.parse_args()
    if find_spec("pyspark") is None:
        print("needs PySpark: make spark, then build/spark/bin/python bench/bench_spark.py")
        return
    offenders, cores = chosen.offenders, chosen.cores
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.jsonl"
        write_jsonl(path, generate(offenders, 1, AS_OF))
        print(f"{offenders} offenders, {path.stat().st_size / 1e6:.0f} MB, {cores} cores")
        spark = session(cores)
        lines = spark.read.text(str(path), lineSep="\n")
        by_spark(spark, lines.limit(10), Path(folder) / "warm")
        alone = timed(f"supervise review --jobs {cores}", offenders, lambda: by_command(path, cores))
        told = []
        results = Path(folder) / "results"
        taken = timed("Spark, lines of text", offenders, lambda: told.extend(by_spark(spark, lines, results)))
        print(f"Spark keeps cores busy {taken / alone:.2f} times as long; {json.loads(told[-1])['read']} records read")
        spark.stop()


if __name__ == "__main__":
    main()
