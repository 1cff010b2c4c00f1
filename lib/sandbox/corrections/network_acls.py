"""AWS::EC2::SubnetNetworkAclAssociation

AWS: a subnet has one network ACL, and an association replaces the one that it had:
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
MiniStack 1.5.33: CloudFormation does not recognize the type, and the API forgets the subnet of an association.
"""

from ministack.core.responses import new_uuid
from ministack.services import ec2
from ministack.services.cloudformation import provisioners


def create(_logical_id, props, _stack_name):
    association = f"aclassoc-{new_uuid().replace('-', '')[:17]}"
    _forget(lambda one: one["SubnetId"] == props["SubnetId"])
    entry = {"NetworkAclAssociationId": association, "SubnetId": props["SubnetId"]}
    ec2._network_acls[props["NetworkAclId"]]["Associations"].append(entry)
    return association, {"AssociationId": association}


def delete(association, _props):
    _forget(lambda one: one["NetworkAclAssociationId"] == association)


def _forget(which):
    for acl in ec2._network_acls.values():
        acl["Associations"] = [one for one in acl["Associations"] if not which(one)]


provisioners._RESOURCE_HANDLERS["AWS::EC2::SubnetNetworkAclAssociation"] = {"create": create, "delete": delete}
