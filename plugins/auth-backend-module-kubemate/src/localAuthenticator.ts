import { NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';

/** Name of the catalog user that a local sign-in acts as. */
export const LOCAL_USER = 'local';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * Signs in the person at this machine. Requests must come over loopback with a loopback Host, so that neither another machine nor a web page that
 * rebinds its name to 127.0.0.1 can sign in.
 */
export const localAuthenticator = createProxyAuthenticator<undefined, { user: string }, undefined>({
  defaultProfileTransform: async () => ({ profile: { displayName: 'Local user' } }),
  initialize: () => undefined,
  async authenticate({ req }) {
    const peer = req.socket.remoteAddress ?? '';
    const host = (req.headers.host ?? '').replace(/:\d+$/, '');
    if (!LOOPBACK.has(peer) || !['localhost', '127.0.0.1', '[::1]'].includes(host)) {
      throw new NotAllowedError('Local sign-in works only on the machine that the portal runs on');
    }
    return { result: { user: LOCAL_USER } };
  },
});
