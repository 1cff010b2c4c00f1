import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { folderOf, type Pattern } from '../../lib/model/pattern';

/** A finding of cdk-nag that we leave as it is. */
export interface Acknowledgement {
  /** The whole id, with what was found in brackets where there is something: the short one matches nothing. */
  readonly id: string;
  /** The resources, by their construct paths below the stack. */
  readonly at: readonly string[];
  readonly reason: string;
}

// Reasons that hold in several patterns.

export const polled =
  'Lambda polls for this function and calls it synchronously, and the dead-letter queue of a function is for asynchronous calls only.';
export const tracing =
  'Tracing is the lesson of RestApiTracing. Here it would add a permission on every resource and the X-Ray SDK in the bundle, although the log shows what the function does.';
export const recovery =
  'The tables hold what an exercise wrote. A deleted table with point-in-time recovery leaves a system backup for 35 days, and cdk destroy should leave nothing.';
export const endOfTheLine =
  'Failures end here: only a person receives from it, and an alarm goes into ALARM at the first message.';
export const accountRole =
  'The access log of a stage needs the role of AWS::ApiGateway::Account, one per account and Region, which no stack here owns. RestApiTracing has one, and says what it needs.';
export const executionLog =
  'API Gateway itself creates the log group of its execution log, which never expires and outlives the stack.';
export const calledByApi =
  'API Gateway calls the function synchronously: the client gets the error, and nothing is left for a dead-letter queue.';
export const unread =
  'No program receives from it, so no receive can fail: only the exercise or a person looks at its messages. A consumer would bring a redrive policy with it.';
export const firewall = 'A web ACL costs five dollars a month and more for every rule, used or not';

/**
 * Every finding of the packs AwsSolutions and Serverless that a stack keeps, and why: a list
 * for a reviewer, in `test/patterns/<family>/<slug>/findings.ts`; a pattern without findings has no such file.
 * In your own app each goes to `Validations.of(construct).acknowledge`.
 */
export function acknowledgedOf(pattern: Pattern): readonly Acknowledgement[] {
  const file = `../patterns/${folderOf(pattern)}/findings`;
  return existsSync(join(__dirname, `${file}.ts`)) ? require(file).acknowledged : [];
}
