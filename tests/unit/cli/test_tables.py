"""Outputs that are tables with types: read back, they say what the lines of JSON say."""

import json
import subprocess
import sys

import pytest

from supervise.cli.group import commands
from supervise.register import write_folder
from tests.unit.cli.setting import AS_OF, BOOK, DIRTY, LATE, runner
from tests.unit.register.sql.setting import sqlite_of

pq = pytest.importorskip("pyarrow.parquet")
sa = pytest.importorskip("sqlalchemy")

OFFICERS = [{"officer": "o1", "team": "north"}]
LATER = ("schedule", "--until", "2026-12-31")


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "register.jsonl"
    path.write_text("".join(f"{json.dumps(each)}\n" for each in (LATE, *DIRTY)), encoding="utf-8")
    return path


def run(command, register, *more):
    done = runner().invoke(commands, [*command, str(register), *AS_OF, "--rulebook", BOOK, *more])
    assert done.exit_code == 3, done.stderr
    return done


def lines_of(command, register, *more):
    return [json.loads(each) for each in run(command, register, "--format", "jsonl", *more).stdout.splitlines()]


def from_parquet(command, register, folder, *more):
    path = folder / "out.parquet"
    run(command, register, "--format", "parquet", "--output", str(path), *more)
    about = pq.read_metadata(path).metadata
    rows = [
        {**row, **{name: json.loads(row[name]) for name in ("quotas", "raised") if row.get(name)}}
        for row in pq.read_table(path).to_pylist()
    ]
    return json.loads(about[b"supervise.run"]), rows, json.loads(about[b"supervise.summary"])


def from_sql(command, register, folder, *more):
    url = f"sqlite:///{folder}/out.db"
    run(command, register, "--format", "sql", "--output", url, *more)
    engine = sa.create_engine(url)
    texts = ("flags", "waived", "met_by", "lacking", "quotas", "evidence", "waiver")
    with engine.connect() as connection:
        (about,) = connection.execute(sa.Table("supervise_run", sa.MetaData(), autoload_with=connection).select())
        table = sa.Table(f"supervise_{command[0]}", sa.MetaData(), autoload_with=connection)
        flag = sa.Table("supervise_flag", sa.MetaData(), autoload_with=connection)
        rows, flags = (
            [
                {**row._mapping, **{name: json.loads(row._mapping[name]) for name in texts if row._mapping.get(name)}}
                for row in connection.execute(each.select().order_by(*each.primary_key.columns))
            ]
            for each in (table, flag)
        )
    engine.dispose()
    for row in rows:
        row["raised"] = [said(each) for each in flags if each["row"] == row["row"]]
        assert all(
            (each.pop("offender"), each.pop("group")) == (row["offender"], row["group"]) for each in row["raised"]
        )
        for each in row["raised"]:
            assert [each.pop(name) for name in ("run", "row")] == [1, row["row"]]
        assert [each.pop("number") for each in row["raised"]] == [*range(1, len(row["raised"]) + 1)]
    return json.loads(about.head), rows, json.loads(about.summary)


def said(data):
    """One occurrence as it is in the lines, from a row."""
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in data.items()}


@pytest.mark.parametrize("read", [from_parquet, from_sql])
@pytest.mark.parametrize("more", [(), ("--history",)])
def test_a_review_read_back_says_what_its_lines_say(tmp_path, register, read, more):
    officers = tmp_path / "officers.json"
    officers.write_text(json.dumps(OFFICERS), encoding="utf-8")
    more = (*more, "--workforce", str(officers))
    head, *lines, last = lines_of(("review",), register, *more)
    first, rows, sums = read(("review",), register, tmp_path, *more)
    assert (first, sums) == (head, last)
    reviews = {line["offender"]: line for line in lines if line["type"] == "review"}
    for offender, line in reviews.items():
        own = [row for row in rows if row["offender"] == offender]
        duties = [row for row in own if row["duty"] is not None]
        assert [
            {name: said(row)[name] for name in each} for row, each in zip(duties, line["obligations"], strict=True)
        ] == [*line["obligations"]]
        raised = [flag for row in own for flag in row["raised"] or ()]
        assert sorted(raised, key=json.dumps) == sorted(line["flags"], key=json.dumps)
        assert {row["incomplete"] for row in own} <= {line["incomplete"]}
        assert len([row for row in own if row["entry"] == "set_aside"]) == len(line["set_aside"])
    of_groups = [flag for line in lines if line["type"] == "flags" for flag in line["flags"]]
    assert [flag for row in rows if row["group"] for flag in row["raised"]] == of_groups
    assert len([row for row in rows if row["entry"] == "set_aside" and row["offender"] is None]) == len(
        [line for line in lines if line["type"] == "rejected"]
    )


