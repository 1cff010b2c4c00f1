"""cloudformation: types with an API only

AWS: CloudFormation creates the resource:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
MiniStack 1.5.33: refuses a template that has one of the types below, although its API can create the
resource. So each row creates and deletes one through the API.
"""

import json

from botocore.exceptions import ClientError
from ministack.services.cloudformation import provisioners

from .api import call


def row(resource_type, service, create, delete, ref, attributes=None, name=None, parameters=None, key=None):
    """Provisions a type.

    ref: what Ref returns, as a path into the answer, or `$Property`; attributes: the same for Fn::GetAtt
    delete: None where the resource goes with another one
    name: the property that gets a physical name if the template gives none
    parameters(props): those of the operations, where they are not the properties themselves
    key: the parameter of `delete` that takes what Ref returns
    """

    def create_one(logical_id, props, stack_name):
        props = dict(props)
        if name and name not in props:
            props[name] = provisioners._physical_name(stack_name, logical_id)
        props = parameters(props) if parameters else props
        answer = call(service, create, props) or {}

        def found(path):
            return props[path[1:]] if path.startswith("$") else _dig(answer, path)

        return str(found(ref)), {attribute: found(path) for attribute, path in (attributes or {}).items()}

    def delete_one(physical_id, props):
        if delete is None:
            return
        try:
            props = parameters(dict(props)) if parameters else dict(props)
            many = key and key.endswith("Ids")
            call(service, delete, {**props, **({key: [physical_id] if many else physical_id} if key else {})})
        except ClientError as error:
            # It has gone with what it belonged to.
            if error.response["ResponseMetadata"]["HTTPStatusCode"] not in (400, 404):
                raise

    provisioners._RESOURCE_HANDLERS.setdefault(resource_type, {"create": create_one, "delete": delete_one})


def _dig(tree, path):
    for step in path.split("."):
        tree = tree[int(step)] if step.isdigit() else tree[step]
    return tree


def _archive(props):
    return {**props, "EventSourceArn": props.get("SourceArn"), "EventPattern": json.dumps(props.get("EventPattern", {}))}


def _bus_policy(props):
    if "Statement" not in props:
        return props
    document = {"Version": "2012-10-17", "Statement": [{"Sid": props["StatementId"], **props["Statement"]}]}
    return {"StatementId": props["StatementId"], "EventBusName": props.get("EventBusName"), "Policy": json.dumps(document)}


row("AWS::IAM::Group", "iam", "CreateGroup", "DeleteGroup", "$GroupName", {"Arn": "Group.Arn"}, name="GroupName", key="GroupName")
row("AWS::Events::Archive", "events", "CreateArchive", "DeleteArchive", "$ArchiveName", {"Arn": "ArchiveArn"},
    name="ArchiveName", parameters=_archive, key="ArchiveName")
row("AWS::Events::EventBusPolicy", "events", "PutPermission", "RemovePermission", "$StatementId", parameters=_bus_policy)
row("AWS::SecretsManager::RotationSchedule", "secretsmanager", "RotateSecret", "CancelRotateSecret", "$SecretId",
    parameters=lambda props: {**props, "RotateImmediately": props.get("RotateImmediatelyOnUpdate", True)})


row("AWS::EC2::EIP", "ec2", "AllocateAddress", "ReleaseAddress", "PublicIp",
    {"AllocationId": "AllocationId", "PublicIp": "PublicIp"}, parameters=lambda props: {"Domain": "vpc"}, key="PublicIp")
row("AWS::EC2::NatGateway", "ec2", "CreateNatGateway", "DeleteNatGateway", "NatGateway.NatGatewayId",
    {"NatGatewayId": "NatGateway.NatGatewayId"}, key="NatGatewayId")
row("AWS::EC2::NetworkAcl", "ec2", "CreateNetworkAcl", "DeleteNetworkAcl", "NetworkAcl.NetworkAclId",
    {"Id": "NetworkAcl.NetworkAclId"}, key="NetworkAclId")
row("AWS::EC2::FlowLog", "ec2", "CreateFlowLogs", "DeleteFlowLogs", "FlowLogIds.0", {"Id": "FlowLogIds.0"},
    parameters=lambda props: {**props, "ResourceIds": [props["ResourceId"]]}, key="FlowLogIds")
