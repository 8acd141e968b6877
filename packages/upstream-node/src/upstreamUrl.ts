import { BlockList, isIP } from 'node:net';
import { z } from 'zod';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  return (
    host === 'localhost' || (family !== 0 && LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6'))
  );
}

/** Whether a credential sent there could be read on the way. */
export function isPlainHttp(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopback(hostname);
}

/** The address of an HTTP system in the configuration, without a slash at its end. */
export const upstreamUrlSchema = z
  .string({ error: 'must be text' })
  .superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
      refuse('must be a URL, such as https://ci.example.com');
    else if (url.username || url.password) refuse('must not contain a user name or a password');
    else if (url.search || url.hash) refuse('must not contain a query or a fragment');
  })
  .transform(text => text.replace(/\/+$/, ''));
