import type { Health } from '@kubemate/kube-common';
import type { ClusterProbe } from '@kubemate/plugin-clusters-common';

/** What is looked at, in this order, until one fails. */
const STEPS = ['address', 'tls', 'version', 'credential', 'apis', 'rights'] as const;
export type ProbeStep = (typeof STEPS)[number];

export interface ProbeLine {
  readonly step: ProbeStep;
  readonly health: Health;
  readonly reason?: string;
}

/** Every step: those that were taken, and those that were not any more. Missing rights limit a cluster; anything else refuses it. */
export function probeLines({ steps }: ClusterProbe): readonly ProbeLine[] {
  return STEPS.map(step => {
    const taken = steps.find(each => each.step === step);
    if (taken === undefined) return { step, health: 'idle' };
    if (taken.ok) return { step, health: 'ok' };
    const health = step === 'rights' ? 'warning' : 'failed';
    return { step, health, ...(taken.reason === undefined ? {} : { reason: taken.reason }) };
  });
}

export const OUTCOME_HEALTH: Readonly<Record<ClusterProbe['outcome'], Health>> = {
  ready: 'ok',
  limited: 'warning',
  failed: 'failed',
};

/** What a line is about: a handshake that never came about is no matter of trust, and plain HTTP has none. */
export function topicOf({ step, health }: ProbeLine, { tls }: ClusterProbe): ProbeTopic {
  if (step !== 'tls' || tls !== undefined || health === 'idle') return step;
  return health === 'ok' ? 'plainHttp' : 'reach';
}

export type ProbeTopic = ProbeStep | 'plainHttp' | 'reach';

/** A command that shows a person what the portal saw. */
export function nextCommand(topic: ProbeTopic, server: string): string | undefined {
  switch (topic) {
    case 'reach':
    case 'version':
      return `curl --insecure https://${server}/version`;
    case 'tls':
      return `openssl s_client -connect ${server} </dev/null | openssl x509 -noout -fingerprint -sha256`;
    case 'credential':
      return 'kubectl create token kubemate-portal --namespace kube-system --duration 8760h';
    case 'apis':
      return 'kubectl get apiservices';
    default:
      return undefined;
  }
}

export type ProbeRight = NonNullable<ClusterProbe['rights']>[number];

/** How many of the rights that the portal uses there are, and those that it never uses and that are there all the same. */
export function countRights(rights: readonly ProbeRight[]) {
  const used = rights.filter(({ need }) => need !== 'excess');
  return {
    total: used.length,
    held: used.filter(({ allowed }) => allowed).length,
    excess: rights.filter(({ need, allowed }) => need === 'excess' && allowed),
  };
}

/** What is missing first, and of that what is needed most. */
export function orderRights(rights: readonly ProbeRight[]): readonly ProbeRight[] {
  const rank = ({ need, allowed }: ProbeRight) => {
    if (need === 'excess') return allowed ? 2 : 4;
    if (allowed) return 3;
    return need === 'needed' ? 0 : 1;
  };
  return [...rights].sort((a, b) => rank(a) - rank(b));
}
