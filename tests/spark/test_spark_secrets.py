"""Names, notes and addresses that are in a register on Spark, and may be in nothing that comes out of it."""

import datetime as dt
import json

import pyarrow as pa
import pytest
from pyarrow import parquet

from supervise import load_rulebook
from supervise.errors import RegisterError
from supervise.register.spark import conclude, review
from supervise.sample import generate
from tests.unit.cli.setting import BOOK
from tests.unit.planted_secrets import (
    LEAK,
    LINES,
    MARK,
    looked_through,
    planted,
    secret,
    text_everywhere,
    with_locals,
    wrong,
)

AS_OF = dt.date(2026, 6, 30)
BAD_BYTES = b'{"id": "u1", "name": "' + MARK.encode() + b'\xff"}'


@pytest.fixture(scope="module")
def book():
    return load_rulebook(BOOK)


def records():
    sound = [planted(each) for each in generate(8, seed=11, as_of=AS_OF, dirty=1.0) if isinstance(each.get("id"), str)]
    return [*sound, *({**text_everywhere(each), "id": f"t-{each['id']}"} for each in sound[:4])]


def lines(spark, folder):
    """The worst of lines: records that are none, cut ones, an id that two records have."""
    texts = [json.dumps(each).encode() for each in (*records(), *wrong())]
    texts += [texts[0], *(each.encode() for each in LINES), BAD_BYTES]
    assert sum(LEAK.search(each) is not None for each in texts) > 15
    (folder / "r.jsonl").write_bytes(b"\n".join(texts))
    return spark.read.text(str(folder / "r.jsonl"), lineSep="\n").selectExpr("value", "_metadata.file_name AS file")


def columns(spark, folder):
    """Arrays of structs, with columns and fields that no offender has."""
    rows = [planted(each) for each in generate(6, seed=12, as_of=AS_OF)]
    rows[0]["born_on"] = secret("born_on")
    assert all(LEAK.search(str(each).encode()) for each in rows)
    parquet.write_table(pa.Table.from_pylist([{**each, "file": "r.parquet"} for each in rows]), folder / "r.parquet")
    return spark.read.parquet(str(folder / "r.parquet"))


@pytest.mark.parametrize("form", [lines, columns])
def test_no_result_gives_a_secret_away(spark, book, tmp_path, form):
    results = review(form(spark, tmp_path), book, as_of=AS_OF, file="file", history=True)
    results.write.parquet(str(tmp_path / "results"))
    stored = spark.read.parquet(str(tmp_path / "results"))
    rows = stored.collect()
    assert {"review", "part"} <= {row["kind"] for row in rows}
    looked_through("a result", *(str(each) for row in rows for each in row))
    looked_through("the last lines", *conclude(stored, book, as_of=AS_OF))


def test_no_error_about_columns_gives_a_secret_away(spark, book):
    for named in ([f"{MARK}; Smith"], ["id", "team", f"{MARK}; Smith"]):
        register = spark.createDataFrame([tuple(map(secret, named))], named)
        told = with_locals(lambda register=register: review(register, book, as_of=AS_OF, file=f"{MARK}, the file"))
        looked_through("an error", told)


def test_nor_does_one_where_spark_runs_python(spark, book):
    """A column that was named to say in which line a record stands, and holds names."""
    register = spark.createDataFrame(
        [(json.dumps({"id": "a1", "name": secret("name")}), secret("line"))], ["value", "at"]
    )
    with pytest.raises(Exception, match=RegisterError.__name__) as caught:
        review(register, book, as_of=AS_OF, line="at").collect()
    looked_through("an error", str(caught.value), repr(caught.value))
