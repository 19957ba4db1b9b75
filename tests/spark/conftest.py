"""A real Spark on this machine: a classic session, or one through Spark Connect, which are never in one process.

SPARK_SESSION=connect python -m pytest tests/spark
"""

import os
import sys

import pytest

pyspark = pytest.importorskip("pyspark")

SETTINGS = {"spark.sql.shuffle.partitions": "2", "spark.sql.execution.arrow.maxRecordsPerBatch": "7"}
# Of the process that Spark runs in: a client of Connect may not change them.
OWN_SETTINGS = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}


@pytest.fixture(scope="session")
def spark():
    """A session with two cores."""
    from pyspark.sql import SparkSession

    # Spark looks for any `python3`; this one has what is needed.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder
    connects = os.environ.get("SPARK_SESSION") == "connect"
    builder = builder.remote("local[2]") if connects else builder.master("local[2]")
    for name, value in {**SETTINGS, **({} if connects else OWN_SETTINGS)}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    assert ("connect" in type(session).__module__) is connects
    yield session
    session.stop()
