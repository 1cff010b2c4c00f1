import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** What RotateSecret is asked. */
export interface Rotation {
  readonly SecretId: string;
  readonly ClientRequestToken?: string;
  readonly RotationLambdaARN?: string;
}

/** What a rotation needs of Secrets Manager and Lambda. */
export interface Services {
  /** The ARN and the staging labels of a secret, by version. */
  describe(secret: string): Promise<{
    readonly ARN: string;
    readonly Name: string;
    readonly labels: Readonly<Record<string, readonly string[]>>;
  }>;
  /** Calls the rotation function for one step; throws if it does. */
  call(functionArn: string, event: object): Promise<void>;
}

/** An error that Secrets Manager answers, by its name. */
export class Refusal extends Error {
  constructor(
    readonly type: 'InvalidRequestException',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Answers RotateSecret as AWS does: it refuses a rotation while another one has not ended, answers at once,
 * and then calls the function for the four steps:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_how.html
 * @returns the answer, and the end of the rotation; a step that fails ends it and leaves AWSPENDING
 */
export function rotations({ describe, call }: Services) {
  const functions = new Map<string, string>();
  const running = new Set<string>();
  return async (asked: Rotation) => {
    const { ARN, Name, labels } = await describe(asked.SecretId);
    const pending = Object.values(labels).some(
      (of) => of.includes('AWSPENDING') && !of.includes('AWSCURRENT'),
    );
    if (pending || running.has(ARN)) {
      throw new Refusal(
        'InvalidRequestException',
        "A previous rotation isn't complete. That rotation will be reattempted.",
      );
    }
    const rotator = asked.RotationLambdaARN ?? functions.get(ARN);
    if (rotator === undefined) {
      throw new Refusal(
        'InvalidRequestException',
        'No Lambda rotation function ARN is associated.',
      );
    }
    functions.set(ARN, rotator);
    running.add(ARN);
    const VersionId = asked.ClientRequestToken ?? randomUUID();
    const done = (async () => {
      try {
        for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret'])
          await call(rotator, { Step, SecretId: ARN, ClientRequestToken: VersionId });
      } finally {
        running.delete(ARN);
      }
    })();
    return { answer: { ARN, Name, VersionId }, done };
  };
}

/** Stands between the exercises and the Secrets Manager of the emulator, and answers RotateSecret itself. */
export async function rotateSecrets(): Promise<() => Promise<void>> {
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (!endpoint) throw new Error('expected AWS_ENDPOINT_URL in the environment');
  const secrets = new SecretsManagerClient({ endpoint });
  const lambda = new LambdaClient({});
  const rotate = rotations({
    async describe(SecretId) {
      const found = await secrets.send(new DescribeSecretCommand({ SecretId }));
      return {
        ARN: found.ARN ?? '',
        Name: found.Name ?? '',
        labels: found.VersionIdsToStages ?? {},
      };
    },
    async call(FunctionName, event) {
      const { FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
      );
      if (FunctionError !== undefined) throw new Error(`expected no error, got ${FunctionError}`);
    },
  });

  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const send = (status: number, json: string) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(json);
    if (request.headers['x-amz-target'] === 'secretsmanager.RotateSecret') {
      try {
        const { answer, done } = await rotate(JSON.parse(body));
        // A rotation that fails is seen by its labels, as on AWS.
        done.catch(() => undefined);
        return send(200, JSON.stringify(answer));
      } catch (error) {
        const { name, message } = error as Error;
        const __type = error instanceof Refusal ? error.type : name;
        return send(400, JSON.stringify({ __type, message }));
      }
    }
    const { host, connection, 'content-length': length, ...headers } = request.headers;
    const answered = await fetch(endpoint + request.url, {
      method: 'POST',
      headers: headers as Record<string, string>,
      body,
    });
    return send(answered.status, await answered.text());
  };
  const server = createServer((request, response) => {
    pass(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const name = 'AWS_ENDPOINT_URL_SECRETS_MANAGER';
  process.env[name] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async () => {
    delete process.env[name];
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
}
