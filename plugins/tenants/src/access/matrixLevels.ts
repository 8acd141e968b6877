import type { AccessMatrix } from '@kubemate/plugin-tenants-common';
import { subjectText, VERBS } from './accessState';

export type Level = 'none' | 'read' | 'write' | 'all';

type MatrixItem = AccessMatrix['items'][number];

const READS: ReadonlySet<string> = new Set(['get', 'list', 'watch']);
/** The verb worth asking about first, strongest first. */
const STRENGTH = ['delete', 'create', 'update', 'patch', 'list', 'get', 'watch'];

/** How far the verbs on one kind reach. */
export function levelOf(verbs: readonly string[] = []): Level {
  if (verbs.length === 0) return 'none';
  if (VERBS.every(verb => verbs.includes(verb))) return 'all';
  return verbs.every(verb => READS.has(verb)) ? 'read' : 'write';
}

/** The strongest of the verbs; `get` where there is none, to ask why not. */
export function strongest(verbs: readonly string[] = []): string {
  return STRENGTH.find(verb => verbs.includes(verb)) ?? 'get';
}

/** Subjects whose name holds the text and who may do what is asked for. */
export function selectSubjects(
  items: readonly MatrixItem[],
  { who, can, on }: { who: string; can: string; on: string },
): readonly MatrixItem[] {
  const text = who.trim().toLocaleLowerCase();
  return items.filter(({ subject, verbs }) => {
    const kinds = on === '' ? Object.values(verbs) : [verbs[on] ?? []];
    const may = can === '' ? on === '' || kinds.some(given => given.length > 0) : false;
    return (
      subjectText(subject).toLocaleLowerCase().includes(text) &&
      (may || (can !== '' && kinds.some(given => given.includes(can))))
    );
  });
}
