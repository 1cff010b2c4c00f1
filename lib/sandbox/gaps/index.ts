import { type GapId, gapIds } from '../../model/gap-ids';
import { apiGateway } from './apigateway';
import { cloudFormation } from './cloudformation';
import { cloudfront } from './cloudfront';
import { cloudwatch } from './cloudwatch';
import { codeDeploy } from './codedeploy';
import { cognito } from './cognito';
import { detectors } from './detectors';
import { dynamodb } from './dynamodb';
import { ec2 } from './ec2';
import { events } from './events';
import type { Gap } from './gap';
import { iam } from './iam';
import { kms } from './kms';
import { lambda } from './lambda';
import { logs } from './logs';
import { requests } from './requests';
import { route53 } from './route53';
import { s3 } from './s3';
import { scheduler } from './scheduler';
import { secretsManager } from './secretsmanager';
import { sns } from './sns';
import { sqs } from './sqs';
import { states } from './states';
import { xray } from './xray';

export type { Gap } from './gap';

/** An id without an entry is a type error here; an entry without an id is a type error in its own file. */
const byId: Readonly<Record<GapId, Omit<Gap, 'id'>>> = {
  ...xray,
  ...apiGateway,
  ...s3,
  ...cognito,
  ...cloudfront,
  ...cloudwatch,
  ...logs,
  ...dynamodb,
  ...ec2,
  ...route53,
  ...lambda,
  ...codeDeploy,
  ...kms,
  ...iam,
  ...requests,
  ...secretsManager,
  ...detectors,
  ...sns,
  ...sqs,
  ...events,
  ...scheduler,
  ...states,
  ...cloudFormation,
};

export const gaps: readonly Gap[] = gapIds.map((id) => ({ id, ...byId[id] }));

/** The resource types that the sandbox removes from its copies of the stacks. */
export const missingTypes: ReadonlySet<string> = new Set(
  gaps
    .filter(({ id, handling }) => /^AWS::\w+::\w+$/.test(id) && handling === 'left out')
    .map(({ id }) => id),
);
