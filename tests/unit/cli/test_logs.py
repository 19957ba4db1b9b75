"""What a job logs, as text and as JSON lines."""

import json
import logging

from supervise.cli.logs import JsonLines, Plain

RECORD = logging.LogRecord("supervise.nightly", logging.WARNING, "a.py", 1, "so many: %d", (3,), None)


def test_text_is_the_message_alone():
    assert Plain().format(RECORD) == "supervise: so many: 3"


def test_json_has_the_data_or_the_message_as_the_event():
    line = json.loads(JsonLines().format(RECORD))
    assert (line["level"], line["event"]) == ("warning", "so many: 3")
    record = logging.makeLogRecord({**vars(RECORD), "supervise": {"event": "night", "run": 2}})
    assert json.loads(JsonLines().format(record))["run"] == 2
