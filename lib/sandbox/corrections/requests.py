"""iam: actions, resources and context of requests

AWS: authorizes a batch of SQS as the single action, a read of a stream by the ARN of the stream, a snapshot
by its own ARN, an answer with a task token by the state machine, a log group by its ARN with an asterisk, a path
of parameters by the path, and a call by the alias of a key by the key. A session of a role has the ARN of the role
as aws:PrincipalArn, and one from an identity pool has its identity; Ref of a secret is its ARN. Requests to KMS and EventBridge have context keys of those services.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
MiniStack 1.5.33: has no such action, or takes another resource, or no context.
"""

import base64
import json
import re

from ministack.core import iam_actions
from ministack.services import iam, kms, sts

from .replace import provisions, replaces
from .waiting_tasks import machine_of_token

LOG_GROUP = re.compile(r"arn:[\w-]+:logs:[\w-]+:\d+:log-group:[^:*]+")


@replaces("core.iam_actions", "extract_iam_action")
def action(original, service, *request):
    found = original(service, *request)
    return found.removesuffix("Batch") if found and found.startswith("sqs:") else found


@replaces("core.iam_actions", "extract_resource_arn")
def resource(original, service, method, path, headers, body, query, region, account):
    def field(name):
        return iam_actions._safe_json_field(body, name)

    if service == "dynamodbstreams" or headers.get("x-amz-target", "").startswith("DynamoDBStreams"):
        if iterator := field("ShardIterator"):
            return json.loads(base64.urlsafe_b64decode(iterator)).get("arn", "*")
        return field("StreamArn") or "*"
    if service == "rds" and (name := iam_actions._param(body, query, "DBSnapshotIdentifier")):
        return f"arn:aws:rds:{region}:{account}:snapshot:{name}"
    if service == "states" and (token := field("taskToken")):
        return machine_of_token.get(token, "*")
    arn = original(service, method, path, headers, body, query, region, account)
    if service == "kms" and ":alias/" in arn and (key := kms._resolve_key(arn)):
        return key["Arn"]
    if service == "ssm" and headers.get("x-amz-target", "").endswith(".GetParametersByPath"):
        return f"arn:aws:ssm:{region}:{account}:parameter/{field('Path').strip('/')}"
    # Only the tags of a log group have its ARN without an asterisk.
    if service == "logs" and LOG_GROUP.fullmatch(arn) and "Tag" not in headers.get("x-amz-target", ""):
        return f"{arn}:*"
    return arn


def _namespace(body, params):
    if body[:1] == b"{":
        return json.loads(body).get("Namespace")
    return iam_actions._param(body, params, "Namespace")


@replaces("core.iam_actions", "request_tag_context")
def context(original, service, iam_action, body, params):
    keys = original(service, iam_action, body, params)
    if iam_action == "cloudwatch:PutMetricData":
        return {**keys, "cloudwatch:namespace": _namespace(body, params)}
    if service not in ("kms", "events"):
        return keys
    try:
        request = json.loads(body or b"{}")
    except ValueError:
        return keys
    for name, value in (request.get("EncryptionContext") or {}).items():
        keys[f"kms:EncryptionContext:{name}"] = value
    if iam_action == "events:PutEvents":
        entries = request.get("Entries", [])
        keys["events:source"] = [entry.get("Source", "") for entry in entries]
        keys["events:detail-type"] = [entry.get("DetailType", "") for entry in entries]
    return keys


@replaces("core.iam_evaluator", "_resolve_condition_key")
def condition_key(original, key, request):
    if key.lower() == "aws:principalarn" and ":assumed-role/" in request.principal_arn:
        role = iam._roles.get(request.principal_arn.split("/")[1])
        return role["Arn"] if role else request.principal_arn
    return original(key, request)


@replaces("core.iam_evaluator", "_principal_keys")
def principal_keys(original, credential):
    keys = original(credential)
    session = sts._sessions.get(credential.access_key_id) or {}
    if "_identity_id" in session:
        keys["cognito-identity.amazonaws.com:sub"] = session["_identity_id"]
        keys["cognito-identity.amazonaws.com:aud"] = session["_identity_pool_id"]
    return keys


@provisions("AWS::SecretsManager::Secret")
def create_secret(original, logical_id, props, stack_name):
    name, attributes = original(logical_id, props, stack_name)
    return attributes.get("Id") or attributes.get("Arn") or name, attributes
