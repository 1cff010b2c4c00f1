/** What EventBridge puts around every event. */
const envelope = (source: string, detailType: string, detail: object) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': detailType,
  source,
  account: '111122223333',
  time: '2026-11-28T12:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
});

/**
 * A finding in the form of https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html
 */
export const intrusion = (severity: unknown, more: object = {}) =>
  envelope('aws.guardduty', 'GuardDuty Finding', {
    schemaVersion: '2.0',
    id: '16afba5c5c43e07c9e3e5e2e544e95df',
    type: 'UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B',
    severity,
    resource: { resourceType: 'Instance' },
    ...more,
  });

/** A finding about the access key of an IAM user. */
export const leakedKey = (userName: string, accessKeyId: string, severity: unknown = 8) =>
  intrusion(severity, {
    type: 'CredentialAccess:IAMUser/AnomalousBehavior',
    resource: {
      resourceType: 'AccessKey',
      accessKeyDetails: { accessKeyId, principalId: 'AIDA1', userType: 'IAMUser', userName },
    },
  });

/** https://docs.aws.amazon.com/macie/latest/user/findings-publish-event-schemas.html */
export const personalData = (type: string) =>
  envelope('aws.macie', 'Macie Finding', {
    schemaVersion: '1.0',
    id: '64b917aa-3843-014c-91d8-937ffe613a24',
    type,
    severity: { description: 'High', score: 3 },
  });

/** https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html */
export const vulnerability = (severity: string, status = 'ACTIVE') =>
  envelope('aws.inspector2', 'Inspector2 Finding', {
    findingArn: 'arn:aws:inspector2:us-east-1:111122223333:finding/FINDING_ID',
    type: 'PACKAGE_VULNERABILITY',
    severity,
    status,
  });

/** https://docs.aws.amazon.com/health/latest/ug/aws-health-events-eventbridge-schema.html */
export const health = (eventTypeCategory: string) =>
  envelope('aws.health', 'AWS Health Event', {
    service: 'EC2',
    eventTypeCode: 'AWS_EC2_INSTANCE_STORE_DRIVE_PERFORMANCE_DEGRADED',
    eventTypeCategory,
  });
