import { isError, NotFoundError } from '@backstage/errors';
import type { RouteTable } from '@kubemate/http-node';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import { podRoutes } from '@kubemate/plugin-clusters-common';
import type { ExecSessions } from './ExecSessions';
import { podPorts } from './podPorts';
import type { RecordingReader } from './RecordingReader';
import type { TerminalAudit } from './TerminalAudit';

const PODS = { group: '', version: 'v1', plural: 'pods' };
const SERVICES = { group: '', version: 'v1', plural: 'services' };
const MAX_SERVICES = 1_000;

export interface PodRoutesOptions {
  readonly kube: KubeService;
  readonly sessions: ExecSessions;
  /** Absent where the configuration turns recordings off. */
  readonly recordings: RecordingReader | undefined;
  readonly audit: TerminalAudit;
}

/** Tickets and transcripts of terminals, and ports. */
export function addPodRoutes(routes: RouteTable, options: PodRoutesOptions): void {
  const { kube, sessions, recordings, audit } = options;
  routes.json(podRoutes.getPodAccess, async ({ query, viewer }) => {
    const { cluster, namespace, pod: name } = query;
    const may = (verb: string, subresource: string) =>
      kube.mayWhy({ cluster, verb, resource: PODS, namespace, name, subresource }, viewer);
    const [exec, attach, debug] = await Promise.all([
      may('create', 'exec'),
      may('create', 'attach'),
      may('patch', 'ephemeralcontainers'),
    ]);
    return { exec, attach, debug, recorded: recordings !== undefined };
  });
  routes.json(podRoutes.createExecTicket, async ({ params, viewer, expiresAt }) =>
    sessions.ticket(params.session, { viewer, expiresAt }),
  );
  routes.json(podRoutes.listExecRecordings, async ({ query, viewer }) =>
    readerOf(recordings).list(query, viewer),
  );
  routes.json(podRoutes.readExecRecording, async ({ params, viewer }) =>
    audit.record(
      { action: 'exec-transcript', viewer, target: {}, detail: { recording: params.recording } },
      () => readerOf(recordings).read(params.recording, viewer),
    ),
  );
  routes.json(podRoutes.listPodPorts, async ({ query, viewer }) =>
    portsOf(query, { kube, viewer }),
  );
}

function readerOf(recordings: RecordingReader | undefined): RecordingReader {
  if (recordings === undefined) throw new NotFoundError('Terminals are not recorded here');
  return recordings;
}

async function portsOf(
  { cluster, namespace, pod: name }: { cluster: string; namespace: string; pod: string },
  { kube, viewer }: { kube: KubeService; viewer: Viewer },
) {
  const pod = await kube.get({ cluster, resource: PODS, namespace, name }, viewer);
  try {
    const target = { cluster, resource: SERVICES, namespace, limit: MAX_SERVICES };
    return { items: podPorts(pod, await kube.list(target, viewer)) };
  } catch (error) {
    return { items: podPorts(pod, []), gap: isError(error) ? error.message : String(error) };
  }
}
