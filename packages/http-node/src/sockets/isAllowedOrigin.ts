import type { RootConfigService } from '@backstage/backend-plugin-api';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The origins that the portal's own pages come from: where the app and the backend are, and what CORS allows. */
export function portalOrigins(config: RootConfigService): readonly string[] {
  const cors = config.getOptional('backend.cors.origin');
  return [
    config.getOptionalString('app.baseUrl'),
    config.getOptionalString('backend.baseUrl'),
    ...(Array.isArray(cors) ? cors : [cors]),
  ].flatMap(text => (typeof text === 'string' && URL.canParse(text) ? [new URL(text).origin] : []));
}

/**
 * Whether a WebSocket comes from a page of the portal. Browsers always say where it comes from; what says nothing is no
 * browser, and no other site's page can have sent it. The names of this machine stand for each other.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const asked = new URL(origin);
  return allowed.some(text => {
    const own = new URL(text);
    if (own.origin === asked.origin) return true;
    return (
      own.protocol === asked.protocol &&
      own.port === asked.port &&
      LOOPBACK.has(own.hostname) &&
      LOOPBACK.has(asked.hostname)
    );
  });
}