@pytest.mark.parametrize("read", [from_parquet, from_sql])
def test_a_schedule_read_back_says_what_its_lines_say(tmp_path, register, read):
    head, *lines, last = lines_of(LATER, register)
    first, rows, sums = read(LATER, register, tmp_path)
    assert (first, sums) == (head, last)
    expected = [
        (line["offender"], each) for line in lines if line["type"] == "schedule" for each in line["obligations"]
    ]
    assert len(expected) > 3
    assert [
        (row["offender"], {name: said(row)[name] for name in each})
        for row, (_, each) in zip(rows, expected, strict=True)
    ] == expected


@pytest.mark.slow
def test_several_processes_write_the_same(tmp_path):
    write_folder(tmp_path / "register", [LATE, {**LATE, "id": "x2"}, {**LATE, "id": "x3"}])
    outputs = []
    for jobs in ("1", "2"):
        path = tmp_path / f"{jobs}.parquet"
        words = ["review", str(tmp_path / "register"), *AS_OF, "--rulebook", BOOK, "--jobs", jobs]
        assert runner().invoke(commands, [*words, "--format", "parquet", "--output", str(path)]).exit_code == 0
        outputs.append(path.read_bytes())
    assert outputs[0] == outputs[1]


def test_a_run_that_is_there_is_said_to_be(tmp_path, register):
    url = f"sqlite:///{tmp_path}/out.db"
    said = [run(("review",), register, "--format", "sql", "--output", url).stderr for _ in range(2)]
    assert "out.db: run 1, rows" in said[0]
    assert "out.db: run 1 is the same to the last row; nothing was written" in said[1]


@pytest.mark.parametrize(
    ("command", "more", "message"),
    [
        ("review", ("--format", "sql"), "--format sql goes with --output URL"),
        ("review", ("--format", "sql", "--output", "out.db"), "--format sql goes with --output URL"),
        ("review", ("--format", "csv", "--output", "postgresql://u:secret@h/b"), "--format sql writes to one"),
        ("review", ("--format", "parquet"), "--format parquet goes with --output FILE"),
        ("schedule", ("--until", "2026-12-31", "--format", "sql"), "--format sql goes with --output URL"),
        ("hindsight", ("--output", "postgresql://u:secret@h/b"), "this command writes to a file"),
    ],
)
def test_what_does_not_go_together_is_refused_before_anything_is_read(command, more, message):
    words = ["x", "--from", "2026-01-01", "--to", "2026-02-01"] if command == "hindsight" else AS_OF
    done = runner().invoke(commands, [command, "none.jsonl", *words, *more])
    assert done.exit_code == 2
    assert message in done.stderr
    assert "secret" not in done.stderr


def test_what_is_read_is_not_written_to(tmp_path, register):
    url = sqlite_of(tmp_path / "r.db", [LATE])
    words = ["review", url, *AS_OF, "--rulebook", BOOK, "--format", "sql", "--output", url]
    done = runner().invoke(commands, words)
    assert (done.exit_code, done.stderr) == (2, "supervise: r.db: both read and written; give --output another name\n")


def test_a_database_that_cannot_be_written_to_is_named_without_its_password(register):
    pytest.importorskip("psycopg")
    url = "postgresql+psycopg://own:secret@/reviews?host=/nowhere"
    words = ["review", str(register), *AS_OF, "--rulebook", BOOK, "--format", "sql", "--output", url]
    done = runner().invoke(commands, words)
    assert (done.exit_code, done.stdout) == (2, "")
    assert (
        done.stderr
        == "supervise: reviews: there is no connection to the database, or it was lost; nothing is written\n"
    )


@pytest.mark.parametrize("command", ["review", "validate", "schedule"])
def test_a_password_in_a_url_is_in_no_output(command):
    pytest.importorskip("psycopg")
    url = "postgresql+psycopg://own:secret@/cases?host=/nowhere&password=secret"
    more = {"validate": (), "review": AS_OF, "schedule": (*AS_OF, "--until", "2026-12-31")}[command]
    for words in ([command, url, *more], ["register", "compare", url, url, *AS_OF]):
        done = runner().invoke(commands, words)
        assert done.exit_code == 2
        assert "cases: there is no connection" in done.stderr
        assert "secret" not in done.output + done.stderr
        assert "secret" not in repr(done.exception)


def test_extracts_in_databases_are_compared_under_a_mapping(tmp_path, register):
    mapping = tmp_path / "m.toml"
    mapping.write_text('id = "n"\nversion = "1"\nnulls = ["-"]\n', encoding="utf-8")
    url = sqlite_of(tmp_path / "r.db", [LATE])
    done = runner().invoke(
        commands, ["register", "compare", str(register), url, *AS_OF, "--mapping", str(mapping), "--format", "json"]
    )
    assert done.exit_code == 3, done.stderr
    assert json.loads(done.stdout)["matched"]["by_id"] == 1


def test_one_offender_of_a_database_leaves_nothing_behind(tmp_path):
    """The rest of the register is not read, and its connection is closed before the interpreter ends."""
    url = sqlite_of(tmp_path / "r.db", [{"id": f"x{number}"} for number in range(200)])
    words = ["explain", str(url), "x1", *AS_OF, "--rulebook", BOOK]
    done = subprocess.run([sys.executable, "-m", "supervise", *words], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
