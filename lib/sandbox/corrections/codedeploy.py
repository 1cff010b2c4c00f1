"""AWS::CodeDeploy::DeploymentGroup

AWS: a deployment of a function calls the hook before it shifts traffic, shifts a part of it, stops and rolls back
if an alarm goes into ALARM meanwhile, shifts the rest, and calls the hook after that. It does all of it as the
role of the deployment group:
https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-hooks.html
MiniStack 1.5.33: has no CodeDeploy. Here are applications, groups and deployments of functions through the API;
CloudFormation does not start a deployment by itself when it updates an alias.
"""

import json
import re
import secrets
import threading
import time

from ministack import app
from ministack.core import iam_actions
from ministack.core.responses import error_response_json, get_account_id, get_region, json_response, new_uuid
from ministack.services import cloudwatch, lambda_svc
from ministack.services.cloudformation import provisioners

from .replace import replaces
from .service_calls import role_may

_groups, _deployments, _verdicts = {}, {}, {}


def _provision(resource_type, name_of, remember):
    def create(logical_id, props, stack_name):
        name = props.get(name_of) or provisioners._physical_name(stack_name, logical_id)
        remember(name, dict(props))
        return name, {}

    provisioners._RESOURCE_HANDLERS[resource_type] = {
        "create": create,
        "update": lambda physical_id, _old, props, _stack: remember(physical_id, props) or physical_id,
        "delete": lambda physical_id, _props: _groups.pop(physical_id, None),
    }


_provision("AWS::CodeDeploy::Application", "ApplicationName", lambda *_: None)
_provision("AWS::CodeDeploy::DeploymentGroup", "DeploymentGroupName", _groups.__setitem__)


@replaces("core.router", "detect_service")
def detect(original, method, path, headers, params):
    return "codedeploy" if headers.get("x-amz-target", "").startswith("CodeDeploy_") else original(method, path, headers, params)


iam_actions.SERVICE_TO_IAM_NAMESPACE["codedeploy"] = "codedeploy"


@replaces("core.iam_actions", "extract_iam_action")
def action(original, service, method, path, headers, *rest):
    operation = headers.get("x-amz-target", "").split(".")[-1]
    return f"codedeploy:{operation}" if service == "codedeploy" else original(service, method, path, headers, *rest)


@replaces("core.iam_actions", "extract_resource_arn")
def resource(original, service, method, path, headers, body, query, region, account):
    if service != "codedeploy":
        return original(service, method, path, headers, body, query, region, account)
    asked = json.loads(body or b"{}")
    known = _deployments.get(asked.get("deploymentId"), asked)
    group = f"{known.get('applicationName')}/{known.get('deploymentGroupName')}"
    return f"arn:aws:codedeploy:{region}:{account}:deploymentgroup:{group}"


async def handle(_method, _path, headers, body, _query):
    operation = headers["x-amz-target"].split(".")[-1]
    asked = json.loads(body or b"{}")
    if operation == "CreateDeployment":
        if asked.get("deploymentGroupName") not in _groups:
            return error_response_json("DeploymentGroupDoesNotExistException", "No such deployment group", 400)
        return json_response({"deploymentId": _start(asked)})
    deployment = _deployments.get(asked.get("deploymentId"))
    if deployment is None:
        return error_response_json("DeploymentDoesNotExistException", "No such deployment", 400)
    if operation == "GetDeployment":
        return json_response({"deploymentInfo": {key: deployment[key] for key in deployment if not key.startswith("_")}})
    if operation == "StopDeployment":
        deployment["_stopped"] = True
        return json_response({"status": "Pending"})
    if operation == "PutLifecycleEventHookExecutionStatus":
        _verdicts[asked["lifecycleEventHookExecutionId"]] = asked["status"]
        return json_response({"lifecycleEventHookExecutionId": asked["lifecycleEventHookExecutionId"]})
    return error_response_json("InvalidOperation", f"{operation} is not part of this correction", 400)


app.SERVICE_HANDLERS["codedeploy"] = handle


