import { operationContract } from '@kubemate/operations-common';
import { debugContainerSchema, execStartSchema } from '../exec/execSchemas';
import { clusterPermissions } from '../permissions';

/** What lets a person into a pod. */
export const podOperations = {
  openTerminal: operationContract({
    name: 'clusters.open-terminal',
    title: 'Open a terminal',
    summary:
      'Starts a command in a container, or joins its own process. The output is a session, which waits half a minute for a WebSocket: a ticket of POST /exec/sessions/{session}/tickets opens one.',
    input: execStartSchema,
    effect: 'write',
    permission: clusterPermissions.execPod,
  }),
  addDebugContainer: operationContract({
    name: 'clusters.add-debug-container',
    title: 'Add a debug container',
    summary:
      'Adds an ephemeral container to a running pod; it stays in the pod’s spec until the pod is gone. The output is its name.',
    input: debugContainerSchema,
    effect: 'write',
    permission: clusterPermissions.execPod,
  }),
} as const;
