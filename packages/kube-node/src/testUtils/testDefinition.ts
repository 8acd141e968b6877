import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import { staticCredential } from '../clusters/PortalCredential';

/** A cluster at `server`, reached with the token `portal-token`. */
export function testDefinition(
  server: URL,
  overrides: Partial<ClusterDefinition> = {},
): ClusterDefinition {
  return {
    name: 'test',
    title: 'Test',
    source: 'config',
    labels: {},
    server,
    tls: { insecureSkipVerify: false },
    credential: staticCredential({ authorization: 'Bearer portal-token' }),
    identity: 'impersonate',
    namespaces: [],
    ...overrides,
  };
}
