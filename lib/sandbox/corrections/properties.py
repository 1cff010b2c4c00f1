"""cloudformation: properties that are dropped

AWS: CloudFormation sets each property of a template. The page of each type says what it does:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
MiniStack 1.5.33: creates the resource without the properties below, although its API can set them. So each
row sets one through the API, after the resource is created and whenever it is updated.
"""

from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS

from . import types  # noqa: F401  (a row may be about a type that is added there)
from .api import call
from .replace import provisions


def row(resource_type, prop, service, operation, parameters):
    """Passes a property on; `parameters(physical_id, value)` are those of the operation, or of several calls."""

    def pass_on(physical_id, props):
        if prop in props:
            calls = parameters(physical_id, props[prop])
            for one in calls if isinstance(calls, list) else [calls]:
                call(service, operation, one)

    @provisions(resource_type)
    def create(original, logical_id, props, stack_name):
        physical_id, attributes = original(logical_id, props, stack_name)
        pass_on(physical_id, props)
        return physical_id, attributes

    if "update" not in _RESOURCE_HANDLERS[resource_type]:
        return

    @provisions(resource_type, "update")
    def update(original, physical_id, old_props, new_props, stack_name):
        updated = original(physical_id, old_props, new_props, stack_name)
        pass_on(updated[0] if isinstance(updated, tuple) else physical_id, new_props)
        return updated


def encryption_rules(value):
    return [
        {
            **rule,
            "ApplyServerSideEncryptionByDefault": rule.get("ServerSideEncryptionByDefault"),
        }
        for rule in value["ServerSideEncryptionConfiguration"]
    ]


def lifecycle(bucket, value):
    request = {"Bucket": bucket, "LifecycleConfiguration": {"Rules": [lifecycle_rule(rule) for rule in value["Rules"]]}}
    if "TransitionDefaultMinimumObjectSize" in value:
        request["TransitionDefaultMinimumObjectSize"] = value["TransitionDefaultMinimumObjectSize"]
    return request


def lifecycle_rule(rule):
    def renamed(transitions, days):
        return [{"StorageClass": one["StorageClass"], days: one["TransitionInDays"]} for one in transitions]

    kept = ("Status", "NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload")
    answer = {name: rule[name] for name in kept if name in rule}
    answer["Filter"] = {"Prefix": rule.get("Prefix", "")}
    if "Id" in rule:
        answer["ID"] = rule["Id"]
    if "Transitions" in rule:
        answer["Transitions"] = renamed(rule["Transitions"], "Days")
    if "NoncurrentVersionTransitions" in rule:
        answer["NoncurrentVersionTransitions"] = renamed(rule["NoncurrentVersionTransitions"], "NoncurrentDays")
    names = {"ExpirationInDays": "Days", "ExpiredObjectDeleteMarker": "ExpiredObjectDeleteMarker"}
    if expiration := {names[name]: rule[name] for name in names if name in rule}:
        answer["Expiration"] = expiration
    return answer


row("AWS::IAM::Role", "PermissionsBoundary", "iam", "PutRolePermissionsBoundary",
    lambda name, arn: {"RoleName": name, "PermissionsBoundary": arn})
row("AWS::IAM::User", "PermissionsBoundary", "iam", "PutUserPermissionsBoundary",
    lambda name, arn: {"UserName": name, "PermissionsBoundary": arn})
row("AWS::IAM::Group", "ManagedPolicyArns", "iam", "AttachGroupPolicy",
    lambda name, arns: [{"GroupName": name, "PolicyArn": arn} for arn in arns])
row("AWS::S3::Bucket", "OwnershipControls", "s3", "PutBucketOwnershipControls",
    lambda name, value: {"Bucket": name, "OwnershipControls": value})
row("AWS::S3::Bucket", "BucketEncryption", "s3", "PutBucketEncryption",
    lambda name, value: {"Bucket": name, "ServerSideEncryptionConfiguration": {"Rules": encryption_rules(value)}})
row("AWS::S3::Bucket", "LifecycleConfiguration", "s3", "PutBucketLifecycleConfiguration", lifecycle)
row("AWS::S3::Bucket", "ObjectLockConfiguration", "s3", "PutObjectLockConfiguration",
    lambda name, value: {"Bucket": name, "ObjectLockConfiguration": value})
row("AWS::S3::Bucket", "AccelerateConfiguration", "s3", "PutBucketAccelerateConfiguration",
    lambda name, value: {"Bucket": name, "AccelerateConfiguration": {"Status": value["AccelerationStatus"]}})
row("AWS::S3::Bucket", "ReplicationConfiguration", "s3", "PutBucketReplication",
    lambda name, value: {"Bucket": name, "ReplicationConfiguration": value})
row("AWS::SNS::Topic", "KmsMasterKeyId", "sns", "SetTopicAttributes",
    lambda arn, key: {"TopicArn": arn, "AttributeName": "KmsMasterKeyId", "AttributeValue": key})
row("AWS::DynamoDB::Table", "TimeToLiveSpecification", "dynamodb", "UpdateTimeToLive",
    lambda name, value: {"TableName": name, "TimeToLiveSpecification": {"Enabled": True, **value}})
