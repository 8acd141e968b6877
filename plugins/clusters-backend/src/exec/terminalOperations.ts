import type { AnyOperation } from '@kubemate/operations-node';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import { addDebugContainer } from '@kubemate/kube-node';
import { clustersOperations, sayObject } from '@kubemate/plugin-clusters-common';
import { PODS } from '../commonKinds';
import type { ExecSessions } from './ExecSessions';

const { group, version, plural } = PODS;
const resource = { group, version, plural };

interface PodInput {
  readonly cluster: string;
  readonly namespace: string;
  readonly pod: string;
}

function targetOf({ cluster, namespace, pod: name }: PodInput) {
  return { cluster, apiVersion: 'v1', kind: 'Pod', namespace, name };
}

function needOn(input: PodInput, verb: string, subresource?: string) {
  const { cluster, namespace, pod: name } = input;
  return {
    access: { cluster, verb, resource, namespace, name, subresource },
    target: targetOf(input),
  };
}

/** The session is its starter's alone, so it is no action for agents, and no receipt keeps it. */
function openTerminal(sessions: ExecSessions) {
  return defineOperation({
    contract: clustersOperations.openTerminal,
    secretOutput: true,
    target: targetOf,
    async needs(input) {
      return [needOn(input, 'create', input.command === undefined ? 'attach' : 'exec')];
    },
    async plan({ container, pod, command }) {
      const summary =
        command === undefined
          ? sayObject('joinProcess', { container, pod })
          : sayObject('runIn', { command: command.join(' '), container, pod });
      return { summary, diff: [], state: undefined };
    },
    async run(input, { viewer }) {
      return { output: await sessions.start(input, viewer) };
    },
  });
}

const debugOperation = defineOperation({
  contract: clustersOperations.addDebugContainer,
  target: targetOf,
  async needs(input) {
    return [needOn(input, 'get'), needOn(input, 'patch', 'ephemeralcontainers')];
  },
  async plan(input, { kube, viewer, signal }) {
    const tried = await addDebugContainer(input, { kube, viewer, signal, dryRun: true });
    const { name, before, after, warnings } = tried;
    return {
      summary: sayObject('addDebug', { name, image: input.image, pod: input.pod }),
      diff: [diffObjects(targetOf(input), { before, after })],
      warnings: [sayObject('debugStays'), ...warnings],
      state: name,
    };
  },
  async run(input, { state, kube, viewer, signal }) {
    const { name, warnings } = await addDebugContainer(input, {
      kube,
      viewer,
      signal,
      name: state,
    });
    return { warnings, output: { container: name } };
  },
});

/** What lets a person into a pod. */
export function terminalOperations(sessions: ExecSessions): readonly AnyOperation[] {
  return [openTerminal(sessions), debugOperation];
}