def _start(asked):
    deployment = {
        "deploymentId": f"d-{secrets.token_hex(4).upper()}X",
        "applicationName": asked["applicationName"],
        "deploymentGroupName": asked["deploymentGroupName"],
        "status": "InProgress",
        "createTime": time.time(),
        "_group": _groups[asked["deploymentGroupName"]],
        "_account": get_account_id(),
        "_region": get_region(),
    }
    specification = json.loads(asked["revision"]["appSpecContent"]["content"])
    _deployments[deployment["deploymentId"]] = deployment
    threading.Thread(target=_run, args=(deployment, specification), daemon=True).start()
    return deployment["deploymentId"]


def _run(deployment, specification):
    lambda_svc._request_account_id.set(deployment["_account"])
    lambda_svc._request_region.set(deployment["_region"])
    [target] = [one["Properties"] for each in specification["Resources"] for one in each.values()]
    hooks = {event: function for each in specification.get("Hooks", []) for event, function in each.items()}
    try:
        _hook(deployment, hooks.get("BeforeAllowTraffic"))
        for weight, minutes in _steps(deployment["_group"]):
            _shift(deployment, target, weight)
            _wait(deployment, minutes * 60)
        _shift(deployment, target, 1)
        _hook(deployment, hooks.get("AfterAllowTraffic"))
        deployment["status"] = "Succeeded"
    except _End as end:
        _shift(deployment, target, 0)
        deployment["rollbackInfo"] = {"rollbackDeploymentId": _rolled_back(deployment)}
        deployment["errorInformation"] = {"message": end.why}
        deployment["status"] = end.status


class _End(Exception):
    def __init__(self, status, why):
        super().__init__(why)
        self.status, self.why = status, why


def _steps(group):
    """The shares of traffic that the new version gets before it gets all, and the minutes that each lasts."""
    name = group.get("DeploymentConfigName", "")
    canary = re.search(r"Canary(\d+)Percent(\d+)Minutes", name)
    linear = re.search(r"Linear(\d+)PercentEvery(\d+)Minutes?", name)
    if canary:
        return [(int(canary[1]) / 100, int(canary[2]))]
    if linear:
        return [(percent / 100, int(linear[2])) for percent in range(int(linear[1]), 100, int(linear[1]))]
    return []


def _hook(deployment, function):
    if function is None:
        return
    found, config, _ = lambda_svc._get_func_record_for_ref(function)
    _needs(deployment, "lambda:InvokeFunction", config["FunctionArn"])
    execution = new_uuid()
    event = {"DeploymentId": deployment["deploymentId"], "LifecycleEventHookExecutionId": execution}
    lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(found, config), event)
    for _ in range(3600):
        if deployment.get("_stopped"):
            raise _End("Stopped", "stopped by a user")
        if verdict := _verdicts.get(execution):
            if verdict != "Succeeded":
                raise _End("Failed", f"the hook {function} reported {verdict}")
            return
        time.sleep(1)
    raise _End("Failed", f"the hook {function} reported nothing within an hour")


def _shift(deployment, target, weight):
    function = lambda_svc._functions[target["Name"]]
    alias = function["aliases"][target["Alias"]]
    _needs(deployment, "lambda:UpdateAlias", function["config"]["FunctionArn"])
    alias["FunctionVersion"] = target["TargetVersion"] if weight == 1 else target["CurrentVersion"]
    weights = {target["TargetVersion"]: weight} if 0 < weight < 1 else {}
    alias["RoutingConfig"] = {"AdditionalVersionWeights": weights}


def _needs(deployment, action, resource):
    role = deployment["_group"]["ServiceRoleArn"]
    if not role_may(role, action, resource):
        raise _End("Failed", f"{role} may not {action} on {resource}")


def _wait(deployment, seconds):
    alarms = (deployment["_group"].get("AlarmConfiguration") or {}).get("Alarms", [])
    until = time.time() + seconds
    while time.time() < until:
        for alarm in alarms:
            if (cloudwatch._alarms.get(alarm["Name"]) or {}).get("StateValue") == "ALARM":
                raise _End("Stopped", f"the alarm {alarm['Name']} is in ALARM")
        if deployment.get("_stopped"):
            raise _End("Stopped", "stopped by a user")
        time.sleep(0.5)


def _rolled_back(deployment):
    rollback = {**deployment, "deploymentId": f"d-{secrets.token_hex(4).upper()}R", "status": "Succeeded"}
    _deployments[rollback["deploymentId"]] = rollback
    return rollback["deploymentId"]
