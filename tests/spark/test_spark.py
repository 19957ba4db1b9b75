"""A register judged on a real Spark: the command's own lines, to the byte, once both are sorted."""

import datetime as dt
import json

import pyarrow as pa
import pytest
from pyarrow import parquet

from supervise import load_rulebook
from supervise.cli.group import commands
from supervise.register import read_waivers, read_workforce
from supervise.register.spark import conclude, review
from tests.unit.cli.setting import BOOK, LATE, REGISTER, runner
from tests.unit.register.test_arrow import table_of

AS_OF = dt.date(2026, 6, 30)
WORKFORCE, WAIVERS = REGISTER.with_name("workforce.json"), REGISTER.with_name("waivers.toml")
GIVEN = {"as_of": AS_OF, "workforce": read_workforce(WORKFORCE)[0], "waivers": read_waivers(WAIVERS)[0]}
OPTIONS = ("--workforce", str(WORKFORCE), "--waivers", str(WAIVERS))
NAME = "register.jsonl"

SOUND = [json.loads(each) for each in REGISTER.read_text(encoding="utf-8").splitlines()[:20]]
# Nobody's record, a faulty fact, an id three times.
RECORDS = [
    *SOUND,
    {"team": "north"},
    {"id": "x2", "visits": [{"id": "v1", "on": "2024-01-05", "outcome": "sean"}]},
    {**SOUND[2], "team": "again"},
    LATE,
    {**SOUND[2], "team": "and again"},
]


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


def command(path, *options):
    """What the command writes below the line that names the file."""
    given = ["review", str(path), "--as-of", "2026-06-30", "--rulebook", BOOK, "--format", "jsonl", *options]
    head, *rest = runner().invoke(commands, given).stdout.splitlines()
    assert json.loads(head)["type"] == "run"
    return rest


def placed(records):
    """A table of records that says where each stands."""
    table = table_of(*records)
    table = table.append_column("file", pa.array([NAME] * len(records)))
    return table.append_column("line", pa.array(range(1, len(records) + 1), pa.int32()))


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """The same records as lines, and as a table."""
    folder = tmp_path_factory.mktemp("register")
    path = folder / NAME
    path.write_text("".join(f"{json.dumps(each)}\n" for each in RECORDS), encoding="utf-8")
    parquet.write_table(placed(RECORDS), folder / "register.parquet")
    return path


def lines_of_text(spark, register):
    rows = [(NAME, number, each) for number, each in enumerate(register.read_text().splitlines(), start=1)]
    return spark.createDataFrame(rows, "file string, line long, value string")


def columns(spark, register):
    return spark.read.parquet(str(register.with_suffix(".parquet")))


@pytest.mark.parametrize("form", [lines_of_text, columns])
def test_a_register_is_reviewed_as_by_the_command(spark, register, book, form, tmp_path):
    results = review(form(spark, register).repartition(3), book, **GIVEN, file="file", line="line")
    results.write.parquet(str(tmp_path / "results"))
    stored = spark.read.parquet(str(tmp_path / "results"))
    last = conclude(stored, book, **GIVEN)
    expected = command(register, *OPTIONS)
    rows = stored.collect()
    assert [row["kind"] for row in rows].count("part") > 2
    assert sorted([row["line"] for row in rows if row["kind"] != "part"] + last) == sorted(expected)
    assert last == expected[len(RECORDS) :]


def test_lines_are_read_as_by_the_command_whatever_is_in_them(spark, book, tmp_path):
    """A byte order mark, a carriage return inside and at the end, blank lines, bytes that are no text, no last end."""
    records = [
        b"\xef\xbb\xbf" + json.dumps(LATE).encode(),
        b'{"id": "x2",\r"team": "north"}\r',
        b"",
        b"  ",
        b'{"id": "\xff"}',
        b'{"id": "x3", "team": "Caf\xc3\xa9"}',
        b'{"id": "x4", "team": "n',
    ]
    path = tmp_path / NAME
    path.write_bytes(b"\n".join(records))
    lines = spark.read.text(str(path), lineSep="\n").selectExpr("value", "_metadata.file_name AS file")
    rows = review(lines, book, as_of=AS_OF, file="file").collect()
    told = [json.loads(row["line"]) for row in rows if row["kind"] != "part"]
    expected = [json.loads(each) for each in command(path)]
    for each in expected:
        if "line" in each:
            each["line"] = None
    assert sorted(told, key=str) == sorted(expected[:-1], key=str)
    assert {each.get("kind") for each in told} == {None, "not UTF-8", "cut short"}


@pytest.mark.parametrize("large", ["true", "false"])
def test_texts_come_and_go_whatever_their_arrow_type(spark, register, book, large):
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", large)
    lines = lines_of_text(spark, register).limit(3)
    rows = review(lines, book, as_of=AS_OF, file="file", line="line").collect()
    assert [row["kind"] for row in rows].count("review") == 3
    spark.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "false")
