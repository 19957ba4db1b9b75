"""What a rulebook with the home visit alone costs, beside DuckDB, Polars and pandas counting the same two numbers.

    pip install duckdb polars pandas
    python bench/bench_home_visits.py [--offenders 4000] [--repeats 3]

Each counts, from the same lines of JSON, the visits that were made late and the people who are overdue; the numbers
must be the same, or the script ends with an error. The others read the five fields they need and answer with two
numbers. This library checks every field of every record, names what it sets aside, and holds for each visit its
anchor, wording, source and last day; it runs in one process, DuckDB and Polars on all processors. So time on the clock
and time of processors are told apart. What is not installed is passed over.
"""

import argparse
import datetime as dt
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from supervise import Rejected, Status, load_rulebook, review_register
from supervise.register import read_json
from supervise.sample import generate, write_jsonl

AS_OF: Final = dt.date(2026, 6, 30)
MONTHS: Final = {"low": 12, "medium": 6, "high": 3, "very_high": 1}
#: Where nobody knew the level, a visit is late when it is late at every level.
UNKNOWN: Final = max(MONTHS.values())
BOOK: Final[dict[str, Any]] = {
    "format": 1,
    "id": "home-visits",
    "version": "1",
    "title": "Home visits alone, to measure with",
    "jurisdiction": "sample",
    "conventions": {
        "month_end": "the last day of the month",
        "leap_day": "28 February",
        "leap_birthday": "1 March",
        "end_day": "no longer in the state",
        "zone": "UTC",
    },
    "levels": {"scale": list(MONTHS)},
    "sources": {"policy": {"title": "A policy made up to measure with"}},
    "define": {"home-visit": {"of": "visit.seen", "where": {"place": "home"}}},
    "rule": [
        {
            "id": "R-V1",
            "duty": "visit at home",
            "duty_of": "police",
            "authority": "LOCAL",
            "source": "policy",
            "one_per": "offender",
            "anchor": {"last": "home-visit"},
            "cadence": "rolling",
            "counting": "after",
            "met_by": {"define": "home-visit", "too_early": "counts"},
            "rebased_by": "what meets it",
            "change": {"any": "at the next anchor"},
            "regime": [
                {
                    "by": "level",
                    "every": {level: f"{months} month{'s' * (months > 1)}" for level, months in MONTHS.items()},
                }
            ],
        }
    ],
}

Counts = tuple[int, int]


def with_json(path: Path) -> None:
    with path.open("rb") as lines:
        for line in lines:
            json.loads(line)


def with_supervise(path: Path) -> Counts:
    late = overdue = 0
    for result in review_register(read_json(path), load_rulebook(BOOK), as_of=AS_OF, checks=()):
        if isinstance(result, Rejected):
            continue
        for row in result.schedule.all_obligations:
            late += row.status is Status.MET_LATE
            overdue += row.status is Status.OVERDUE
    return late, overdue


SQL: Final = """
with register as (
    select id, visits, levels from read_json(?, format = 'newline_delimited', columns = {
        id: 'varchar', visits: 'struct("on" date, outcome varchar, place varchar)[]',
        levels: 'struct("from" date, level varchar)[]'})),
visit as (
    select distinct id, held."on" as day from (select id, unnest(visits) as held from register)
    where held.outcome = 'seen' and held.place = 'home' and held."on" <= ?),
risk as (select id, held."from" as day, held.level from (select id, unnest(levels) as held from register)),
pair as (
    select visit.day, lead(visit.day) over (partition by visit.id order by visit.day) as next, risk.level
    from visit asof left join risk on visit.id = risk.id and visit.day >= risk.day),
due as (
    select next, day + to_months(case level when 'medium' then 6 when 'high' then 3 when 'very_high' then 1
                                 else 12 end) as last from pair)
select count(*) filter (where next > last), count(*) filter (where next is null and last < ?) from due
"""


def with_duckdb(path: Path) -> Counts:
    import duckdb  # noqa: PLC0415 - not installed everywhere

    with duckdb.connect() as connection:
        found = connection.execute(SQL, [str(path), AS_OF, AS_OF]).fetchone()
    late, overdue = found
    return late, overdue


