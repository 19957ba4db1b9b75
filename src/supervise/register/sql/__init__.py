"""Registers in a database, and outputs to one, through SQLAlchemy: SQLite and PostgreSQL.

What may not live here: what a fact means, and SQL put together from texts. Values become the plain data that a line of
JSON Lines would hold, and go the same way from there.
"""

from supervise.register.sql.database import Database
from supervise.register.sql.reading import SqlReading, SqlSurvey, read_sql, survey_sql

__all__ = ["Database", "SqlReading", "SqlSurvey", "read_sql", "survey_sql"]
