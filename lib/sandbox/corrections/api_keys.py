"""apigateway: GetUsage

AWS: GetUsage reports for each key and day how many requests it has used and has left, and GetApiKey returns the
value of a key only if it is asked for:
https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html
https://docs.aws.amazon.com/apigateway/latest/api/API_GetApiKey.html
MiniStack 1.5.33: answers GetUsage with the plan, and always returns the value.
"""

import json
import time
from datetime import date, timedelta

from ministack.services import apigateway_v1

from .replace import replaces

_used = {}


@replaces("services.apigateway_v1", "_check_quota")
def count(original, key, api_id, stage_name):
    error = original(key, api_id, stage_name)
    if key is not None and error is None:
        today = time.strftime("%Y-%m-%d", time.gmtime())
        for plan_id, _plan, _entry in apigateway_v1._usage_plans_for_key(key["id"], api_id, stage_name):
            slot = (plan_id, key["id"], today)
            _used[slot] = _used.get(slot, 0) + 1
    return error


@replaces("services.apigateway_v1", "handle_request")
async def handle(original, method, path, headers, body, query):
    parts = path.strip("/").split("/")
    if method == "GET" and parts[0] == "usageplans" and parts[2:] == ["usage"]:
        return _usage(parts[1], {name: value[0] if isinstance(value, list) else value for name, value in query.items()})
    answer = await original(method, path, headers, body, query)
    if method == "GET" and parts[0] == "apikeys" and len(parts) == 2 and "includeValue" not in query:
        status, answered, content = answer
        shown = {name: value for name, value in json.loads(content).items() if name != "value"}
        return status, answered, json.dumps(shown).encode()
    return answer


def _usage(plan_id, query):
    plan = apigateway_v1._usage_plans.get(plan_id)
    if plan is None:
        return apigateway_v1._v1_error("NotFoundException", "Invalid Usage Plan ID specified", 404)
    first, last = date.fromisoformat(query["startDate"]), date.fromisoformat(query["endDate"])
    days = [str(first + timedelta(days=day)) for day in range((last - first).days + 1)]
    limit = int((plan.get("quota") or {}).get("limit", 0))
    keys = {key for plan_of, key, _ in _used if plan_of == plan_id and query.get("keyId", key) == key}
    items = {}
    for key in keys:
        used = [_used.get((plan_id, key, day), 0) for day in days]
        items[key] = [[count, max(0, limit - sum(used[: index + 1]))] for index, count in enumerate(used)]
    answer = {"usagePlanId": plan_id, "startDate": query["startDate"], "endDate": query["endDate"], "values": items}
    return apigateway_v1._v1_response(answer)
