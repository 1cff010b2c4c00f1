"""cloudwatch: evaluation of alarms

AWS: evaluates each alarm again and again on the metric with its dimensions, period by period: it goes into
ALARM if enough of the last periods breach the threshold, and TreatMissingData says what an empty period is:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
MiniStack 1.5.33: evaluates an alarm only when a program puts a metric, on all dimensions together, and on one
statistic over all periods. Here the current period counts as soon as it has data, so that nobody has to wait
for its end, and CloudWatch looks no further back than the last periods.
"""

import threading
import time

from ministack.services import cloudwatch

from .replace import replaces

OPERATORS = {
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


@replaces("services.cloudwatch", "_evaluate_alarm")
def evaluate(original, alarm):
    compare = OPERATORS.get(alarm.get("ComparisonOperator"))
    if not alarm.get("MetricName") or compare is None:
        return original(alarm)
    values = _last_periods(alarm)
    breaching = [compare(value, alarm.get("Threshold", 0)) for value in values if value is not None]
    missing = sum(value is None for value in values)
    treat = alarm.get("TreatMissingData") or "missing"
    needed = int(alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"])
    state = alarm["StateValue"]
    if not breaching and treat in ("missing", "ignore"):
        new_state = "INSUFFICIENT_DATA" if treat == "missing" else state
    else:
        count = sum(breaching) + (missing if treat == "breaching" else 0)
        new_state = "ALARM" if count >= needed else "OK"
    if new_state != state:
        reason = f"Threshold Crossed: {sum(breaching)} of the last {len(values)} periods, with {missing} missing"
        _change(alarm, new_state, reason)
    return None


def _last_periods(alarm):
    """The statistic of each of the last periods, None for a period without data."""
    period, periods = int(alarm.get("Period") or 60), int(alarm["EvaluationPeriods"])
    dimensions = cloudwatch._dims_key(cloudwatch._dims_from_list(alarm.get("Dimensions") or []))
    points = cloudwatch._metrics.get((alarm["Namespace"], alarm["MetricName"], dimensions)) or []
    current = int(time.time() // period)
    by_period = {}
    for point in points:
        by_period.setdefault(int(point["Timestamp"] // period), []).append(point)
    last = current if current in by_period else current - 1
    statistic = alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average"
    window = [by_period.get(index) for index in range(last - periods + 1, last + 1)]
    return [found and cloudwatch._stat_value(cloudwatch._calc_stats(found), statistic, found) for found in window]


def _change(alarm, state, reason):
    before = alarm["StateValue"]
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, before, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def _every_second():
    while True:
        time.sleep(1)
        cloudwatch._evaluate_all_alarms()


threading.Thread(target=_every_second, daemon=True).start()
