import type { Config } from '@backstage/config';

const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Whether `backend.listen` keeps the portal on this machine. Backstage listens on every interface where no host is set. */
export function listensOnLoopback(config: Config): boolean {
  const listen = config.getOptional('backend.listen');
  if (typeof listen === 'string') return LOOPBACK_HOSTS.has(listen.replace(/:\d+$/, ''));
  const host = config.getOptionalString('backend.listen.host');
  return host !== undefined && LOOPBACK_HOSTS.has(host);
}
