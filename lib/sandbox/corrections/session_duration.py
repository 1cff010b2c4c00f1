"""sts: longest session of a role

AWS: AssumeRole refuses a session that is longer than the role allows:
https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
MiniStack 1.5.33: gives a session of any length.
"""

from urllib.parse import parse_qs

from ministack.services import iam, sts

from .replace import replaces


@replaces("services.sts", "handle_request")
async def handle(original, method, path, headers, body, query):
    asked = {**query, **parse_qs(body.decode("utf-8", "replace") if body else "")}
    value = {key: one[0] if isinstance(one, list) else one for key, one in asked.items()}
    if value.get("Action") == "AssumeRole":
        role = iam._roles.get(value.get("RoleArn", "").split("/")[-1])
        if role and int(value.get("DurationSeconds") or 3600) > role.get("MaxSessionDuration", 3600):
            message = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
            return sts._error(400, "ValidationError", message, ns="sts")
    return await original(method, path, headers, body, query)
