import { logChunkSchema } from './resultsSchemas';

/** `LOGS_BUFFER_SIZE` of the server as it is installed, and as it is where that is 0. */
const SIZES = [32 * 1024, 64 * 1024];
const NEWLINE = 0x0a;

/**
 * A log as it was before the gateway streamed it. Newer gateways put a newline after each chunk, of a size that the server is set to, in the middle of a
 * line or of a character; older ones send each chunk as an object, `{"result":{"data":"<base64>"}}`.
 */
export function joinChunks(bytes: Buffer, { isCut }: { isCut: boolean }): Buffer {
  if (bytes.subarray(0, 9).toString('latin1') === '{"result"') return unwrapped(bytes);
  for (const size of SIZES) {
    const chunks: Buffer[] = [];
    let isOfSize = true;
    for (let at = 0; at < bytes.length; at += size + 1) {
      const chunk = bytes.subarray(at, at + size + 1);
      const isLast = at + chunk.length === bytes.length;
      isOfSize &&= isLast || chunk.at(-1) === NEWLINE;
      // The end of what was cut is that of a line.
      const ends = chunk.at(-1) === NEWLINE && !(isLast && isCut);
      chunks.push(ends ? chunk.subarray(0, -1) : chunk);
    }
    if (isOfSize) return Buffer.concat(chunks);
  }
  // Of a size that one would have to know: its lines are broken, and all there.
  return bytes;
}

function unwrapped(bytes: Buffer): Buffer {
  const chunks = bytes.toString('utf8').split('\n').filter(Boolean);
  const data = chunks.map(chunk => logChunkSchema.safeParse(jsonOf(chunk)).data?.result.data);
  if (data.includes(undefined)) return bytes;
  return Buffer.concat(data.map(each => Buffer.from(each ?? '', 'base64')));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
