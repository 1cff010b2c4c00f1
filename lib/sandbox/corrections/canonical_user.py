"""s3: CanonicalUser principal

AWS: a bucket policy may name an origin access identity by its canonical user:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
MiniStack 1.5.33: such a statement has no effect. Here it counts as if it named the identity by its ARN.
"""

import json

from .replace import replaces

_arn_of_user = {}


@replaces("services.cloudformation.provisioners", "_cf_oai_attributes")
def remember(original, identity):
    attributes = original(identity)
    arn = f"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {identity}"
    _arn_of_user[attributes["S3CanonicalUserId"]] = arn
    return attributes


@replaces("core.iam_evaluator", "evaluate_resource_policy")
def evaluate(original, document, *rest, **more):
    if document and "CanonicalUser" in str(document):
        document = json.loads(document if isinstance(document, str) else json.dumps(document))
        for statement in document["Statement"]:
            principal = statement.get("Principal")
            if isinstance(principal, dict) and principal.get("CanonicalUser") in _arn_of_user:
                statement["Principal"] = {"AWS": _arn_of_user[principal["CanonicalUser"]]}
    return original(document, *rest, **more)
