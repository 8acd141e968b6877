import { DEBUG_PROFILES } from '@kubemate/kube-common';
import { z } from 'zod';

/** Of `/api/clusters/exec/socket`: what a client offers beside its ticket, `ticket.<ticket>`. */
export const EXEC_PROTOCOL = 'exec.v1.kubemate.io';
/** Stands before the ticket among the WebSocket's subprotocols; a ticket in the address would stay in logs. */
export const EXEC_TICKET_PREFIX = 'ticket.';
/** The largest message that a client may send; longer input is cut into several. */
export const MAX_EXEC_MESSAGE = 64 * 1024;
/** For how long a session waits for its browser to come back. */
export const EXEC_RESUME_SECONDS = 30;

/** The first byte of each binary message from the server. */
export const EXEC_CHANNEL = { stdout: 1, stderr: 2 } as const;

const name = z.string().min(1).max(253);

export const execTargetSchema = z.strictObject({
  cluster: z.string().min(1).max(63),
  namespace: z.string().min(1).max(63),
  pod: name,
  container: name,
});

/** A command to start in a container; without one, the container's own process is joined. */
export const execStartSchema = execTargetSchema.extend({
  command: z.array(z.string().max(4096)).min(1).max(64).optional(),
  /** A terminal for the process; its outputs come as one then. */
  tty: z.boolean().default(true),
  columns: z.number().int().min(1).max(1000).default(80),
  rows: z.number().int().min(1).max(1000).default(24),
});

export const execStartedSchema = z.object({
  session: z.string(),
  /** Whether input and output are kept. */
  recorded: z.boolean(),
});

/** An ephemeral container for a running pod. */
export const debugContainerSchema = z.strictObject({
  ...execTargetSchema.pick({ cluster: true, namespace: true, pod: true }).shape,
  image: z.string().min(1).max(500),
  /** Container whose processes the new one sees. */
  target: name.optional(),
  profile: z.enum(DEBUG_PROFILES).default('general'),
});

export const debugContainerAddedSchema = z.object({ container: z.string() });

export const execSessionParamsSchema = z.strictObject({ session: z.uuid() });

/** Opens one WebSocket, once, and soon. */
export const execTicketSchema = z.object({
  ticket: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});

/** How a session ended. */
export const execEndSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('exited'), exitCode: z.number() }),
  z.object({ type: z.literal('failed'), reason: z.string() }),
  /** A right or a sign-in has ended. */
  z.object({ type: z.literal('revoked'), reason: z.string() }),
  /** The connection to the cluster broke. */
  z.object({ type: z.literal('lost'), reason: z.string() }),
  /** The person closed it, or nobody came back for it. */
  z.object({ type: z.literal('closed') }),
]);

/**
 * What a client says in text messages; binary ones are input. Counts are of output bytes since the session began.
 */
export const execClientMessageSchema = z.discriminatedUnion('type', [
  /** First: how much of the output is here already. */
  z.strictObject({ type: z.literal('hello'), received: z.number().int().min(0) }),
  /** So much has been drawn. Output stops at 256 KiB that were not acknowledged. */
  z.strictObject({ type: z.literal('ack'), received: z.number().int().min(0) }),
  z.strictObject({
    type: z.literal('resize'),
    columns: z.number().int().min(1).max(1000),
    rows: z.number().int().min(1).max(1000),
  }),
  z.strictObject({ type: z.literal('end-input') }),
  z.strictObject({ type: z.literal('close') }),
]);

/** What the server says in text messages; binary ones are output, one byte of channel before the data. */
export const execServerMessageSchema = z.discriminatedUnion('type', [
  /** Output goes on at `from`; `lost` bytes before it are no longer kept. */
  z.object({ type: z.literal('attached'), from: z.number(), lost: z.number() }),
  z.object({ type: z.literal('ended'), end: execEndSchema }),
]);

/** Why the server closes a socket whose session lives on; see the codes of RFC 6455, 4000 to 4999 are ours. */
export const EXEC_CLOSE = {
  /** The session is over, and the `ended` message told how. */
  ended: 1000,
  /** A message was not understood. */
  protocol: 4400,
  /** The credentials that the ticket was made with have expired: get another. */
  expired: 4401,
  /** Another window has taken the session. */
  taken: 4409,
  /** The portal is shutting down. */
  shutdown: 1001,
} as const;

export const execRecordingSchema = z.object({
  id: z.string(),
  /** Entity ref of the person. */
  user: z.string(),
  cluster: z.string(),
  namespace: z.string(),
  pod: z.string(),
  container: z.string(),
  /** Empty where the container's own process was joined. */
  command: z.array(z.string()),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  /** Absent while the session lives, or where the portal ended before it. */
  endedAt: z.number().optional(),
  end: execEndSchema.optional(),
  /** Size of the transcript. */
  bytes: z.number(),
  /** Output beyond the limit is not in it. */
  truncated: z.boolean(),
});

export const execRecordingQuerySchema = z.strictObject({
  cluster: z.string().min(1).max(63),
  namespace: z.string().min(1).max(63),
  pod: name.optional(),
  /** Only older ones: epoch milliseconds of their start. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const execRecordingListSchema = z.object({
  items: z.array(execRecordingSchema),
  /** Whose they are: `all` in the namespace, or the caller's `own` because the right to the others is missing. */
  scope: z.enum(['all', 'own']),
  reason: z.string().optional(),
});

export const execRecordingParamsSchema = z.strictObject({ recording: z.uuid() });

/** A transcript in asciicast v2: see docs.asciinema.org/manual/asciicast/v2. */
export const execTranscriptSchema = z.object({
  recording: execRecordingSchema,
  /** Seconds since the start; `o` output, `i` input, `r` size as `80x24`, `m` a remark. */
  events: z.array(z.tuple([z.number(), z.enum(['o', 'i', 'r', 'm']), z.string()])),
  width: z.number(),
  height: z.number(),
});

export type ExecStart = z.input<typeof execStartSchema>;
export type DebugContainer = z.input<typeof debugContainerSchema>;
export type ExecEnd = z.output<typeof execEndSchema>;
export type ExecClientMessage = z.output<typeof execClientMessageSchema>;
export type ExecServerMessage = z.output<typeof execServerMessageSchema>;
export type ExecRecording = z.output<typeof execRecordingSchema>;
export type ExecTranscript = z.output<typeof execTranscriptSchema>;
