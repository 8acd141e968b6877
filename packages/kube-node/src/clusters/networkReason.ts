import { isError } from '@backstage/errors';

const CONNECTION_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name could not be looked up',
  EPIPE: 'the connection was closed',
  ETIMEDOUT: 'there was no answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'there was no answer in time',
  UND_ERR_HEADERS_TIMEOUT: 'there was no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped half way',
  UND_ERR_SOCKET: 'the connection was closed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed and not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate authority is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate authority is not known',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate authority is not known',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate authority is not known',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'it does not trust the client certificate',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP on this port',
};

/** Deep enough for what undici and Node wrap; bounded, as a cause may be a circle. */
const MAX_CAUSES = 5;

/** Why there was no answer, as the end of a sentence. Never holds more of an error than its code: messages may quote credentials. */
export function networkReason(error: unknown): string {
  let cause = error;
  for (let depth = 0; isError(cause) && depth < MAX_CAUSES; depth++) {
    const code = typeof cause.code === 'string' ? cause.code : undefined;
    const known = code === undefined ? undefined : CONNECTION_REASONS[code];
    if (known !== undefined) return known;
    if (cause.name === 'TimeoutError') return 'there was no answer in time';
    // These are our own, written for people.
    if (cause.name === 'UnhealthyError' || cause.name === 'InputError') return cause.message;
    if (cause.name === 'AuthenticationError') return cause.message.replace(/; caused by .*$/s, '');
    const next = Array.isArray(cause.errors) ? cause.errors[0] : cause.cause;
    if (next === undefined && code !== undefined) return `the connection failed (${code})`;
    cause = next;
  }
  return 'the connection failed';
}

/** Failures of looking up, connecting and shaking hands: the request itself had not left. */
const UNSENT = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_SSL_WRONG_VERSION_NUMBER',
]);

/** Whether a request that failed so cannot have reached its server. */
export function isUnsent(error: unknown): boolean {
  let cause = error;
  for (let depth = 0; isError(cause) && depth < MAX_CAUSES; depth++) {
    if (typeof cause.code === 'string' && UNSENT.has(cause.code)) return true;
    // The portal's credential could not be had, or the address guard refused.
    if (cause.name === 'AuthenticationError' || cause.name === 'InputError') return true;
    cause = Array.isArray(cause.errors) ? cause.errors[0] : cause.cause;
  }
  return false;
}
