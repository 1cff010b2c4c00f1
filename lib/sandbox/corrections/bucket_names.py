"""AWS::S3::Bucket.BucketNamePrefix

AWS: completes the prefix to a name in the namespace of the account and Region:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/gpbucketnamespaces.html
MiniStack 1.5.33: drops the property, so the bucket gets a random name.
"""

from ministack.core.responses import get_account_id, get_region

from .replace import provisions


@provisions("AWS::S3::Bucket")
def create(original, logical_id, props, stack_name):
    if prefix := props.get("BucketNamePrefix"):
        props = {**props, "BucketName": f"{prefix}-{get_account_id()}-{get_region()}-an"}
    return original(logical_id, props, stack_name)
