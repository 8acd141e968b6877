import type { Route } from '@kubemate/http-common';
import { z } from 'zod';
import {
  execRecordingListSchema,
  execRecordingParamsSchema,
  execRecordingQuerySchema,
  execSessionParamsSchema,
  execTicketSchema,
  execTranscriptSchema,
} from './execSchemas';

const nothing = z.strictObject({});
const cluster = z.string().min(1).max(63);
const namespace = z.string().min(1).max(63);
const pod = z.string().min(1).max(253);

const allowanceSchema = z.object({
  allowed: z.boolean(),
  /** Of a refusal: the API server's sentence. */
  reason: z.string().optional(),
});

export const podAccessSchema = z.object({
  /** `create` on `pods/exec`. */
  exec: allowanceSchema,
  /** `create` on `pods/attach`. */
  attach: allowanceSchema,
  /** `patch` on `pods/ephemeralcontainers`. */
  debug: allowanceSchema,
  /** Whether terminals are recorded here. */
  recorded: z.boolean(),
});

export const podPortSchema = z.object({
  container: z.string(),
  name: z.string().optional(),
  port: z.number(),
  protocol: z.string(),
  hostPort: z.number().optional(),
  /** Where a Service routes to a port that no container declares. */
  declared: z.boolean(),
  /** Services that lead here, each with the port it is reached at. */
  services: z.array(
    z.object({ name: z.string(), port: z.number(), nodePort: z.number().optional() }),
  ),
});

export const podPortsSchema = z.object({
  items: z.array(podPortSchema),
  /** Why the services are missing, where they could not be read. */
  gap: z.string().optional(),
});

/** What `/api/clusters` does with one pod: tickets and transcripts of terminals, ports. What is started there is an operation; the terminal itself is the WebSocket `/exec/socket`. */
export const podRoutes = {
  getPodAccess: {
    path: '/exec/access',
    summary: 'Whether the caller may run commands in a pod and add debug containers',
    query: z.strictObject({ cluster, namespace, pod: pod.optional() }),
    response: podAccessSchema,
  },
  createExecTicket: {
    method: 'POST',
    path: '/exec/sessions/{session}/tickets',
    summary: 'A ticket that opens one WebSocket on a session, within 30 s',
    params: execSessionParamsSchema,
    query: nothing,
    body: nothing,
    response: execTicketSchema,
  },
  listExecRecordings: {
    path: '/exec/recordings',
    summary: 'Recorded terminals of a namespace: all with the right to them, else the caller’s own',
    query: execRecordingQuerySchema,
    response: execRecordingListSchema,
  },
  readExecRecording: {
    path: '/exec/recordings/{recording}',
    summary: 'The transcript of a terminal, events as in asciicast v2',
    params: execRecordingParamsSchema,
    query: nothing,
    response: execTranscriptSchema,
  },
  listPodPorts: {
    path: '/exec/ports',
    summary: 'Ports of a pod’s containers and the services that lead to them',
    query: z.strictObject({ cluster, namespace, pod }),
    response: podPortsSchema,
  },
} as const satisfies Record<string, Route>;

export type PodAccess = z.output<typeof podAccessSchema>;
export type PodPort = z.output<typeof podPortSchema>;
export type PodPorts = z.output<typeof podPortsSchema>;
