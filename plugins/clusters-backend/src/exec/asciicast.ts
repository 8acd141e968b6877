import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';
import { execTranscriptSchema } from '@kubemate/plugin-clusters-common';

/** Kinds of events of asciicast v2. */
export type CastEvent = 'o' | 'i' | 'r' | 'm';

export interface CastHeader {
  readonly width: number;
  readonly height: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly title: string;
  readonly command?: string;
}

export function castHeader(header: CastHeader): string {
  return `${JSON.stringify({ version: 2, ...header, env: { TERM: 'xterm-256color' } })}\n`;
}

export function castLine(seconds: number, kind: CastEvent, text: string): string {
  return `${JSON.stringify([Math.round(seconds * 1e6) / 1e6, kind, text])}\n`;
}

/** Text of bytes that come in pieces, which may end within a character. */
export class CastText {
  readonly #decoder = new StringDecoder('utf8');

  of(data: Uint8Array): string {
    return this.#decoder.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  }
}

const headerSchema = z.object({ version: z.literal(2), width: z.number(), height: z.number() });
const eventSchema = execTranscriptSchema.shape.events.element;

/** Reads a transcript; a last line that was cut off by a crash is left out. */
export function parseCast(
  text: string,
): Pick<z.output<typeof execTranscriptSchema>, 'width' | 'height' | 'events'> {
  const [first = '', ...lines] = text.split('\n');
  const { width, height } = headerSchema.parse(JSON.parse(first));
  const events = lines.flatMap(line => {
    const parsed = eventSchema.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
  return { width, height, events };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
