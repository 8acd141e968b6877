import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import type { Dispatcher } from 'undici';

/** Decides to which addresses the portal connects where a person gave the host: `AddressGuard` of kube-node. */
export interface AddressCheck {
  readonly lookup: LookupFunction;
  /** @throws InputError for an address that is not allowed; a name says nothing before it is resolved */
  checkLiteral(host: string): void;
}

export interface OutsidePost {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly guard: AddressCheck;
  /** Until the last byte of the answer. */
  readonly timeoutMs: number;
  /** Of the answer that is kept; what is longer is cut there, and no more is read. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const CONNECT_MS = 5_000;
const MAX_HEADERS = 40;

/**
 * Posts to an address that a person has given, once: no redirect is followed, and the connection goes to what the guard has looked at.
 * @throws Error with a sentence that names no other system
 */
export async function postOutside(asked: OutsidePost): Promise<OutsideAnswer> {
  const { url, guard, timeoutMs, headers, body, maxBytes } = asked;
  guard.checkLiteral(new URL(url).hostname);
  const agent = new Agent({
    connect: { timeout: CONNECT_MS, lookup: guard.lookup },
    pipelining: 0,
  });
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      ...{ method: 'POST', headers, body, dispatcher: agent },
      signal: AbortSignal.any([asked.signal, late]),
    });
    const told = Object.entries(answer.headers).slice(0, MAX_HEADERS);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(
        told.map(([name, value]) => [name, [value ?? []].flat().join(', ')]),
      ),
      text: await beginOf(answer.body, maxBytes),
    };
  } catch (error) {
    asked.signal.throwIfAborted();
    if (late.aborted) throw new Error(`No answer within ${timeoutMs / 1000} s`);
    throw reasonOf(error);
  } finally {
    await agent.destroy();
  }
}

async function beginOf(body: Dispatcher.ResponseData['body'], maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}

/** What the guard says is a sentence for people; of the network layer only its code is. */
function reasonOf(error: unknown): Error {
  if (error instanceof Error && error.name === 'InputError') return error;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
  const known = typeof code === 'string' && code !== '' ? code : 'the connection broke';
  return new Error(`It could not be reached: ${known}`);
}
