"""iam: paths and boundaries in requests

AWS: authorizes a call about a role or user by its ARN with its path, and with the boundary that the call
sets or that the role or user has as iam:PermissionsBoundary:
https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
MiniStack 1.5.33: leaves out the path, and has no such context key.
"""

from ministack.core import iam_actions
from ministack.services import iam

from .replace import replaces

NAMES = {"RoleName": ("role", iam._roles), "UserName": ("user", iam._users)}


@replaces("core.iam_actions", "extract_resource_arn")
def resource(original, service, method, path, headers, body, query, region, account):
    if service == "iam":
        for parameter, (kind, store) in NAMES.items():
            name = iam_actions._query_param(query, parameter)
            if name and (known := store.get(name)):
                return known["Arn"]
            if name:
                return f"arn:aws:iam::{account}:{kind}{iam_actions._query_param(query, 'Path') or '/'}{name}"
    return original(service, method, path, headers, body, query, region, account)


@replaces("core.iam_actions", "request_tag_context")
def context(original, service, iam_action, body, params):
    keys = original(service, iam_action, body, params)
    if service != "iam":
        return keys
    boundary = iam_actions._query_param(params, "PermissionsBoundary")
    for parameter, (_, store) in NAMES.items():
        known = store.get(iam_actions._query_param(params, parameter) or "") or {}
        boundary = boundary or known.get("PermissionsBoundary")
    return {**keys, "iam:PermissionsBoundary": boundary} if boundary else keys
