"""logs: metric filters

AWS: each line that a metric filter matches becomes its value in its metric, each other line its default value,
and a line in the embedded metric format becomes the metrics that it names:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
MiniStack 1.5.33: stores the filters and makes no metric, ignores case, and takes every line for one that matches
a JSON pattern. Here a pattern has terms and phrases, each of which may be excluded with a minus, or is a JSON
pattern such as { $.status = "5*" } with comparisons joined by &&; any other pattern matches nothing.
"""

import fnmatch
import json
import re

from ministack.services import cloudwatch, cloudwatch_logs

from .replace import replaces


@replaces("services.cloudwatch_logs", "_fanout_to_subscription_filters")
def ingest(original, group, stream, events):
    for (filtered, _), metric_filter in list(cloudwatch_logs._metric_filters.items()):
        if filtered == group:
            _filter(metric_filter, events)
    for event in events:
        _embedded(event["message"])
    cloudwatch._evaluate_all_alarms()
    return original(group, stream, events)


def _filter(metric_filter, events):
    for event in events:
        matched = _matches(metric_filter.get("filterPattern", ""), event["message"])
        for metric in metric_filter["metricTransformations"]:
            value = metric.get("metricValue") if matched else metric.get("defaultValue")
            if value is not None:
                cloudwatch.record_metric(metric["metricNamespace"], metric["metricName"], float(value))


@replaces("services.cloudwatch_logs", "_compile_filter_pattern")
def compile_pattern(_original, pattern):
    return lambda message: _matches(pattern or "", message)


def _matches(pattern, message):
    pattern = pattern.strip()
    if pattern.startswith("{"):
        return all(_compares(part, message) for part in pattern.strip("{} ").split("&&"))
    if pattern.startswith(("[", "%")):
        return False
    terms = [(minus, phrase or word) for minus, phrase, word in re.findall(r'(-?)(?:"([^"]*)"|(\S+))', pattern)]
    return all((term in message) != (minus == "-") for minus, term in terms)


def _compares(comparison, message):
    found = re.fullmatch(r'\s*\$\.([\w.]+)\s*(!?=)\s*(?:"([^"]*)"|(\S+))\s*', comparison)
    try:
        value = json.loads(message[message.index("{") :])
    except ValueError:
        return False
    if not found:
        return False
    for name in found[1].split("."):
        value = value.get(name) if isinstance(value, dict) else None
    wanted = found[3] if found[3] is not None else found[4]
    return fnmatch.fnmatchcase("" if value is None else str(value), wanted) == (found[2] == "=")


def _embedded(message):
    # The line of a function has time, request id and level in front.
    start = message.find("{")
    if "CloudWatchMetrics" not in message or start < 0:
        return
    try:
        document = json.loads(message[start:])
    except ValueError:
        return
    timestamp = document["_aws"].get("Timestamp", 0) / 1000
    for directive in document["_aws"].get("CloudWatchMetrics", []):
        for metric in directive.get("Metrics", []):
            found = document.get(metric["Name"], [])
            values = [float(one) for one in (found if isinstance(found, list) else [found])]
            for names in directive.get("Dimensions") or [[]]:
                dimensions = {name: str(document[name]) for name in names}
                unit = metric.get("Unit", "None")
                cloudwatch._store_datum(
                    directive["Namespace"], metric["Name"], dimensions, timestamp, unit, None, values, None, None
                )
