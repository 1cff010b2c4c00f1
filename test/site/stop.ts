import { once } from 'node:events';

export default async function stop(): Promise<void> {
  const { site } = globalThis;
  if (!site) return;
  const ended = once(site, 'exit');
  site.kill('SIGINT');
  await ended;
}
