"""What an AWS service may do for a role, or to a resource, and how it sends to a queue; corrections share it."""

import hashlib
import time

from ministack.core import iam_evaluator
from ministack.core.concurrency import esm_wake
from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import cloudwatch_logs, iam, sqs


def role_may(role_arn, action, resource):
    """Whether a role has a permission that a service uses in its name."""
    name, account = role_arn.split("/")[-1], role_arn.split(":")[4]
    policies = iam_evaluator._gather_role_policies(name, account)
    limits = iam_evaluator._permissions_boundary(iam._roles, name, account)
    request = _request(f"arn:aws:sts::{account}:assumed-role/{name}/service", action, resource, {})
    return iam_evaluator.evaluate(request, policies, *limits).decision == "Allow"


def service_may(service, action, resource, source_arn):
    """Whether the policy of a resource lets a service do something because of another resource."""
    found = iam_evaluator._resource_policy(action.split(":")[0], resource)
    if not found:
        return False
    context = {"aws:sourcearn": source_arn, "aws:sourceaccount": get_account_id()}
    request = _request(f"arn:aws:iam::{get_account_id()}:service/{service}", action, resource, context)
    return iam_evaluator.evaluate_resource_policy(found[0], request, service).decision == "Allow"


def _request(principal, action, resource, context):
    return iam_evaluator.EvalContext(
        principal_arn=principal,
        principal_type="AssumedRole",
        principal_account=get_account_id(),
        action=action,
        resource_arn=resource,
        region=get_region(),
        secure_transport=True,
        service_context=context,
    )


def send(queue_arn, body, attributes=None):
    """Puts a message with string attributes into a queue; False if there is no such queue."""
    queue = sqs._queue_by_arn(queue_arn)
    if not queue:
        return False
    typed = {name: {"DataType": "String", "StringValue": str(value)} for name, value in (attributes or {}).items()}
    message = {
        "id": new_uuid(),
        "body": body,
        "md5": hashlib.md5(body.encode()).hexdigest(),
        "message_attributes": typed,
        "md5_attrs": sqs._md5_msg_attrs(typed),
        "receipt_handle": None,
        "sent_at": time.time(),
        "visible_at": time.time() + sqs.queue_delay(queue),
        "receive_count": 0,
    }
    sqs._ensure_msg_fields(message)
    queue["messages"].append(message)
    esm_wake.set()
    return True


def write_log(group_arn, stream_name, line):
    """Adds a line to a stream of a log group, if there is the group."""
    group_name = group_arn.split(":log-group:")[-1].removesuffix(":*")
    group = cloudwatch_logs._log_groups.get(group_name)
    if group is None:
        return
    now = int(time.time() * 1000)
    empty = {
        "events": [],
        "uploadSequenceToken": "1",
        "creationTime": now,
        "firstEventTimestamp": None,
        "lastEventTimestamp": None,
        "lastIngestionTime": None,
    }
    stream = group["streams"].setdefault(stream_name, empty)
    cloudwatch_logs._append_log_events(stream, [{"timestamp": now, "message": line, "ingestionTime": now}])
    cloudwatch_logs._fanout_to_subscription_filters(group_name, stream_name, [{"timestamp": now, "message": line}])
