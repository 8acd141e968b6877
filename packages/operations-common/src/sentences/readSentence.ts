import { sayer } from '../phrases';
import type { Phrase } from '../types';
import { ANSWER_SENTENCES } from './answerSentences';
import { CLUSTER_SENTENCES } from './clusterSentences';
import { PORTAL_SENTENCES } from './portalSentences';

/** How sentences stand together. */
const JOINS = {
  both: '{{a}}; {{b}}',
  causedBy: '{{a}}; caused by {{b}}',
  about: '{{a}}: {{b}}',
} as const;

const WHOLE = { ...ANSWER_SENTENCES, ...CLUSTER_SENTENCES, ...PORTAL_SENTENCES };

/** What the server says where it refuses or fails, in English; pages have the same codes in their languages. */
export const SERVER_SENTENCES = { ...JOINS, ...WHOLE };

export type ServerSentenceCode = keyof typeof SERVER_SENTENCES;

const say = sayer(SERVER_SENTENCES);
/** Sentences stand in sentences: why a cluster could not be reached in that it could not. */
const MAX_DEPTH = 6;
/** Of a sentence that is read; longer ones quote what somebody else has written. */
const MAX_TEXT = 4_000;

interface Pattern {
  readonly code: ServerSentenceCode;
  readonly expression: RegExp;
  readonly names: readonly string[];
  /** Characters that are the sentence's own. */
  readonly fixed: number;
}

let patterns: readonly Pattern[] | undefined;

/** The most telling first, so that `{{a}} is missing` does not take what a longer sentence says. */
function allPatterns(): readonly Pattern[] {
  return (patterns ??= Object.entries(WHOLE)
    .map(([code, text]: [string, string]): Pattern => {
      const parts = text.split(/\{\{\w+\}\}/);
      const fixed = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      return {
        code: code as keyof typeof WHOLE,
        expression: new RegExp(`^${fixed.join('(.*?)')}$`, 's'),
        names: [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name),
        fixed: parts.join('').length,
      };
    })
    .sort((one, other) => other.fixed - one.fixed));
}

/** The phrase that an English sentence of the server is; undefined where it is none that is known, such as a quotation. */
export function readSentence(text: string): Phrase | undefined {
  return text.length > MAX_TEXT ? undefined : read(text, 0);
}

function read(text: string, depth: number): Phrase | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (part: string) => read(part, depth + 1);
  const [head, cause] = cut(text, '; caused by ');
  if (cause !== undefined)
    return say('causedBy', { a: inner(head) ?? head, b: inner(cause) ?? cause });
  for (const { code, expression, names } of allPatterns()) {
    const found = expression.exec(text);
    if (found === null) continue;
    const values = names.map((name, at) => {
      const value = found[at + 1] ?? '';
      return [name, inner(value) ?? value] as const;
    });
    return say(code, Object.fromEntries(values));
  }
  return readJoined(text, inner);
}

function readJoined(text: string, inner: (part: string) => Phrase | undefined): Phrase | undefined {
  const [first, more] = cut(text, '; ');
  if (more !== undefined) {
    const [one, other] = [inner(first), inner(more)];
    return one === undefined && other === undefined
      ? undefined
      : say('both', { a: one ?? first, b: other ?? more });
  }
  const [subject, rest] = cut(text, ': ');
  const told = rest === undefined ? undefined : inner(rest);
  return told === undefined ? undefined : say('about', { a: subject, b: told });
}

function cut(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}
