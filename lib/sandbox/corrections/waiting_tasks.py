"""states: HeartbeatSeconds

AWS: a task that waits for a token fails if the function that it invokes fails, or if no heartbeat comes in time,
and only a standard workflow may have one:
https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token
MiniStack 1.5.33: drops the error of the function, waits without heartbeats, and accepts an express workflow.
"""

import contextvars
import inspect
import threading
import time

from ministack.core.responses import error_response_json
from ministack.services import stepfunctions

from .replace import replaces

# The state machine of each task that has waited; a call with the token is authorized by it.
machine_of_token = {}
_waiting = contextvars.ContextVar("waiting", default=None)


@replaces("services.stepfunctions", "_invoke_with_callback")
def wait(original, resource, input_data, token, state):
    execution = inspect.currentframe().f_back.f_back.f_locals.get("execution") or {}
    machine_of_token[token] = execution.get("stateMachineArn", "*")
    if "HeartbeatSeconds" in state:
        threading.Thread(target=_expect_heartbeats, args=(token, state["HeartbeatSeconds"]), daemon=True).start()
    waiting = _waiting.set(token)
    try:
        return original(resource, input_data, token, state)
    finally:
        _waiting.reset(waiting)


@replaces("services.stepfunctions", "_call_lambda")
def call(original, function, event):
    try:
        return original(function, event)
    except stepfunctions._ExecutionError as error:
        if task := stepfunctions._task_tokens.get(_waiting.get()):
            task["error"] = {"Error": error.error, "Cause": error.cause}
            task["event"].set()
        raise


def _expect_heartbeats(token, seconds):
    task, last, since = None, None, time.monotonic()
    while task is None or token in stepfunctions._task_tokens:
        task = stepfunctions._task_tokens.get(token)
        heartbeat = task and task["heartbeat"]
        if heartbeat != last:
            last, since = heartbeat, time.monotonic()
        if task and time.monotonic() - since > seconds:
            task["error"] = {"Error": "States.HeartbeatTimeout", "Cause": ""}
            task["event"].set()
            return
        time.sleep(0.1)


@replaces("services.stepfunctions", "_create_state_machine")
def create(original, data):
    if data.get("type") == "EXPRESS" and ".waitForTaskToken" in data.get("definition", ""):
        return error_response_json(
            "InvalidDefinition",
            "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The resource with .waitForTaskToken is not "
            "supported in express workflows'",
            400,
        )
    return original(data)
