"""secretsmanager: RotateSecret

AWS: answers at once, and then calls the rotation function for the four steps, if the policy of the function lets
it. It refuses a rotation while another one has not ended. A version that exists keeps its value:
https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_how.html
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
MiniStack 1.5.33: calls no function, and copies the current value into a new version; PutSecretValue overwrites.
"""

import contextvars
import threading

from ministack.core.responses import error_response_json, json_response, new_uuid
from ministack.services import lambda_svc, secretsmanager

from .replace import replaces
from .service_calls import service_may

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
_rotating = set()


@replaces("services.secretsmanager", "_rotate_secret")
def rotate(original, data):
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    if not secret or secret.get("DeletedDate"):
        return original(data)
    arn = secret["ARN"]
    stages = [version["Stages"] for version in secret["Versions"].values()]
    if arn in _rotating or any("AWSPENDING" in one and "AWSCURRENT" not in one for one in stages):
        message = "A previous rotation isn't complete. That rotation will be reattempted."
        return error_response_json("InvalidRequestException", message, 400)
    function = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
    if not function:
        message = "No Lambda rotation function ARN is associated with this secret."
        return error_response_json("InvalidRequestException", message, 400)
    secret["RotationLambdaARN"], secret["RotationEnabled"] = function, True
    if "RotationRules" in data:
        secret["RotationRules"] = data["RotationRules"]
    version = data.get("ClientRequestToken") or new_uuid()
    if data.get("RotateImmediately", True):
        _rotating.add(arn)
        threading.Thread(target=contextvars.copy_context().run, args=(_run, arn, function, version), daemon=True).start()
    return json_response({"ARN": arn, "Name": secret["Name"], "VersionId": version})


def _run(arn, function, version):
    try:
        record, config, _ = lambda_svc._get_func_record_for_ref(function)
        allowed = service_may("secretsmanager.amazonaws.com", "lambda:InvokeFunction", function, arn)
        if not record or not allowed:
            return
        execution = lambda_svc._execution_record_for_config(record, config)
        for step in STEPS:
            event = {"Step": step, "SecretId": arn, "ClientRequestToken": version}
            if lambda_svc._execute_function(execution, event).get("error"):
                return
    finally:
        _rotating.discard(arn)


@replaces("services.secretsmanager", "_put_secret_value")
def put(original, data):
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    known = (secret or {}).get("Versions", {}).get(data.get("ClientRequestToken"))
    if known and known.get("SecretString") != data.get("SecretString"):
        message = "You can't use a token of a version that exists with another value."
        return error_response_json("ResourceExistsException", message, 400)
    return original(data)
