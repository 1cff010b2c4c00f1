"""s3: context of writes

AWS: a write has context keys about its encryption key, its condition on the current object, its lock, and whether
it creates an object:
https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
MiniStack 1.5.33: has none of them.
"""

import inspect
import math
import re
import time
from datetime import datetime

from .replace import replaces

HEADERS = ("x-amz-server-side-encryption-aws-kms-key-id", "if-none-match", "if-match")
WRITES = ("s3:PutObject", "s3:PutObjectRetention")


@replaces("core.iam_actions", "s3_service_context")
def context(original, iam_action, query, path="", headers=None):
    keys = original(iam_action, query, path, headers)
    if iam_action not in WRITES:
        return keys
    headers, query = headers or {}, query or {}
    body = inspect.currentframe().f_back.f_back.f_locals.get("body") or b""
    keys.update({f"s3:{name}": headers[name] for name in HEADERS if headers.get(name)})
    if iam_action == "s3:PutObject":
        keys["s3:ObjectCreationOperation"] = str("uploads" not in query and "partNumber" not in query).lower()
    mode = headers.get("x-amz-object-lock-mode") or _element(body, b"Mode")
    until = headers.get("x-amz-object-lock-retain-until-date") or _element(body, b"RetainUntilDate")
    if mode and (iam_action != "s3:PutObject" or "x-amz-object-lock-mode" in headers):
        keys["s3:object-lock-mode"] = mode
    if until and (iam_action != "s3:PutObject" or "x-amz-object-lock-retain-until-date" in headers):
        seconds = datetime.fromisoformat(until.replace("Z", "+00:00")).timestamp() - time.time()
        keys["s3:object-lock-remaining-retention-days"] = str(math.ceil(seconds / 86400))
    return keys


def _element(body, name):
    found = re.search(rb"<" + name + rb">([^<]+)<", body)
    return found and found[1].decode()
