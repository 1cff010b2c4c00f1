"""AWS::Events::EventBusPolicy

AWS: PutEvents of another account needs a statement of the bus policy, which PutPermission can set as a whole:
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions.html
MiniStack 1.5.33: ignores the parameter Policy of PutPermission, and authorizes nothing by the policy.
"""

import json

from ministack.core import iam_evaluator
from ministack.services import eventbridge

from .replace import replaces


@replaces("services.eventbridge", "_put_permission")
def put(original, data):
    if not data.get("Policy"):
        return original(data)
    empty = {"Version": "2012-10-17", "Statement": []}
    policy = eventbridge._event_bus_policies.setdefault(data.get("EventBusName") or "default", empty)
    policy["Statement"] += json.loads(data["Policy"])["Statement"]
    return eventbridge.json_response({})


def bus_policy_for_arn(arn):
    policy = eventbridge._event_bus_policies.get(arn.split("/")[-1])
    return (json.dumps(policy), arn.split(":")[4]) if policy else None


eventbridge.bus_policy_for_arn = bus_policy_for_arn
iam_evaluator._RESOURCE_POLICY_LOOKUPS["events"] = ("eventbridge", "bus_policy_for_arn")
