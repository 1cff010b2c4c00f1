import { Template } from 'aws-cdk-lib/assertions';
import { S3ReplicationStack } from '../../../../lib/patterns/storage/s3-replication/stack';
import { decisions } from '../../../support/decisions';
import { build, logicalId } from '../../../support/synth';

describe('the stack', () => {
  const stack = build(S3ReplicationStack);
  const template = Template.fromStack(stack).toJSON();
  const id = (name: string, type = 'AWS::S3::Bucket') => logicalId(stack, type, name);
  const properties = (name: string, type?: string) => template.Resources[id(name, type)].Properties;
  const { Role, Rules } = properties('Originals').ReplicationConfiguration;
  const [rule] = Rules;

  test('has one rule, from the first bucket to the second, with its own role', () => {
    expect(Rules).toHaveLength(1);
    expect(rule.Destination.Bucket).toEqual({ 'Fn::GetAtt': [id('Replicas'), 'Arn'] });
    expect(Role).toEqual({ 'Fn::GetAtt': [id('ReplicationRole', 'AWS::IAM::Role'), 'Arn'] });
    expect(properties('Replicas').ReplicationConfiguration).toBeUndefined();
  });

  test('has a promise and its metrics together, of the same 15 minutes', () => {
    const { ReplicationTime, Metrics } = rule.Destination;
    expect(Metrics.EventThreshold).toEqual(ReplicationTime.Time);
    expect(Metrics.Status).toBe(ReplicationTime.Status);
  });

  test.each(['LateReplicationAlarm', 'FailedReplicationAlarm'])(
    'watches this rule and these buckets by %s',
    (alarm) => {
      const { Dimensions, Namespace } = properties(alarm, 'AWS::CloudWatch::Alarm');
      expect(Namespace).toBe('AWS/S3');
      expect(Dimensions).toEqual([
        { Name: 'DestinationBucket', Value: { Ref: id('Replicas') } },
        { Name: 'RuleId', Value: rule.Id },
        { Name: 'SourceBucket', Value: { Ref: id('Originals') } },
      ]);
    },
  );

  test('alarms only after the promised time', () => {
    const { Threshold, ComparisonOperator } = properties(
      'LateReplicationAlarm',
      'AWS::CloudWatch::Alarm',
    );
    expect(Threshold).toBe(rule.Destination.ReplicationTime.Time.Minutes * 60);
    expect(ComparisonOperator).toBe('GreaterThanThreshold');
  });

  test('deletes both buckets with the stack', () => {
    for (const name of ['Originals', 'Replicas'])
      expect(template.Resources[id(name)]).toMatchObject({ DeletionPolicy: 'Delete' });
  });

  decisions(
    stack,
    `
      s3.amazonaws.com may sts:AssumeRole on ReplicationRole
      anonymous, 111111111111, 222222222222, lambda.amazonaws.com may not sts:AssumeRole on ReplicationRole
      ReplicationRole may s3:GetReplicationConfiguration, s3:ListBucket on Originals
      ReplicationRole may s3:GetObjectVersionForReplication, s3:GetObjectVersionAcl, s3:GetObjectVersionTagging on Originals/documents/a
      ReplicationRole may s3:ReplicateObject, s3:ReplicateTags on Replicas/documents/a
      ReplicationRole may not s3:ReplicateDelete, s3:DeleteObject, s3:DeleteObjectVersion, s3:PutObject, s3:GetObject on Replicas/documents/a
      ReplicationRole may not s3:ReplicateObject on Replicas/drafts/a, Originals/documents/a
      ReplicationRole may not s3:GetObjectVersionForReplication on Originals/drafts/a, Replicas/documents/a
      ReplicationRole may not s3:PutReplicationConfiguration, s3:PutBucketVersioning, s3:PutBucketPolicy on Originals, Replicas
      anonymous, 222222222222, s3.amazonaws.com may not s3:ReplicateObject, s3:GetObject, s3:PutObject on Replicas/documents/a, Originals/documents/a
      ReplicationRole, 111111111111, anonymous must not s3:ReplicateObject, s3:GetObject on Replicas/documents/a, Originals/documents/a when aws:SecureTransport is false
      111111111111 must not s3:ListBucket on Originals, Replicas when aws:SecureTransport is false
    `,
  );

  test('matches its snapshot', () => {
    expect(template).toMatchSnapshot();
  });
});
