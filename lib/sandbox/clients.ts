import { SQSClient } from '@aws-sdk/client-sqs';
import { noteNotBuilt } from '../exercise/not-built';

interface Client {
  readonly config: { readonly serviceId: string };
  readonly middlewareStack: { remove(name: string): boolean };
  send(command: object, ...others: unknown[]): Promise<unknown>;
}

interface Refusal {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Adapts the AWS SDK clients of this process, also those that are there already, to an emulator that the
 * person has named:
 * - An answer of 501 becomes an error that names the operation.
 * - SQS clients ignore the host in a queue URL. AWS Emulator spells it as AWS does, and by default the
 *   client would call that host instead of the endpoint in the environment.
 */
export function adaptClients(): void {
  // All clients inherit from one class, which is no part of any package that this project depends on.
  const base: Client = Object.getPrototypeOf(SQSClient.prototype);
  const { send } = base;
  base.send = async function (this: Client, command, ...others) {
    this.middlewareStack.remove('queueUrlMiddleware');
    try {
      return await send.call(this, command, ...others);
    } catch (error) {
      if ((error as Refusal).$metadata?.httpStatusCode !== 501) throw error;
      const operation = command.constructor.name.replace(/Command$/, '');
      throw noteNotBuilt(`${this.config.serviceId} ${operation}`);
    }
  };
}
