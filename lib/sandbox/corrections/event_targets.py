"""events: dead-letter queue of a target

AWS: delivers an event to a target that exists and whose policy lets the rule do so, and puts any other event
into the dead-letter queue of the target. EventBridge Scheduler acts as the role of the schedule, and fills
context attributes into the input:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
MiniStack 1.5.33: asks no policy, drops what it cannot deliver, and sends the names of the attributes.
"""

import json
from datetime import datetime, timezone

from ministack.core.responses import new_uuid
from ministack.services import eventbridge, lambda_svc, sqs

from .replace import replaces
from .service_calls import role_may, send, service_may

ACTIONS = {"lambda": "lambda:InvokeFunction", "sqs": "sqs:SendMessage"}


@replaces("services.eventbridge", "_invoke_target")
def invoke(original, target, event, rule, view=None):
    scheduled = event.get("Source") == "aws.scheduler" and "RoleArn" in target
    if scheduled and target.get("Input"):
        target = {**target, "Input": _with_context(target["Input"], event)}
    problem = _problem(target, rule, scheduled)
    if problem is None:
        return original(target, event, rule, view)
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue and (scheduled or service_may("events.amazonaws.com", "sqs:SendMessage", queue, rule["Arn"])):
        view = view or eventbridge._pattern_event_view(event)
        attributes = {"RULE_ARN": rule["Arn"], "TARGET_ARN": target["Arn"], "ERROR_CODE": problem}
        send(queue, json.dumps(view.event_with_detail()), attributes)
    else:
        print(f"LOST  an event of {rule['Arn']} for {target['Arn']}: {problem}", flush=True)
    return None


def _problem(target, rule, scheduled):
    arn = target["Arn"]
    action = ACTIONS.get(arn.split(":")[2])
    if action is None:
        return None
    exists = lambda_svc._get_func_record_for_ref(arn)[0] if action.startswith("lambda") else sqs._queue_by_arn(arn)
    if not exists:
        return "NO_RESOURCE"
    allowed = role_may(target["RoleArn"], action, arn) if scheduled else service_may("events.amazonaws.com", action, arn, rule["Arn"])
    return None if allowed else "NO_PERMISSIONS"


def _with_context(text, event):
    at = datetime.fromtimestamp(event["Time"], timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    values = {
        "scheduled-time": at,
        "schedule-arn": event["Resources"][0],
        "execution-id": new_uuid(),
        "attempt-number": "1",
    }
    for name, value in values.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text
