"""lambda: failures of a stream batch

AWS: takes what lies before the first failure as done, splits the rest in two (which is no retry) or tries it
again, and after the last retry reports where the records lie to the on-failure destination. It reads the
stream as the role of the function:
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
MiniStack 1.5.33: takes every answer of a function for a success, and repeats an exception forever. Here each
mapping has a thread of its own, because a bad record blocks its shard. It waits for no batching window.
"""

import json
import threading
import time
from datetime import datetime, timezone

from ministack.services import dynamodb, lambda_svc

from .replace import replaces
from .service_calls import role_may, send

READ = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
SHARD = "shardId-00000000000000000000-00000000"
_polled = set()


@replaces("services.lambda_svc", "_poll_dynamodb_streams")
def poll(_original):
    for account, region, mapping in lambda_svc._iter_all_esms():
        if ":dynamodb:" in mapping.get("EventSourceArn", "") and mapping["UUID"] not in _polled:
            _polled.add(mapping["UUID"])
            threading.Thread(target=_follow, args=(account, region, mapping["UUID"]), daemon=True).start()
    return False


def _mapping(uuid):
    return next((one for _, _, one in lambda_svc._iter_all_esms() if one["UUID"] == uuid), None)


def _follow(account, region, uuid):
    lambda_svc._request_account_id.set(account)
    lambda_svc._request_region.set(region)
    position = None
    while mapping := _mapping(uuid):
        arn = mapping["EventSourceArn"]
        table = arn.split("/")[1]
        function, config = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
        stream = dynamodb._tables.get(table, {}).get("LatestStreamArn")
        if position is None and stream == arn:
            first, last = dynamodb.stream_start_position(table), dynamodb.stream_end_position(table)
            position = first if mapping.get("StartingPosition") == "TRIM_HORIZON" else last
        ready = function and stream == arn and mapping.get("Enabled", True)
        if not ready or not all(role_may(config["Role"], action, arn) for action in READ):
            time.sleep(0.2)
            continue
        records = dynamodb.stream_records_since(table, position, mapping.get("BatchSize", 100))
        if not records:
            time.sleep(0.2)
            continue
        position += len(records)
        if batch := lambda_svc._apply_filter_criteria(records, mapping):
            _deliver(batch, function, config, uuid, mapping.get("MaximumRetryAttempts", -1))
    _polled.discard(uuid)


def _deliver(batch, function, config, uuid, retries):
    """Hands a batch to the function until it is done or given up."""
    attempts = 0
    while batch and (mapping := _mapping(uuid)):
        failure = _invoke(batch, function, mapping)
        attempts += 1
        if failure is None:
            return
        batch = batch[failure:]
        if mapping.get("BisectBatchOnFunctionError") and len(batch) > 1:
            middle = (len(batch) + 1) // 2
            _deliver(batch[:middle], function, config, uuid, retries)
            batch = batch[middle:]
        elif retries == 0:
            _report(batch, config, mapping, attempts)
            return
        else:
            retries -= 1
            # Without a limit, the shard waits behind the bad record.
            time.sleep(0.5 if retries < 0 else 0.05)


def _invoke(batch, function, mapping):
    """The place of the first failure in the batch, or None."""
    result = lambda_svc._execute_function(function, {"Records": batch})
    if result.get("error"):
        return 0
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
        return None
    answer = result.get("body")
    answer = json.loads(answer or "{}") if isinstance(answer, (str, bytes)) else answer
    failed = {one["itemIdentifier"] for one in (answer or {}).get("batchItemFailures", [])}
    places = [place for place, record in enumerate(batch) if record["dynamodb"]["SequenceNumber"] in failed]
    return min(places, default=None)


def _report(batch, config, mapping, attempts):
    destination = ((mapping.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
    if not destination or not role_may(config["Role"], "sqs:SendMessage", destination):
        return
    record = {
        "requestContext": {
            "functionArn": config["FunctionArn"],
            "condition": "RetryAttemptsExhausted",
            "approximateInvokeCount": attempts,
        },
        "version": "1.0",
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "DDBStreamBatchInfo": {
            "shardId": SHARD,
            "startSequenceNumber": batch[0]["dynamodb"]["SequenceNumber"],
            "endSequenceNumber": batch[-1]["dynamodb"]["SequenceNumber"],
            "batchSize": len(batch),
            "streamArn": mapping["EventSourceArn"],
        },
    }
    send(destination, json.dumps(record))
