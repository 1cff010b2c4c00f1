"""iam: SimulatePrincipalPolicy

AWS: simulates each action on each resource, with the context entries of the request, the permissions
boundary of the principal, and the policies that the request adds:
https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
MiniStack 1.5.33: simulates the first resource only, without context and boundary, and finds no role or user
that has a path.
"""

from xml.sax.saxutils import escape

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import iam

from .replace import replaces

DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny", "ImplicitDeny": "implicitDeny"}


@replaces("services.iam", "_simulate_principal_policy")
def simulate(original, asked):
    arn = iam._p(asked, "PolicySourceArn")
    kind, name = arn.split(":")[-1].split("/")[0], arn.split("/")[-1]
    account = get_account_id()
    if kind == "role":
        store, policies = iam._roles, iam_evaluator._gather_role_policies(name, account)
    elif kind == "user":
        store, policies = iam._users, iam_evaluator._gather_user_policies(name, account)
    elif kind == "group":
        store, policies = iam._groups, _group_policies(name, account)
    else:
        return original(asked)
    if store.get(name) is None:
        return iam._error(404, "NoSuchEntity", f"{arn} cannot be found.", ns="iam")
    policies = [*policies, *map(iam_evaluator.parse_policy_document, _members(asked, "PolicyInputList"))]
    limits = iam_evaluator._permissions_boundary(store, name, account)
    return _answer("SimulatePrincipalPolicy", asked, arn, policies, limits)


@replaces("services.iam", "_simulate_custom_policy")
def simulate_custom(_original, asked):
    policies = [iam_evaluator.parse_policy_document(one) for one in _members(asked, "PolicyInputList")]
    boundary = [iam_evaluator.parse_policy_document(one) for one in _members(asked, "PermissionsBoundaryPolicyInputList")]
    arn = f"arn:aws:iam::{get_account_id()}:role/custom"
    return _answer("SimulateCustomPolicy", asked, arn, policies, [boundary] if boundary else [])


def _answer(operation, asked, arn, policies, limits):
    context = _context(asked)
    results = "".join(
        _result(_request(arn, get_account_id(), action, resource, context), policies, limits)
        for action in _members(asked, "ActionNames")
        for resource in _members(asked, "ResourceArns") or ["*"]
    )
    answer = f"<EvaluationResults>{results}</EvaluationResults><IsTruncated>false</IsTruncated>"
    return iam._xml(200, f"{operation}Response", f"<{operation}Result>{answer}</{operation}Result>", ns="iam")


def _group_policies(name, account):
    attached = (iam._groups.get(name) or {}).get("AttachedPolicies", [])
    documents = [iam_evaluator._resolve_managed_policy_document(arn, account) for arn in attached]
    documents += (iam._group_inline_policies.get(name) or {}).values()
    return [iam_evaluator.parse_policy_document(document) for document in documents if document]


def _members(asked, name):
    values, index = [], 1
    while value := iam._p(asked, f"{name}.member.{index}"):
        values.append(value)
        index += 1
    return values


def _context(asked):
    context, index = {}, 1
    while key := iam._p(asked, f"ContextEntries.member.{index}.ContextKeyName"):
        values = _members(asked, f"ContextEntries.member.{index}.ContextKeyValues")
        many = iam._p(asked, f"ContextEntries.member.{index}.ContextKeyType").endswith("List")
        context[key.lower()] = values if many else "".join(values[:1])
        index += 1
    context.setdefault("aws:tagkeys", None)
    return context


def _request(arn, account, action, resource, context):
    return iam_evaluator.EvalContext(
        principal_arn=arn,
        principal_type="User",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=context.get("aws:requestedregion") or get_region(),
        secure_transport=context.get("aws:securetransport", "true") == "true",
        service_context=context,
    )


def _result(request, policies, limits):
    decision = iam_evaluator.evaluate(request, policies, *limits).decision
    boundary = ""
    for limit in limits:
        within = iam_evaluator.evaluate(request, limit).decision == "Allow"
        allowed = f"<AllowedByPermissionsBoundary>{str(within).lower()}</AllowedByPermissionsBoundary>"
        boundary = f"<PermissionsBoundaryDecisionDetail>{allowed}</PermissionsBoundaryDecisionDetail>"
    return (
        f"<member><EvalActionName>{escape(request.action)}</EvalActionName>"
        f"<EvalResourceName>{escape(request.resource_arn)}</EvalResourceName>"
        f"<EvalDecision>{DECISIONS[decision]}</EvalDecision>{boundary}"
        "<MatchedStatements></MatchedStatements><MissingContextValues></MissingContextValues></member>"
    )
