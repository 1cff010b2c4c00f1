import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Request } from './account';

/**
 * Whether the vendor accepts a request.
 * @throws if the vendor fails; the message does not quote the request
 */
export async function askVendor(
  lambda: LambdaClient,
  FunctionName: string | undefined,
  request: Request,
): Promise<boolean> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(request) }),
  );
  const { accepted } = JSON.parse(new TextDecoder().decode(Payload) || '{}');
  if (FunctionError !== undefined || typeof accepted !== 'boolean') {
    throw new Error(`expected the vendor to answer, got ${FunctionError ?? 'another answer'}`);
  }
  return accepted;
}
