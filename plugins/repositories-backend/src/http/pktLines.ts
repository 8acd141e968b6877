import { InputError } from '@backstage/errors';

/** One change that a push asks for. */
export interface RefCommand {
  readonly before: string;
  readonly after: string;
  readonly ref: string;
}

export interface PushHead {
  readonly commands: readonly RefCommand[];
  readonly capabilities: readonly string[];
}

const MAX_HEAD = 256 * 1024;
const MAX_BAND = 60_000;
const COMMAND = /^([0-9a-f]{40}) ([0-9a-f]{40}) (refs\/[^\s\0]+)$/;

/** Frames a text as git's protocol does: four hex digits of length before it. */
export function pktLine(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}

export const FLUSH = Buffer.from('0000');

/**
 * Reads what a push asks for from the beginning of its body; undefined while the list has not come whole.
 * @throws InputError for what is not such a list, or too long
 */
export function readPushHead(body: Buffer): PushHead | undefined {
  const commands: RefCommand[] = [];
  let capabilities: string[] = [];
  for (let at = 0; at + 4 <= body.length;) {
    const digits = body.toString('latin1', at, at + 4);
    if (!/^[0-9a-f]{4}$/i.test(digits)) throw new InputError('This is not a push');
    const length = parseInt(digits, 16);
    if (length === 0) return { commands, capabilities };
    if (length < 5) throw new InputError('This is not a push');
    if (at + length > body.length) break;
    const [line = '', caps] = body.toString('utf8', at + 4, at + length).split('\0');
    if (caps !== undefined) capabilities = caps.trim().split(' ');
    if (!line.startsWith('shallow ')) commands.push(toCommand(line));
    at += length;
  }
  if (body.length > MAX_HEAD) throw new InputError('The push names too many refs');
  return undefined;
}

function toCommand(line: string): RefCommand {
  const [, before, after, ref] = COMMAND.exec(line.trimEnd()) ?? [];
  if (before === undefined || after === undefined || ref === undefined)
    throw new InputError('The push asks for something that is not served here');
  return { before, after, ref };
}

/** The answer to a push of which nothing was done, in git's own words, so that its client shows why. */
export function refusedPush(
  { commands, capabilities }: PushHead,
  why: (command: RefCommand) => string | undefined,
): Buffer {
  const lines = commands.map(command =>
    pktLine(`ng ${command.ref} ${why(command) ?? 'another ref of the push is refused'}\n`),
  );
  const report = Buffer.concat([pktLine('unpack ok\n'), ...lines, FLUSH]);
  if (!capabilities.some(each => each.startsWith('report-status'))) return FLUSH;
  if (!capabilities.includes('side-band-64k')) return report;
  const packets = [];
  for (let at = 0; at < report.length; at += MAX_BAND)
    packets.push(pktLine(Buffer.concat([Buffer.from([1]), report.subarray(at, at + MAX_BAND)])));
  return Buffer.concat([...packets, FLUSH]);
}
