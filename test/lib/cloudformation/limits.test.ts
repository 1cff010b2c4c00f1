import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { ExamLimits } from '../../../lib/cloudformation/limits';
import { temporaryFolder } from '../../support/folder';

/** What the limits say about one resource, each as `<rule> <property>: <what is wrong>`. */
function objections(Type: string, Properties: object): string[] {
  const templatePath = join(temporaryFolder(), 'A.template.json');
  writeFileSync(templatePath, JSON.stringify({ Resources: { Resource: { Type, Properties } } }));
  const { success, violations } = new ExamLimits().validate({
    templatePaths: [templatePath],
    stackTemplates: [],
    appConstruct: new App(),
  });
  expect(success).toBe(violations.length === 0);
  for (const { severity, fix } of violations)
    expect({ severity, fix }).toEqual({ severity: 'error', fix: expect.stringMatching(/^https:/) });
  return violations.map(({ ruleName, description }) => `${ruleName} ${description}`);
}

/** Variables whose JSON has the given number of bytes. */
const variables = (bytes: number) => ({ A: 'x'.repeat(bytes - '{"A":""}'.length) });
const waits = {
  States: { Wait: { Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken' } },
};

describe.each<[string, object[], [object, string][]]>([
  [
    'AWS::ApiGateway::Method',
    [{ Integration: { TimeoutInMillis: 50 } }, { Integration: { TimeoutInMillis: 29_000 } }, {}],
    [
      [
        { Integration: { TimeoutInMillis: 29_001 } },
        'IntegrationTimeout Integration.TimeoutInMillis: expected 50 to 29000 milliseconds, got 29001',
      ],
      [
        { Integration: { TimeoutInMillis: 49 } },
        'IntegrationTimeout Integration.TimeoutInMillis: expected 50 to 29000 milliseconds, got 49',
      ],
    ],
  ],
  [
    'AWS::S3::Bucket',
    [
      {},
      { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } },
      ...[
        { Mode: 'GOVERNANCE', Days: 2557 },
        { Mode: 'GOVERNANCE', Years: 7 },
        { Mode: 'COMPLIANCE', Days: 1 },
      ].map((DefaultRetention) => ({ ObjectLockConfiguration: { Rule: { DefaultRetention } } })),
    ],
    [
      { Mode: 'COMPLIANCE', Days: 2 },
      { Mode: 'COMPLIANCE', Years: 1 },
      { Mode: 'COMPLIANCE', Days: 1, Years: 1 },
      { Mode: { Ref: 'Mode' }, Days: { Ref: 'Days' } },
    ].map((DefaultRetention): [object, string] => [
      { ObjectLockConfiguration: { Rule: { DefaultRetention } } },
      `ComplianceTrap ObjectLockConfiguration.Rule.DefaultRetention: expected GOVERNANCE, or COMPLIANCE for one day, got ${JSON.stringify(DefaultRetention)}`,
    ]),
  ],
  [
    'AWS::Lambda::Function',
    [
      { EphemeralStorage: { Size: 512 } },
      { EphemeralStorage: { Size: 10_240 } },
      { Environment: { Variables: variables(4096) } },
      { Environment: { Variables: { QUEUE: { Ref: 'Queue' } } } },
    ],
    [
      [
        { EphemeralStorage: { Size: 511 } },
        'EphemeralStorage EphemeralStorage.Size: expected 512 to 10240 MB, got 511',
      ],
      [
        { EphemeralStorage: { Size: 10_241 } },
        'EphemeralStorage EphemeralStorage.Size: expected 512 to 10240 MB, got 10241',
      ],
      [
        { Environment: { Variables: variables(4097) } },
        'EnvironmentSize Environment.Variables: expected at most 4096 bytes of variables, got 4097',
      ],
    ],
  ],
  [
    'AWS::DynamoDB::Table',
    ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'].map((StreamViewType) => ({
      StreamSpecification: { StreamViewType },
    })),
    [
      [
        { StreamSpecification: { StreamViewType: 'BOTH' } },
        'StreamViewType StreamSpecification.StreamViewType: expected KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES, got BOTH',
      ],
    ],
  ],
  [
    'AWS::SQS::Queue',
    [
      { ContentBasedDeduplication: true, FifoQueue: true },
      { ContentBasedDeduplication: false },
      {},
    ],
    [
      [
        { ContentBasedDeduplication: true },
        'DeduplicationNeedsFifo ContentBasedDeduplication: expected a FIFO queue, got a standard one',
      ],
    ],
  ],
  [
    'AWS::CloudWatch::Alarm',
    [10, 20, 30, 60, 120, 86_400].map((Period) => ({ Period })),
    [0, 1, 15, 59, 61, 90].map((Period) => [
      { Period },
      `AlarmPeriod Period: expected 10, 20, 30 or a multiple of 60 seconds, got ${Period}`,
    ]),
  ],
  [
    'AWS::StepFunctions::StateMachine',
    [
      { StateMachineType: 'STANDARD', Definition: waits },
      { StateMachineType: 'EXPRESS', Definition: { States: {} } },
    ],
    [
      [
        { StateMachineType: 'EXPRESS', Definition: waits },
        'ExpressCallback StateMachineType: expected STANDARD for a task that waits for a token, got EXPRESS',
      ],
    ],
  ],
])('the limits of %s', (type, allowed, refused) => {
  test.each(allowed.map((properties) => [JSON.stringify(properties).slice(0, 80), properties]))(
    'allow %s',
    (_, properties) => {
      expect(objections(type, properties as object)).toEqual([]);
    },
  );

  test.each(refused.map((one) => [JSON.stringify(one[0]).slice(0, 80), ...one] as const))(
    'refuse %s',
    (_, properties, words) => {
      expect(objections(type, properties)).toEqual([words]);
    },
  );
});
