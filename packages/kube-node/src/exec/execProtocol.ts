import { z } from 'zod';
import { printable } from '../gateway/printable';
import type { ExecEnd, ExecSize } from './ExecSession';

/** Newest first. Version 5 can close single streams; version 4 is what servers before 1.30 speak. */
export const EXEC_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** The first byte of each frame. */
export const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;

/** What the kubelet reads at once; a longer write becomes several frames. */
const MAX_INPUT_FRAME = 32 * 1024;

const MAX_REASON = 1_000;

/** `metav1.Status` as the error channel carries it. */
const statusSchema = z.object({
  status: z.string().nullish(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  details: z
    .object({
      causes: z
        .array(z.object({ reason: z.string().nullish(), message: z.string().nullish() }))
        .nullish(),
    })
    .nullish(),
});

export function* inputFrames(data: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < data.byteLength; at += MAX_INPUT_FRAME)
    yield frame(CHANNEL.stdin, data.subarray(at, at + MAX_INPUT_FRAME));
}

export function resizeFrame({ columns, rows }: ExecSize): Uint8Array {
  return frame(CHANNEL.resize, Buffer.from(JSON.stringify({ Width: columns, Height: rows })));
}

/** Closes one stream; version 5 only. */
export function endInputFrame(): Uint8Array {
  return frame(CHANNEL.close, Buffer.of(CHANNEL.stdin));
}

/** What the cluster's last word on a process means. */
export function endOf(text: string): ExecEnd {
  const parsed = statusSchema.safeParse(parseJson(text));
  if (!parsed.success) return { type: 'failed', reason: reasonOf(text) };
  const { status, reason, message, details } = parsed.data;
  if (status === 'Success') return { type: 'exited', exitCode: 0 };
  const code = details?.causes?.find(cause => cause.reason === 'ExitCode')?.message;
  if (reason === 'NonZeroExitCode' && code && /^-?\d{1,10}$/.test(code))
    return { type: 'exited', exitCode: Number(code) };
  return { type: 'failed', reason: reasonOf(message ?? '') };
}

function frame(channel: number, data: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.of(channel), data]);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(text: string): string {
  return printable(text).trim().slice(0, MAX_REASON) || 'the cluster gave no reason';
}
