// @ts-check
/**
 * With NODE_USE_ENV_PROXY or --use-env-proxy, Node.js sends requests to the proxies of the environment, even
 * those for an emulator on this machine. It decides that when it starts, so the process has to start again.
 */
const { spawn } = require('node:child_process');

const option = /\s*"?--use[-_]env[-_]proxy"?(?=\s|$)/g;

/**
 * The environment without what makes Node.js use its proxies. The proxies stay, because pip may need them.
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function withoutProxyUse(env) {
  const kept = Object.entries(env).flatMap(([name, value = '']) => {
    if (/^NODE_USE_ENV_PROXY$/i.test(name)) return [];
    return [[name, name === 'NODE_OPTIONS' ? value.replace(option, '') : value]];
  });
  return Object.fromEntries(kept);
}

/** Returns in a process that uses no proxy. In any other, it runs the same command again and then exits like it. */
async function startDirectly() {
  const env = withoutProxyUse(process.env);
  const execArgv = process.execArgv.filter((argument) => argument.replace(option, '') !== '');
  const changed = Object.keys(process.env).some((name) => process.env[name] !== env[name]);
  if (!changed && execArgv.length === process.execArgv.length) return;

  const args = [...execArgv, ...process.argv.slice(1)];
  const child = spawn(process.execPath, args, { env, stdio: 'inherit' });
  // A terminal sends Ctrl-C to both processes, so this one only has to wait.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  process.exit(code ?? 1);
}

module.exports = { startDirectly, withoutProxyUse };
