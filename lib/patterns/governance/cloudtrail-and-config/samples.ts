/** A call as EventBridge delivers it: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export const callOf = (bucketName: string, eventName = 'DeleteBucketPublicAccessBlock') => ({
  version: '0',
  id: '6f87d04b-9f74-4f04-a780-7acf4b0a9b38',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  account: '111122223333',
  time: '2026-11-28T12:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    eventSource: 's3.amazonaws.com',
    eventName,
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada' },
    requestParameters: { bucketName },
  },
});

/** https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
export const complianceOf = (resourceId: string, complianceType: string) => ({
  version: '0',
  id: '6f87d04b-9f74-4f04-a780-7acf4b0a9b38',
  'detail-type': 'Config Rules Compliance Change',
  source: 'aws.config',
  account: '111122223333',
  time: '2026-11-28T12:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail: {
    resourceId,
    resourceType: 'AWS::S3::Bucket',
    configRuleName: 'public-read',
    newEvaluationResult: { complianceType },
  },
});
