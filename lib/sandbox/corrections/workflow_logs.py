"""AWS::StepFunctions::StateMachine.LoggingConfiguration

AWS: writes the events of an execution to the log group, from the level of the configuration up, and their data
only if the configuration includes it:
https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
MiniStack 1.5.33: stores the configuration, and writes nothing.
"""

import json
import time

from ministack.services import stepfunctions

from .replace import replaces
from .service_calls import write_log

LEVELS = {
    "ALL": lambda kind: True,
    "ERROR": lambda kind: kind.endswith(("Failed", "TimedOut", "Aborted")),
    "FATAL": lambda kind: kind in ("ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"),
    "OFF": lambda kind: False,
}


@replaces("services.stepfunctions", "_add_event")
def add(original, execution, kind, details=None):
    event = original(execution, kind, details)
    machine = stepfunctions._state_machines.get(execution.get("stateMachineArn")) or {}
    # A template spells the names of the configuration with capitals, the API without.
    setting = _lower(machine.get("loggingConfiguration") or {})
    if LEVELS[setting.get("level", "OFF")](kind):
        line = {
            "id": str(event["id"]),
            "type": kind,
            "previous_event_id": str(event["id"] - 1),
            "event_timestamp": str(int(time.time() * 1000)),
            "execution_arn": execution.get("executionArn"),
        }
        if setting.get("includeExecutionData"):
            line["details"] = details or {}
        for destination in setting.get("destinations", []):
            write_log(destination["cloudWatchLogsLogGroup"]["logGroupArn"], "states", json.dumps(line))
    return event


def _lower(tree):
    if isinstance(tree, dict):
        return {key[0].lower() + key[1:]: _lower(value) for key, value in tree.items()}
    return [_lower(one) for one in tree] if isinstance(tree, list) else tree
