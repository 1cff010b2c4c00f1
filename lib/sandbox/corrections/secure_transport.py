"""s3: aws:SecureTransport

AWS: serves its APIs over TLS, so aws:SecureTransport is true unless the caller has chosen plain HTTP:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport
MiniStack 1.5.33: serves plain HTTP on the loopback interface, so each policy that requires TLS denies
every request. Here a request counts as sent over TLS, as behind a proxy that ends TLS, unless its header
X-Forwarded-Proto says that it came over HTTP.
"""

import inspect

from .replace import replaces


@replaces("core.iam_evaluator", "pin_request_origin")
def pin(original, source_ip, _secure):
    headers = inspect.currentframe().f_back.f_back.f_locals.get("headers") or {}
    original(source_ip, headers.get("x-forwarded-proto", "https") != "http")
