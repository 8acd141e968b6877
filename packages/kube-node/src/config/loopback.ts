import { BlockList, isIP } from 'node:net';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether a host, as it stands in a URL or in `backend.listen`, can only be reached from this machine. */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (bare === 'localhost') return true;
  const family = isIP(bare);
  return family !== 0 && LOOPBACK.check(bare, family === 4 ? 'ipv4' : 'ipv6');
}

/**
 * The host of `backend.listen`, which is `host:port`, `:port` or `{ host, port }`.
 * Undefined where none is given: Backstage then listens on every interface.
 */
export function listenHostOf(listen: unknown): string | undefined {
  if (typeof listen === 'string') {
    const host = listen.replace(/:\d*$/, '');
    return host === '' ? undefined : host;
  }
  if (typeof listen !== 'object' || listen === null || !('host' in listen)) return undefined;
  return typeof listen.host === 'string' && listen.host !== '' ? listen.host : undefined;
}
