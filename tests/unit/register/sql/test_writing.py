"""Outputs in the tables of a database: typed, whole or not at all, and never twice."""

import datetime as dt
import json

import attrs
import pytest

from supervise.errors import OutputError
from supervise.register.sql import writing
from supervise.register.sql.database import Database
from supervise.register.sql.writing import sql_output
from supervise.register.tabular import SCHEDULE, plain_rows
from supervise.register.worklist import REVIEW
from supervise.register.writing import line, run_data
from tests.unit.postgresql import needs_server
from tests.unit.register.sql.setting import sa, tables_in

ROWS = [
    {"offender": "x1", "incomplete": False, "rule": "R-V2", "key": "=1", "due": "2026-06-11", "met_by": ("v1", "é")},
    {"offender": "x2", "incomplete": True, "rule": "R-V2", "days_late": 3, "quotas": [{"id": "q", "short": 1}]},
]


@pytest.fixture
def file(tmp_path):
    return f"sqlite:///{tmp_path}/out.db"


def written(url, run, rows=ROWS, columns=SCHEDULE):
    with sql_output(Database.of(url), columns, run) as output:
        output.write(plain_rows(columns, rows))
        output.end({"type": "summary", "read": 2})
    return output


def there(url, table):
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        # With the types that the database says its columns have.
        made = sa.Table(table, sa.MetaData(), autoload_with=connection)
        statement = made.select().order_by(*list(made.primary_key.columns))
        found = [dict(row._mapping) for row in connection.execute(statement)]
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", ["file", pytest.param("base", marks=needs_server)])
def test_rows_are_typed_and_numbered_and_the_run_says_what_it_was_made_with(request, run, kind, monkeypatch):
    url = request.getfixturevalue(kind)
    monkeypatch.setattr(writing, "_MOST", 2)
    output = written(url, run, [*ROWS, ROWS[0]])
    assert (output.run, output.count, output.is_there) == (1, 3, False)
    first, second, again = there(url, "supervise_schedule")
    assert {name: value for name, value in first.items() if value is not None} == {
        **ROWS[0],
        "run": 1,
        "row": 1,
        "due": dt.date(2026, 6, 11),
        "met_by": '["v1", "é"]',
    }
    assert (second["days_late"], json.loads(second["quotas"])) == (3, ROWS[1]["quotas"])
    assert {**again, "row": 1} == first
    (about,) = there(url, "supervise_run")
    assert {**about, "sha256": None} == {
        "run": 1,
        "kind": "schedule",
        "as_of": dt.date(2026, 6, 30),
        "known_at": None,
        "until": dt.date(2026, 7, 31),
        "sha256": None,
        "head": line(run_data(run)).decode().rstrip(),
        "summary": '{"type":"summary","read":2}',
    }


@pytest.mark.parametrize("kind", ["file", pytest.param("base", marks=needs_server)])
def test_the_same_again_is_not_written_again_and_another_is_another_run(request, run, kind, monkeypatch):
    url = request.getfixturevalue(kind)
    monkeypatch.setattr(writing, "_MOST", 1)
    written(url, run)
    before = there(url, "supervise_schedule"), there(url, "supervise_run")
    again = written(url, run)
    assert (again.run, again.is_there) == (1, True)
    assert (there(url, "supervise_schedule"), there(url, "supervise_run")) == before
    assert written(url, run, ROWS[:1]).run == 2
    assert written(url, attrs.evolve(run, register_sha256="1" * 64)).run == 3
    review = attrs.evolve(run, until=None)
    assert written(url, review, [{"entry": "duty", "waived": ()}], REVIEW).run == 4
    assert [(each["run"], each["kind"]) for each in there(url, "supervise_run")][2:] == [(3, "schedule"), (4, "review")]
    assert [row["run"] for row in there(url, "supervise_schedule")] == [1, 1, 2, 3, 3]


@pytest.mark.parametrize("kind", ["file", pytest.param("base", marks=needs_server)])
def test_an_error_takes_everything_back(request, run, kind):
    url = request.getfixturevalue(kind)
    with pytest.raises(KeyError), sql_output(Database.of(url), SCHEDULE, run) as output:
        output.write(plain_rows(SCHEDULE, ROWS * 600) + b'{"nobody":1}\n')
    engine = sa.create_engine(url)
    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_a_table_of_that_name_with_other_columns_is_left_alone(tmp_path, run):
    url = tables_in(tmp_path / "out.db", ["create table supervise_schedule (x)"])
    with pytest.raises(OutputError, match=r"^out\.db: the table supervise_schedule has other columns"):
        written(url, run)
    assert there(url, "supervise_schedule") == []


def test_what_the_database_refuses_is_an_error_without_values(file, run):
    with (
        pytest.raises(OutputError, match=r"^out\.db: the database reports an error; nothing is written$"),
        sql_output(Database.of(file), SCHEDULE, run) as output,
    ):
        output.connection.exec_driver_sql("select secret from nowhere")


def test_what_a_program_holds_is_written_when_the_program_says_so(tmp_path, run):
    engine = sa.create_engine(tables_in(tmp_path / "out.db", []))
    with engine.connect() as connection:
        with sql_output(Database.of(connection), SCHEDULE, run) as output:
            output.end({})
        assert connection.exec_driver_sql("select count(*) from supervise_run").scalar() == 1
    engine.dispose()


def test_each_flag_of_a_row_is_a_row_of_its_own(file, run):
    flag = {"code": "VD001", "key": "v1", "since": "2026-06-12", "evidence": [{"name": "due"}], "waiver": None}
    rows = [
        {"entry": "duty", "offender": "x1"},
        {"entry": "flag", "offender": "x1", "raised": [flag, {**flag, "code": "VD005", "waiver": {"id": "w1"}}]},
        {"entry": "flag", "group": "team north", "raised": [flag]},
    ]
    written(file, attrs.evolve(run, until=None), rows, REVIEW)
    assert "raised" not in there(file, "supervise_review")[0]
    found = there(file, "supervise_flag")
    assert [
        (each["run"], each["row"], each["number"], each["offender"], each["group"], each["code"]) for each in found
    ] == [
        (1, 2, 1, "x1", None, "VD001"),
        (1, 2, 2, "x1", None, "VD005"),
        (1, 3, 1, None, "team north", "VD001"),
    ]
    assert (found[0]["since"], found[0]["evidence"], found[0]["waiver"]) == (
        dt.date(2026, 6, 12),
        '[{"name": "due"}]',
        None,
    )
    assert json.loads(found[1]["waiver"]) == {"id": "w1"}
