"""The endpoint, asked as a server asks it."""

import asyncio
import json
from collections.abc import Mapping, MutableMapping
from typing import Any

import pytest
from app import app

from supervise.testing import an_offender

SOMEONE = an_offender("synthetic-1").convicted("2024-01-10").notified("2024-01-11")
SECRET = "Mr Smith of High Street"


def ask(body: bytes | Mapping[str, Any], query: str = "as_of=2025-03-01") -> tuple[int, Any]:
    """Return the status and the answer of the endpoint: one request of ASGI, without a server."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent: list[MutableMapping[str, Any]] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/review",
        "query_string": query.encode(),
        "headers": [(b"content-type", b"application/json")],
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": raw, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent[0]["status"], json.loads(b"".join(message.get("body", b"") for message in sent))


def test_a_review_has_obligations_and_flags() -> None:
    status, answer = ask(SOMEONE.data())
    assert status == 200
    assert (answer["as_of"], answer["rulebook"], answer["notes"]) == ("2025-03-01", "england-wales@2026.1", [])
    (late,) = (row for row in answer["review"]["obligations"] if row["rule"] == "R-N4")
    assert (late["due"], late["status"], late["days_late"]) == ("2025-01-11", "overdue", 49)
    assert "NT063" in {flag["code"] for flag in answer["review"]["flags"]}


def test_a_fact_that_cannot_be_read_is_named_and_a_key_that_nobody_knows_is_told() -> None:
    status, answer = ask({**SOMEONE.data(), "visits": [{"id": "v1", "on": SECRET}], "visit": []})
    assert status == 200
    assert answer["review"]["incomplete"]
    assert [each["path"] for each in answer["review"]["set_aside"]] == ["visits[0].on"]
    assert answer["notes"] == ["record: visit: unknown key; nearest known name: visits"]
    assert SECRET not in json.dumps(answer)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "record: not JSON"),
        (b'{"id": "' + SECRET.encode(), "record: cut short"),
        (b'{"id": "A1", "visits": [{"id": "v1"}], "visits": []}', "record: visits: duplicate key"),
        (json.dumps({"name": SECRET}).encode(), "record: id: missing id"),
        (json.dumps([SECRET]).encode(), "record: not an object"),
        (json.dumps({"id": "A1", "team": "x" * (1 << 20)}).encode(), "record: too long"),
    ],
)
def test_what_is_no_record_is_refused_with_a_reason_and_without_what_it_says(body: bytes, reason: str) -> None:
    status, answer = ask(body)
    assert status == 422
    assert answer["detail"].startswith(reason)
    assert SECRET not in json.dumps(answer)


@pytest.mark.parametrize(
    "query", ["", "as_of=", "as_of=2025-02-30", "as_of=0", "as_of=2025-03-01T00:00:00", "as_of=today"]
)
def test_a_day_that_is_none_is_refused(query: str) -> None:
    status, answer = ask({"name": SECRET}, query)
    assert status == 422
    assert isinstance(answer["detail"], str)
    assert SECRET not in json.dumps(answer)
