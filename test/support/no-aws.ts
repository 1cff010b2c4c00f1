/**
 * Nothing that a test does may reach an AWS account: what the person's shell says of one is
 * forgotten, and a client that a test leaves without a stub meets a closed port of this machine.
 */
for (const name of Object.keys(process.env)) {
  if (name.startsWith('AWS_')) delete process.env[name];
}
Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: '000000000000',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_REGION: 'eu-central-1',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  // There is no segment outside Lambda; the X-Ray SDK would print an error per call.
  AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
});
