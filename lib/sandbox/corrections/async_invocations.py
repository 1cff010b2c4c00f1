"""lambda: asynchronous invocations

AWS: tries an event up to three times with one request id, does not count a throttled attempt, and sends a
record of the result to a destination, or the event itself with the error to a dead-letter queue, if the role
of the function may do that. With a reserved concurrency of zero it does not try at all:
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
MiniStack 1.5.33: gives each attempt an id of its own, counts throttling, sends no record of a success, always
writes RetriesExhausted after 3 attempts, and treats a dead-letter queue as a destination. It tries an event
of EventBridge or SNS once. Here all go the same way; the waits between attempts stay short.
"""

import contextvars
import json
import threading
import time
from datetime import datetime, timezone

from ministack.core.responses import new_uuid
from ministack.services import eventbridge, lambda_svc, sns

from .properties import row
from .replace import replaces
from .service_calls import role_may, send

row("AWS::Lambda::Function", "DeadLetterConfig", "lambda", "UpdateFunctionConfiguration",
    lambda name, value: {"FunctionName": name, "DeadLetterConfig": value})

_request_id = contextvars.ContextVar("request_id", default=None)


@replaces("services.lambda_svc", "_execute_function_dispatch")
def dispatch(original, function, config, event, request_id, started):
    return original(function, config, event, _request_id.get() or request_id, started)


@replaces("services.lambda_svc", "invoke_async_with_retry")
def invoke(_original, function, event):
    threading.Thread(target=contextvars.copy_context().run, args=(_attempts, function, event), daemon=True).start()


def _attempts(function, event):
    config = function.get("config") or function
    account, region = lambda_svc._account_region_from_function_config(config)
    lambda_svc._request_account_id.set(account)
    lambda_svc._request_region.set(region)
    _request_id.set(new_uuid())

    settings = function.get("event_invoke_config") or (function.get("event_invoke_configs") or {}).get("$LATEST") or {}
    retries = settings.get("MaximumRetryAttempts")
    ends = time.time() + int(settings.get("MaximumEventAgeInSeconds") or 21600)
    allowed = 3 if retries is None else int(retries) + 1
    attempts, result = 0, {"body": None}
    while attempts < allowed:
        if lambda_svc._functions.get(config["FunctionName"], {}).get("concurrency") == 0:
            return _finish(function, settings, event, attempts, result, None)
        result = lambda_svc._execute_function(function, event)
        if result.get("throttle"):
            if time.time() > ends:
                return _finish(function, settings, event, attempts, result, "EventAgeExceeded")
            time.sleep(1)
            continue
        attempts += 1
        if not result.get("error"):
            return _finish(function, settings, event, attempts, result, "Success")
        if attempts < allowed:
            wait = lambda_svc._LAMBDA_ASYNC_RETRY_BASE_SECONDS * 2 ** (attempts - 1)
            if time.time() + wait > ends:
                return _finish(function, settings, event, attempts, result, "EventAgeExceeded")
            time.sleep(wait)
    return _finish(function, settings, event, attempts, result, "RetriesExhausted")


def _finish(function, settings, event, attempts, result, condition):
    config = function.get("config") or function
    kind = "OnSuccess" if condition == "Success" else "OnFailure"
    destination = ((settings.get("DestinationConfig") or {}).get(kind) or {}).get("Destination")
    if destination:
        _deliver(config["Role"], destination, _record(config, event, attempts, result, condition))
    dead_letters = (config.get("DeadLetterConfig") or {}).get("TargetArn")
    if dead_letters and condition != "Success":
        body = result.get("body") or {}
        attributes = {"RequestID": _request_id.get(), "ErrorCode": "200", "ErrorMessage": str(body.get("errorMessage", ""))[:1024]}
        _deliver(config["Role"], dead_letters, event, attributes)


def _record(config, event, attempts, result, condition):
    version = config.get("Version", "$LATEST")
    arn = config["FunctionArn"]
    record = {
        "version": "1.0",
        "timestamp": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": _request_id.get(),
            "functionArn": arn if arn.count(":") > 6 else f"{arn}:$LATEST",
            "approximateInvokeCount": attempts,
        },
        "requestPayload": event,
    }
    if condition:
        record["requestContext"]["condition"] = condition
    if attempts:
        record["responseContext"] = {"statusCode": 200, "executedVersion": version}
        record["responsePayload"] = _payload(result.get("body"))
        if result.get("error"):
            record["responseContext"]["functionError"] = result.get("function_error") or "Unhandled"
    return record


def _payload(body):
    if isinstance(body, (str, bytes)):
        try:
            return json.loads(body)
        except ValueError:
            return body if isinstance(body, str) else body.decode("utf-8", "replace")
    return body


def _deliver(role, target, content, attributes=None):
    service = target.split(":")[2]
    action = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction", "events": "events:PutEvents"}
    if not role_may(role, action[service], target):
        print(f"DENIED  {role} may not {action[service]} on {target}", flush=True)
        return
    text = json.dumps(content)
    if service == "sqs":
        send(target, text, attributes)
    elif service == "sns":
        sns._fanout(target, new_uuid(), text, "", "", {})
    elif service == "events":
        source = {"Source": "lambda", "DetailType": "Lambda Function Invocation Result", "Detail": text}
        eventbridge._put_events({"Entries": [{**source, "EventBusName": target.split("/")[-1]}]}, allow_aws_source=True)
    else:
        next_function, config, _ = lambda_svc._get_func_record_for_ref(target)
        if next_function:
            invoke(None, lambda_svc._execution_record_for_config(next_function, config), content)


@replaces("services.eventbridge", "_dispatch_to_lambda")
def from_eventbridge(_original, arn, payload):
    function, config, _ = lambda_svc._get_func_record_for_ref(arn)
    if function:
        invoke(None, lambda_svc._execution_record_for_config(function, config), json.loads(payload))


@replaces("services.sns", "_deliver_to_lambda")
def from_sns(_original, endpoint, envelope, _topic_arn, subscription_arn, *_rest):
    function, config, _ = lambda_svc._get_func_record_for_ref(endpoint)
    record = {"EventVersion": "1.0", "EventSubscriptionArn": subscription_arn, "EventSource": "aws:sns", "Sns": json.loads(envelope)}
    if function:
        invoke(None, lambda_svc._execution_record_for_config(function, config), {"Records": [record]})
