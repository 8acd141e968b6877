import { AuthenticationError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { isPersona, PERSONAS } from './personas';
import type { Persona } from './personas';

/** Header that says which persona signs in. */
export const PERSONA_HEADER = 'x-kubemate-persona';

/**
 * Signs in as the persona that the request names, with no proof: it is mounted in sandbox mode only, where nothing real can be reached.
 */
export const personaAuthenticator = createProxyAuthenticator<
  undefined,
  { persona: Persona },
  undefined
>({
  defaultProfileTransform: async ({ persona }) => ({ profile: { displayName: persona } }),
  initialize: () => undefined,
  async authenticate({ req }) {
    const name = req.header(PERSONA_HEADER);
    if (name === undefined || !isPersona(name)) {
      throw new AuthenticationError(
        `Header ${PERSONA_HEADER} must name a persona: ${PERSONAS.join(', ')}`,
      );
    }
    return { result: { persona: name } };
  },
});
