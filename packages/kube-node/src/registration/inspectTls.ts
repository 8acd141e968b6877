import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { AddressGuard } from './AddressGuard';
import type { ClusterAddress } from './RegisteredCluster';

const TIMEOUT_MS = 5_000;
const MAX_CHAIN = 10;

/** One certificate of a server's chain, as a person compares it. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** SHA-256, upper-case hex with colons, as `openssl x509 -fingerprint -sha256` prints it. */
  readonly fingerprint: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly authority: boolean;
}

/** What a server shows of itself before anything is sent to it. */
export interface TlsFacts {
  readonly trusted: boolean;
  /** OpenSSL's code, `SELF_SIGNED_CERT_IN_CHAIN`, `ERR_TLS_CERT_ALTNAME_INVALID`; where not trusted. */
  readonly problem?: string;
  /** The server's own first. */
  readonly chain: readonly CertificateFacts[];
  /** The names and addresses that the server's certificate is for. */
  readonly names: readonly string[];
  /**
   * What to trust from now on, where an admin has compared the fingerprint: the authority of the chain, or the server's own
   * certificate where it shows none, which then must be pinned again when it is renewed.
   */
  readonly pin?: { readonly pem: string; readonly certificate: CertificateFacts };
}

/**
 * Shakes hands with a server and hangs up: no request, no credential, no client certificate.
 * @throws where there is no TLS at that address
 */
export async function inspectTls(
  { server, ca, serverName }: Pick<ClusterAddress, 'server' | 'ca' | 'serverName'>,
  { guard }: { guard: AddressGuard | undefined },
): Promise<TlsFacts> {
  const url = new URL(server);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const expected = serverName ?? host;
  const socket = connect({
    host,
    port: url.port === '' ? 443 : Number(url.port),
    ca,
    allowPartialTrustChain: ca !== undefined,
    rejectUnauthorized: false,
    ...(isIP(expected) ? {} : { servername: expected }),
    ...(guard ? { lookup: guard.lookup } : {}),
    timeout: TIMEOUT_MS,
  });
  try {
    await handshake(socket);
    return factsOf(socket);
  } finally {
    socket.destroy();
  }
}

function handshake(socket: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve);
    socket.once('error', reject);
    socket.once('timeout', () =>
      reject(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
    );
  });
}

/** The certificate is whose it should be, but for another name: trusting it would not help. */
const OTHER_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';

function factsOf(socket: TLSSocket): TlsFacts {
  const chain = chainOf(socket);
  const problem = problemOf(socket);
  const own = chain[0];
  const pin = chain.findLast(certificate => certificate.ca) ?? own;
  const helps = problem !== undefined && problem !== OTHER_NAME;
  return {
    trusted: problem === undefined,
    problem,
    chain: chain.map(describe),
    names: (own?.subjectAltName ?? '')
      .split(', ')
      .map(name => name.replace(/^(DNS|IP Address):/, ''))
      .filter(name => name !== ''),
    pin: helps && pin ? { pem: pin.toString(), certificate: describe(pin) } : undefined,
  };
}

function problemOf(socket: TLSSocket): string | undefined {
  if (socket.authorized) return undefined;
  // Typed as an Error, and given as the code of one.
  const failure: unknown = socket.authorizationError;
  const code = typeof failure === 'string' ? failure : Reflect.get(Object(failure), 'code');
  return typeof code === 'string' ? code : 'UNTRUSTED';
}

function chainOf(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let certificate = socket.getPeerX509Certificate();
  while (certificate && chain.length < MAX_CHAIN) {
    const { fingerprint256 } = certificate;
    if (chain.some(known => known.fingerprint256 === fingerprint256)) break;
    chain.push(certificate);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function describe(certificate: X509Certificate): CertificateFacts {
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    fingerprint: certificate.fingerprint256,
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    authority: certificate.ca,
  };
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ').slice(0, 300);
}
