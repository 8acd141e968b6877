import { objectInputSchema, operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { clusterPermissions } from '../permissions';

const { updateWorkload, evictPod } = clusterPermissions;

const revision = z.number().int().min(1);

/** What is done to workloads and their pods, in the terms of `kubectl`. */
export const workloadOperations = {
  scaleWorkload: operationContract({
    name: 'clusters.scale-workload',
    title: 'Scale',
    summary: 'Sets the number of replicas of anything that scales, also custom kinds.',
    input: z.strictObject({
      workload: objectInputSchema,
      replicas: z.number().int().min(0).max(100_000),
    }),
    effect: 'write',
    permission: updateWorkload,
    bulk: true,
  }),
  restartWorkload: operationContract({
    name: 'clusters.restart-workload',
    title: 'Restart',
    summary:
      'Replaces the pods of a Deployment, StatefulSet or DaemonSet one after the other, as its update strategy says.',
    input: z.strictObject({ workload: objectInputSchema }),
    effect: 'write',
    permission: updateWorkload,
    bulk: true,
  }),
  pauseRollout: operationContract({
    name: 'clusters.pause-rollout',
    title: 'Pause the rollout',
    summary: 'A Deployment keeps its pods as they are, whatever its template says.',
    input: z.strictObject({ workload: objectInputSchema }),
    effect: 'write',
    permission: updateWorkload,
    bulk: true,
  }),
  resumeRollout: operationContract({
    name: 'clusters.resume-rollout',
    title: 'Resume the rollout',
    summary: 'A paused Deployment goes on with its rollout.',
    input: z.strictObject({ workload: objectInputSchema }),
    effect: 'write',
    permission: updateWorkload,
    bulk: true,
  }),
  rollbackWorkload: operationContract({
    name: 'clusters.rollback-workload',
    title: 'Roll back',
    summary:
      'Gives a Deployment, StatefulSet or DaemonSet the pod template of an earlier revision.',
    input: z.strictObject({ workload: objectInputSchema, revision }),
    effect: 'write',
    permission: updateWorkload,
  }),
  setImage: operationContract({
    name: 'clusters.set-image',
    title: 'Set the image',
    summary: 'Gives one container of a workload another image, and so starts a rollout.',
    input: z.strictObject({
      workload: objectInputSchema,
      container: z.string().min(1).max(63),
      image: z.string().min(1).max(500).regex(/^\S+$/, 'must be an image reference'),
    }),
    effect: 'write',
    permission: updateWorkload,
    bulk: true,
  }),
  evictPod: operationContract({
    name: 'clusters.evict-pod',
    title: 'Evict',
    summary: 'Takes a pod off its node where its disruption budget allows it.',
    input: z.strictObject({
      pod: objectInputSchema,
      gracePeriodSeconds: z.number().int().min(0).max(86_400).optional(),
    }),
    effect: 'destroy',
    permission: evictPod,
    bulk: true,
  }),
  suspendCronJob: operationContract({
    name: 'clusters.suspend-cronjob',
    title: 'Suspend',
    summary: 'A CronJob starts no more Jobs; those that run go on.',
    input: z.strictObject({ cronjob: objectInputSchema }),
    effect: 'write',
    permission: updateWorkload,
    bulk: true,
  }),
  resumeCronJob: operationContract({
    name: 'clusters.resume-cronjob',
    title: 'Resume',
    summary: 'A suspended CronJob follows its schedule again.',
    input: z.strictObject({ cronjob: objectInputSchema }),
    effect: 'write',
    permission: updateWorkload,
    bulk: true,
  }),
  runCronJobNow: operationContract({
    name: 'clusters.run-cronjob-now',
    title: 'Run now',
    summary: 'Starts a Job from the template of a CronJob, beside its schedule.',
    input: z.strictObject({ cronjob: objectInputSchema }),
    effect: 'write',
    permission: updateWorkload,
  }),
} as const;
