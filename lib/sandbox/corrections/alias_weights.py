"""lambda: weights of an alias

AWS: sends the share of calls of an alias that its routing configuration names to the second version, and counts
the calls of each alias and version in metrics of their own:
https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-view.html
MiniStack 1.5.33: sends all calls to the first version, and counts the calls of the function only.
"""

import contextvars
import random

from ministack.services import cloudwatch, lambda_svc

from .replace import replaces

_called = contextvars.ContextVar("called", default=None)


@replaces("services.lambda_svc", "_emit_lambda_metrics")
def count(original, name, duration_ms, error, throttle):
    original(name, duration_ms=duration_ms, error=error, throttle=throttle)
    if called := _called.get():
        alias, version = called
        dimensions = {"FunctionName": name, "Resource": f"{name}:{alias}"}
        for more in ({}, {"ExecutedVersion": version}):
            cloudwatch.record_metric("AWS/Lambda", "Invocations", 1, "Count", {**dimensions, **more})
            cloudwatch.record_metric("AWS/Lambda", "Errors", 1 if error else 0, "Count", {**dimensions, **more})


@replaces("services.lambda_svc", "_invoke")
async def invoke(original, name, event, headers, path_qualifier=None, query_params=None):
    asked = path_qualifier or (query_params or {}).get("Qualifier")
    qualifier = asked[0] if isinstance(asked, list) else asked
    alias = lambda_svc._functions.get(name, {}).get("aliases", {}).get(qualifier) or {}
    _called.set((qualifier, alias.get("FunctionVersion")) if alias else None)
    weights = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    for version, weight in weights.items():
        if random.random() < weight:
            path_qualifier = version
            _called.set((qualifier, version))
    return await original(name, event, headers, path_qualifier, query_params)
