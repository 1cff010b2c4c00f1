"""s3: encryption by default

AWS: encrypts every new object with SSE-S3 unless the request or the bucket says otherwise, has a key of its
own for aws:kms without a key id, and refuses an encryption type that the bucket blocks:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/blocking-unblocking-s3-c-encryption-gpb.html
MiniStack 1.5.33: reports no encryption for such an object, refuses aws:kms without a key id, and blocks nothing.
"""

from defusedxml.ElementTree import fromstring
from ministack.core.responses import get_account_id, get_region
from ministack.services import s3

from .replace import replaces

KEY_ID = "x-amz-server-side-encryption-aws-kms-key-id"


def blocked_types(bucket):
    """The encryption types that the configuration of a bucket blocks, such as SSE-C."""
    configuration = s3._bucket_encryption.get(bucket)
    if not configuration:
        return set()
    elements = fromstring(configuration).iter()
    return {one.text for one in elements if one.tag.rsplit("}", 1)[-1] == "EncryptionType"}


@replaces("services.s3", "_resolve_sse_write_headers")
def encryption(original, headers, bucket):
    kind = headers.get("x-amz-server-side-encryption")
    if kind == "aws:kms" and not headers.get(KEY_ID):
        headers = {**headers, KEY_ID: f"arn:aws:kms:{get_region()}:{get_account_id()}:alias/aws/s3"}
    if headers.get("x-amz-server-side-encryption-customer-algorithm") and "SSE-C" in blocked_types(bucket):
        return None, s3._error("AccessDenied", "The bucket blocks SSE-C.", 403)
    stored, error = original(headers, bucket)
    return stored or (None if error else {"x-amz-server-side-encryption": "AES256"}), error
