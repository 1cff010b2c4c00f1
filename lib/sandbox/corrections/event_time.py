"""events: Time of an entry

AWS: an event has the Time of its entry, or the time at which it was put:
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
MiniStack 1.5.33: it always has the time at which it was put.
"""

import contextvars
import json
from datetime import datetime

from .replace import replaces

_time = contextvars.ContextVar("time", default=None)


@replaces("services.eventbridge", "_now_ts")
def now(original):
    return _time.get() or original()


@replaces("services.eventbridge", "_put_events")
def put(original, data, **options):
    entries = data.get("Entries", [])
    if len(entries) > 10 or not any("Time" in entry for entry in entries):
        return original(data, **options)
    answers = []
    for entry in entries:
        token = _time.set(_seconds(entry["Time"]) if "Time" in entry else None)
        try:
            _, headers, body = original({**data, "Entries": [entry]}, **options)
        finally:
            _time.reset(token)
        answers.append(json.loads(body))
    results = [one for answer in answers for one in answer["Entries"]]
    failed = sum(answer["FailedEntryCount"] for answer in answers)
    return 200, headers, json.dumps({"FailedEntryCount": failed, "Entries": results}).encode()


def _seconds(value):
    return value if isinstance(value, (int, float)) else datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp()
