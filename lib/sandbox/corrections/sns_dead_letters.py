"""sns: dead-letter queue of a subscription

AWS: moves a message that a queue refuses to the dead-letter queue of the subscription, if the policy of that
queue allows it:
https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
MiniStack 1.5.33: stores the redrive policy, and drops the message.
"""

import json

from ministack.services import sns, sqs

from .replace import replaces
from .service_calls import service_may


@replaces("services.sns", "_deliver_to_sqs")
def deliver(original, endpoint, *args, topic_arn="", **kwargs):
    if topic_arn and not _accepts(endpoint, topic_arn):
        topic = sns._topic_by_arn_any_scope(topic_arn) or {"subscriptions": []}
        for subscription in topic["subscriptions"]:
            redrive = subscription.get("attributes", {}).get("RedrivePolicy")
            if subscription.get("endpoint") == endpoint and redrive:
                endpoint = json.loads(redrive)["deadLetterTargetArn"]
    return original(endpoint, *args, topic_arn=topic_arn, **kwargs)


def _accepts(queue_arn, topic_arn):
    queue = sqs._queue_by_arn(queue_arn)
    return queue is not None and service_may("sns.amazonaws.com", "sqs:SendMessage", queue_arn, topic_arn)
