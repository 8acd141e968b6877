import { isIP } from 'node:net';
import { AuthenticationError, InputError } from '@backstage/errors';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import { staticCredential, type PortalCredential } from '../clusters/PortalCredential';
import { tokenFileCredential } from '../clusters/tokenFileCredential';
import { serverSchema } from '../config/kubemateConfigSchema';
import type { Clock } from '../reflector/Clock';
import type { AddressGuard } from './AddressGuard';
import { IN_CLUSTER_TOKEN_FILE } from './inCluster';
import type { RegisteredCluster } from './RegisteredCluster';

/**
 * The definition of a cluster that a person added. Its connections go where the guard allows, for as long as it is there.
 * @throws InputError where the address cannot be one
 */
export function registeredDefinition(
  cluster: RegisteredCluster,
  { guard, clock }: { guard: AddressGuard; clock: Clock },
): ClusterDefinition {
  const { name, title, labels, owner, identity, namespaces, ca, serverName } = cluster;
  const inCluster = 'kind' in cluster.credential && cluster.credential.kind === 'in-cluster';
  return {
    name,
    title,
    source: 'registered',
    labels,
    owner,
    server: serverUrl(cluster.server),
    tls: { ca, pinned: ca !== undefined, insecureSkipVerify: false, serverName },
    // The portal's own cluster is where the pod's environment says, not where a person says.
    guard: inCluster ? undefined : guard,
    credential: credentialOf(cluster.credential, clock),
    identity,
    namespaces,
  };
}

/** @throws InputError */
export function serverUrl(server: string): URL {
  const parsed = serverSchema.safeParse(server);
  if (!parsed.success)
    throw new InputError(`server ${parsed.error.issues[0]?.message ?? 'is wrong'}`);
  return new URL(parsed.data);
}

/** @throws InputError for a name that no certificate bears */
export function checkServerName(serverName: string | undefined): void {
  if (serverName === undefined) return;
  if (isIP(serverName) || !/^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/i.test(serverName))
    throw new InputError('the server name must be a DNS name');
}

function credentialOf(credential: RegisteredCluster['credential'], clock: Clock): PortalCredential {
  if ('unavailable' in credential) {
    const { unavailable } = credential;
    return {
      material: async () => {
        throw new AuthenticationError(unavailable);
      },
    };
  }
  switch (credential.kind) {
    case 'token':
      return staticCredential({ authorization: `Bearer ${credential.token}` });
    case 'certificate':
      return staticCredential({ certificate: credential.certificate, key: credential.key });
    default:
      return tokenFileCredential(IN_CLUSTER_TOKEN_FILE, { clock });
  }
}
