import type { Entity } from '@backstage/catalog-model';
import type {
  RepositoryPlace,
  TemplatedFile,
  TemplatedRepository,
  TemplateRecord,
} from '@kubemate/plugin-repositories-common';
import { createHash } from 'node:crypto';
import type { Entry } from '../git/Snapshot';
import type { RenderedFiles } from './mergeTemplate';
import type { FoundRecord } from './readRecord';
import type { MadeComponent } from './TemplateCatalog';
import { versionsOf, versionsSince } from './templateVersions';

/** What a repository has now, by path, as records write it. */
export type PresentFiles = ReadonlyMap<string, string>;

export interface Templated {
  readonly place: RepositoryPlace & { readonly url?: string };
  readonly found: Exclude<FoundRecord, { kind: 'none' }> | { readonly kind: 'unrecorded' };
  readonly made: MadeComponent | undefined;
  readonly files: PresentFiles;
  readonly mayWrite: boolean;
}

export function presentFiles(entries: readonly Entry[]): PresentFiles {
  return new Map(
    entries.map(({ path, kind, object, executable }) => [
      path,
      kind === 'file' ? writtenAs(object, executable) : kind,
    ]),
  );
}

function writtenAs(object: string, executable = false): string {
  return executable ? `${object} x` : object;
}

/** How a repository stands to its template, from what is known without running the template. */
export function describeTemplated(
  { place, found, made, files, mayWrite }: Templated,
  templates: ReadonlyMap<string, Entity>,
): TemplatedRepository {
  const record = found.kind === 'found' ? found.record : undefined;
  const template = record?.template ?? made?.template ?? '';
  const entity = templates.get(template);
  const versions = entity ? versionsOf(entity) : [];
  const since = record && versionsSince(versions, record.version);
  return {
    ...{ owner: place.owner, name: place.name, template, may: { write: mayWrite } },
    ...(place.url === undefined ? {} : { url: place.url }),
    ...(made ? { component: made.component } : {}),
    ...(entity ? { templateTitle: entity.metadata.title ?? entity.metadata.name } : {}),
    ...(record ? { version: record.version } : {}),
    ...(versions[0] ? { current: versions[0].version } : {}),
    ...(since ? { behind: since.length } : {}),
    state: stateOf(found, since?.length),
    ...(found.kind === 'unreadable' ? { reason: found.reason } : {}),
    changedByHand: record ? changedByHand(record, files).size : 0,
  };
}

function stateOf(
  found: Templated['found'],
  behind: number | undefined,
): TemplatedRepository['state'] {
  if (found.kind === 'unrecorded') return 'unrecorded';
  if (found.kind === 'unreadable') return 'broken';
  if (behind === undefined) return 'unknown';
  return behind === 0 ? 'current' : 'behind';
}

/** Files that the template wrote and that are not as it wrote them. */
export function changedByHand(
  record: TemplateRecord,
  files: PresentFiles,
): ReadonlyMap<string, 'changed' | 'deleted'> {
  const changed = new Map<string, 'changed' | 'deleted'>();
  for (const [path, written] of Object.entries(record.files)) {
    const now = files.get(path);
    if (now === undefined) changed.set(path, 'deleted');
    else if (now !== written) changed.set(path, 'changed');
  }
  return changed;
}

/** Of every file of which there is something to say, both answers. Without a rendering only what was changed by hand. */
export function compareFiles(
  record: TemplateRecord,
  files: PresentFiles,
  rendered: RenderedFiles | undefined,
): TemplatedFile[] {
  const byHand = changedByHand(record, files);
  const today = rendered ? againstToday({ record, files, rendered }) : new Map();
  const paths = [...new Set([...byHand.keys(), ...today.keys()])].sort();
  return paths.map(path => ({
    path,
    ...(byHand.has(path) ? { byHand: byHand.get(path) } : {}),
    ...(today.has(path) ? { today: today.get(path) } : {}),
  }));
}

function againstToday({
  record,
  files,
  rendered,
}: {
  readonly record: TemplateRecord;
  readonly files: PresentFiles;
  readonly rendered: RenderedFiles;
}): ReadonlyMap<string, NonNullable<TemplatedFile['today']>> {
  const today = new Map<string, NonNullable<TemplatedFile['today']>>();
  for (const [path, { content, executable }] of rendered) {
    const now = files.get(path);
    if (now === undefined) today.set(path, 'missing');
    else if (now !== writtenAs(blobId(content), executable)) today.set(path, 'differs');
  }
  for (const path of Object.keys(record.files))
    if (!rendered.has(path) && files.has(path)) today.set(path, 'dropped');
  return today;
}

/** Git's own id of a content. */
function blobId(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
