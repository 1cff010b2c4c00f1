import tls from 'node:tls';

/**
 * Makes this process trust certificates beside those that it trusts anyway. NODE_EXTRA_CA_CERTS does the
 * same for a process that starts, but Node.js does not read it later.
 * @param pem one or more of them
 */
export function trust(pem: string): void {
  const added = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  // From Node.js 22.19 and 24.5 on.
  if (typeof tls.setDefaultCACertificates === 'function') {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...added]);
    return;
  }
  const { createSecureContext } = tls;
  tls.createSecureContext = (options) => {
    const secure = createSecureContext(options);
    // A connection that names the certificates that it trusts trusts no others.
    if (!options?.ca) for (const certificate of added) secure.context.addCACert(certificate);
    return secure;
  };
}
