import { GetTopicAttributesCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { bodiesOf, toQueue, withStack } from './deployed';
import type { GapsOf } from './gap';

export const sns = {
  'AWS::SNS::Topic.KmsMasterKeyId': {
    seen: '1.5.33',
    what: 'CloudFormation drops the property, and SNS encrypts nothing.',
    handling: 'corrected',
    correction: 'properties',
    how: 'The property is set by SetTopicAttributes; SNS still encrypts nothing.',
    closed: async () => (await topicAnswers()).keepsKey,
  },
  'sns: dead-letter queue of a subscription': {
    seen: '1.5.33',
    what: 'RedrivePolicy is stored but has no effect: SNS logs and drops a message that it cannot deliver.',
    handling: 'corrected',
    correction: 'sns_dead_letters',
    how: 'SNS moves such a message to the dead-letter queue, if its policy allows it.',
    closed: async () => (await topicAnswers()).keepsUndelivered,
  },
} satisfies GapsOf;

/** Which features of a template the emulator's SNS supports. */
export interface TopicAnswers {
  readonly keepsKey: boolean;
  readonly keepsUndelivered: boolean;
  readonly asksQueuePolicy: boolean;
}

let ofTheTopic: Promise<TopicAnswers> | undefined;

/** Publishes to a queue whose policy does not allow SNS, and to one that does not exist; several gaps share one run. */
export function topicAnswers(): Promise<TopicAnswers> {
  ofTheTopic ??= withStack('AnswersOfATopic', closedQueues, async (outputs) => {
    const sns = new SNSClient({});
    const TopicArn = outputs.Topic;
    const has = async (queue: string | undefined) => (await bodiesOf(queue, 1)).length > 0;
    const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
    await sns.send(new PublishCommand({ TopicArn, Message: 'probe' }));
    return {
      keepsKey: Attributes?.KmsMasterKeyId === 'alias/aws/sns',
      keepsUndelivered: await has(outputs.Undelivered),
      asksQueuePolicy: !(await has(outputs.Closed)),
    };
  });
  return ofTheTopic;
}

const closedQueues = {
  Resources: {
    Topic: { Type: 'AWS::SNS::Topic', Properties: { KmsMasterKeyId: 'alias/aws/sns' } },
    Closed: { Type: 'AWS::SQS::Queue' },
    ToClosed: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: { 'Fn::GetAtt': ['Closed', 'Arn'] },
      },
    },
    Undelivered: { Type: 'AWS::SQS::Queue' },
    LetIn: toQueue('Undelivered', 'sns.amazonaws.com'),
    ToNobody: {
      Type: 'AWS::SNS::Subscription',
      Properties: {
        TopicArn: { Ref: 'Topic' },
        Protocol: 'sqs',
        Endpoint: {
          // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a Fn::Sub.
          'Fn::Sub': 'arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:Nobody',
        },
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Undelivered', 'Arn'] } },
      },
    },
  },
  Outputs: {
    Topic: { Value: { Ref: 'Topic' } },
    Closed: { Value: { Ref: 'Closed' } },
    Undelivered: { Value: { Ref: 'Undelivered' } },
  },
};
