import { objectInputSchema, operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { clusterPermissions } from '../permissions';

const { updateNode } = clusterPermissions;

export const taintSchema = z.strictObject({
  key: z.string().min(1).max(316),
  value: z.string().max(63).optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

/** What is done to nodes, in the terms of `kubectl`. */
export const nodeOperations = {
  cordonNode: operationContract({
    name: 'clusters.cordon-node',
    title: 'Cordon',
    summary: 'No more pods are placed on a node; those on it stay.',
    input: z.strictObject({ node: objectInputSchema }),
    effect: 'write',
    permission: updateNode,
    bulk: true,
  }),
  uncordonNode: operationContract({
    name: 'clusters.uncordon-node',
    title: 'Uncordon',
    summary: 'Pods may be placed on a node again.',
    input: z.strictObject({ node: objectInputSchema }),
    effect: 'write',
    permission: updateNode,
    bulk: true,
  }),
  drainNode: operationContract({
    name: 'clusters.drain-node',
    title: 'Drain',
    summary:
      'Cordons a node and evicts its pods, each where its disruption budget allows it; waits for budgets until the time is over. Says which pods stay, and why.',
    input: z.strictObject({
      node: objectInputSchema,
      /** Also pods that no controller will start again elsewhere. */
      force: z.boolean().default(false),
      /** Also pods with emptyDir volumes, whose data is lost. */
      deleteEmptyDirData: z.boolean().default(false),
      /** Leaves pods of DaemonSets where they are; without it they are in the way. */
      ignoreDaemonSets: z.boolean().default(true),
      gracePeriodSeconds: z.number().int().min(0).max(86_400).optional(),
      /** How long to wait for disruption budgets and for pods to end. */
      timeoutSeconds: z.number().int().min(1).max(86_400).default(600),
    }),
    effect: 'destroy',
    permission: updateNode,
  }),
  setTaints: operationContract({
    name: 'clusters.set-taints',
    title: 'Set taints',
    summary: 'Replaces the taints of a node. NoExecute evicts pods that do not tolerate it.',
    input: z.strictObject({ node: objectInputSchema, taints: z.array(taintSchema).max(50) }),
    effect: 'write',
    permission: updateNode,
  }),
} as const;