def with_polars(path: Path) -> Counts:
    import polars as pl  # noqa: PLC0415 - not installed everywhere

    fact = {"visits": ("on", "outcome", "place"), "levels": ("from", "level")}
    lists = {name: pl.List(pl.Struct(dict.fromkeys(fields, pl.String))) for name, fields in fact.items()}
    register = pl.read_ndjson(path, schema={"id": pl.String, **lists})

    def table(name: str, day: str) -> Any:
        rows = register.select("id", name).explode(name).unnest(name).drop_nulls(day)
        return rows.with_columns(day=pl.col(day).str.to_date()).drop(day).sort("day")

    visits = table("visits", "on").filter(
        (pl.col("outcome") == "seen") & (pl.col("place") == "home") & (pl.col("day") <= AS_OF)
    )
    visits = visits.select("id", "day").unique().sort("day")
    pairs = visits.join_asof(table("levels", "from"), on="day", by="id", check_sortedness=False).with_columns(
        next=pl.col("day").shift(-1).over("id", order_by="day"),
        months=pl.col("level").replace_strict(MONTHS, default=UNKNOWN).fill_null(UNKNOWN),
    )
    due = pairs.with_columns(last=pl.col("day").dt.offset_by(pl.format("{}mo", "months")))
    late = (due["next"] > due["last"]).sum()
    return int(late), due.filter(pl.col("next").is_null() & (pl.col("last") < AS_OF)).height


def with_pandas(path: Path) -> Counts:
    import pandas as pd  # noqa: PLC0415 - not installed everywhere

    with path.open("rb") as lines:
        records = [json.loads(line) for line in lines]

    def table(name: str, day: str) -> Any:
        held = [{"id": each["id"], name: each.get(name, [])} for each in records]
        rows = pd.json_normalize(held, name, ["id"], record_prefix="fact.")
        return rows.assign(day=pd.to_datetime(rows[f"fact.{day}"]), id=rows["id"].astype(str)).sort_values("day")

    today = pd.Timestamp(AS_OF)
    visits = table("visits", "on")
    visits = visits[(visits["fact.outcome"] == "seen") & (visits["fact.place"] == "home") & (visits["day"] <= today)]
    visits = visits[["id", "day"]].drop_duplicates()
    levels = table("levels", "from").dropna(subset=["day"])
    pairs = pd.merge_asof(visits, levels[["id", "day", "fact.level"]], on="day", by="id")
    pairs["next"] = pairs.groupby("id")["day"].shift(-1)
    months = pairs["fact.level"].map(MONTHS).fillna(UNKNOWN).astype(int)
    last = pd.concat(part["day"] + pd.DateOffset(months=count) for count, part in pairs.groupby(months)).sort_index()
    late, overdue = pairs["next"] > last, pairs["next"].isna() & (last < today)
    return int(late.sum()), int(overdue.sum())


WAYS: Final[tuple[tuple[str, Callable[[Path], Counts]], ...]] = (
    ("supervise", with_supervise),
    ("DuckDB", with_duckdb),
    ("Polars", with_polars),
    ("pandas", with_pandas),
)


def least(run: Callable[[Path], object], path: Path, repeats: int) -> tuple[float, float]:
    """Return the least seconds on the clock and of processors."""
    found = []
    for _ in range(repeats):
        clock, processors = time.perf_counter(), time.process_time()
        run(path)
        found.append((time.perf_counter() - clock, time.process_time() - processors))
    return min(clock for clock, _ in found), min(processors for _, processors in found)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--offenders", type=int, default=4_000)
    options.add_argument("--repeats", type=int, default=3)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.jsonl"
        count = write_jsonl(path, generate(chosen.offenders, 1, AS_OF))
        size = path.stat().st_size / count / 1000
        base = least(with_json, path, chosen.repeats)
        expected = with_supervise(path)
        print(f"{count} offenders, {size:.1f} KB each: {expected[0]} visits late, {expected[1]} people overdue")
        print(f"{'':<12}{'ms each, clock':>16}{'processors':>12}{'times json.loads, clock':>25}{'processors':>12}")
        for name, run in WAYS:
            try:
                counted = run(path)
            except ImportError:
                print(f"{name:<12}{'not installed':>16}")
                continue
            if counted != expected:
                raise SystemExit(f"{name} counts {counted}, supervise {expected}")
            clock, processors = least(run, path, chosen.repeats)
            print(
                f"{name:<12}{clock / count * 1000:>16.3f}{processors / count * 1000:>12.3f}"
                f"{clock / base[0]:>25.1f}{processors / base[1]:>12.1f}"
            )


if __name__ == "__main__":
    main()
