"""sqs: StartMessageMoveTask

AWS: moves the messages of a dead-letter queue back to the queue that they came from, or to another one:
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
MiniStack 1.5.33: does not know the operations. Here all messages move at once.
"""

import json
import time

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.services import sqs

from .replace import replaces

_tasks = {}


@replaces("services.sqs", "handle_request")
async def handle(original, method, path, headers, body, query):
    operation = headers.get("x-amz-target", "").split(".")[-1]
    if operation == "StartMessageMoveTask":
        return _start(json.loads(body))
    if operation == "ListMessageMoveTasks":
        return json_response({"Results": _tasks.get(json.loads(body)["SourceArn"], [])})
    return await original(method, path, headers, body, query)


def _start(asked):
    source_arn = asked["SourceArn"]
    source = sqs._queue_by_arn(source_arn)
    origins = [queue for queue in sqs._queues.values() if _dead_letters_of(queue) == source_arn]
    if source is None or not origins:
        message = "Source queue must be configured as a Dead Letter Queue."
        return error_response_json("InvalidParameterValue", message, 400)
    wanted = asked.get("DestinationArn")
    target = sqs._queue_by_arn(wanted) if wanted else origins[0]
    moved = [one for one in source["messages"] if one["visible_at"] <= time.time()]
    for message in moved:
        source["messages"].remove(message)
        message.update(receive_count=0, first_receive_at=None, receipt_handle=None, visible_at=time.time())
        target["messages"].append(message)
    handle = new_uuid()
    _tasks.setdefault(source_arn, []).insert(0, {
        "TaskHandle": handle,
        "Status": "COMPLETED",
        "SourceArn": source_arn,
        "ApproximateNumberOfMessagesMoved": len(moved),
        "ApproximateNumberOfMessagesToMove": len(moved),
        "StartedTimestamp": int(time.time() * 1000),
    })
    sqs.esm_wake.set()
    return json_response({"TaskHandle": handle})


def _dead_letters_of(queue):
    policy = queue["attributes"].get("RedrivePolicy") or "{}"
    return json.loads(policy).get("deadLetterTargetArn")
