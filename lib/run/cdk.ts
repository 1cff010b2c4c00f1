import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/**
 * Runs the CDK CLI of this project, as `npx cdk` would, without npx.
 * @returns what it printed
 * @throws if it ends with another code than 0; the message has the end of what it printed
 */
export async function cdk(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<string> {
  const cli = resolve('node_modules/aws-cdk/bin/cdk');
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk) => chunks.push(chunk));
  child.stderr.on('data', (chunk) => chunks.push(chunk));
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', stop);
  const printed = Buffer.concat(chunks).toString();
  if (code !== 0) {
    const tail = printed.trim().split('\n').slice(-25).join('\n');
    throw new Error(`expected cdk ${args[0]} to succeed, got code ${code}:\n${tail}`);
  }
  return printed;
}
