"""lambda: weights of an alias

AWS: sends the share of calls of an alias that its routing configuration names to the second version:
https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
MiniStack 1.5.33: sends all calls to the first version.
"""

import random

from ministack.services import lambda_svc

from .replace import replaces


@replaces("services.lambda_svc", "_invoke")
async def invoke(original, name, event, headers, path_qualifier=None, query_params=None):
    asked = path_qualifier or (query_params or {}).get("Qualifier")
    qualifier = asked[0] if isinstance(asked, list) else asked
    alias = lambda_svc._functions.get(name, {}).get("aliases", {}).get(qualifier) or {}
    weights = (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}
    for version, weight in weights.items():
        if random.random() < weight:
            path_qualifier = version
    return await original(name, event, headers, path_qualifier, query_params)
