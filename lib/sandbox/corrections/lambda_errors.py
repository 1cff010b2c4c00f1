"""lambda: errorType

AWS: the errorType of a failed Node.js function is the name of its error:
https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html
MiniStack 1.5.33: it is Runtime.HandlerError for each of them. Here the worker writes the name of the error
in front of its stack, and the answer takes it from there.
"""

import re

from ministack.core import lambda_runtime

from .replace import replaces

STACK = 'trace: err.stack || ""'
NAMED = 'trace: String(err.stack || "").replace(/^[^:\\n]*/, err.name || "Error")'

if STACK not in lambda_runtime._NODEJS_WORKER_SCRIPT:
    raise RuntimeError("expected another Node.js worker in MiniStack: its correction must be written anew")
lambda_runtime._NODEJS_WORKER_SCRIPT = lambda_runtime._NODEJS_WORKER_SCRIPT.replace(STACK, NAMED)


@replaces("services.lambda_svc", "_execute_function_warm")
def execute(original, function, event, request_id):
    result = original(function, event, request_id)
    body = result.get("body")
    if result.get("error") and isinstance(body, dict) and body.get("errorType") == "Runtime.HandlerError":
        first_line = re.escape(str(body.get("errorMessage")).split("\n")[0])
        if named := re.search(rf"^(\w+): {first_line}", result.get("log", ""), re.MULTILINE):
            body["errorType"] = named[1]
    return result
