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
  'Tracing is the lesson of RestApiTracing. Here it would cost a permission on every resource and the X-Ray SDK in the bundle, for a function that one can follow by its log.';
export const recovery =
  'The tables hold what an exercise wrote. A table with point-in-time recovery leaves a system backup behind for 35 days when it is deleted, and cdk destroy is to leave nothing.';
export const endOfTheLine =
  'It is where failures end: nobody receives from it but a person, and an alarm rings at the first message.';
export const accountRole =
  'The access log of a stage needs the role of AWS::ApiGateway::Account, one per account and Region, which no stack here owns. RestApiTracing has one, and says what it needs.';
export const executionLog =
  'API Gateway itself makes the group of its execution log, which never expires and outlives the stack.';
export const calledByApi =
  'API Gateway calls the function synchronously: the client has the error, and nothing is left for a dead-letter queue.';
export const unread =
  'No program receives from it, so no receive can fail: what ends up here is looked at by the exercise or a person. A consumer would bring a redrive policy with it.';
export const firewall = 'A web ACL costs five dollars a month and more for every rule, used or not';

/**
 * Every finding of the packs AwsSolutions and Serverless that a stack does not mend, and why: a list
 * for a reviewer, in `test/patterns/<family>/<slug>/findings.ts`; a pattern without findings has no such file.
 * In an app of one's own each goes to `Validations.of(construct).acknowledge`.
 */
export function acknowledgedOf(pattern: Pattern): readonly Acknowledgement[] {
  const file = `../patterns/${folderOf(pattern)}/findings`;
  return existsSync(join(__dirname, `${file}.ts`)) ? require(file).acknowledged : [];
}
