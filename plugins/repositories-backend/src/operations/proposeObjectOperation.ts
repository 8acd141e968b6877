import { InputError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import type { Phrase } from '@kubemate/operations-common';
import { repositoryOperations, sayRepository } from '@kubemate/plugin-repositories-common';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { authorOf, commitFiles } from '../git/commitFiles';
import { findObjectFile, parseSource } from '../manifests/findObjectFile';
import type { ObjectFile } from '../manifests/findObjectFile';
import { identityOf, replaceDocument } from '../manifests/objectDocuments';
import type { ObjectIdentity } from '../manifests/objectDocuments';
import { writeChanges } from '../manifests/writeChanges';
import { NO_COMMIT } from '../repositories/pushEvent';
import { nameOf, needsNothing } from './OperationParts';
import type { OperationParts } from './OperationParts';

const SOURCE_ANNOTATION = 'kubemate.io/source';

interface Manifests {
  readonly before: string;
  readonly after: string;
}

export function proposeObjectOperation(parts: OperationParts) {
  return defineOperation({
    contract: repositoryOperations.proposeObject,
    target({ cluster, ...manifests }) {
      const { kind, namespace, name } = readManifests(manifests).object;
      return {
        ...{ kind, name },
        ...(cluster === undefined ? {} : { cluster }),
        ...(namespace === undefined ? {} : { namespace }),
      };
    },
    needs: needsNothing,
    async plan(input, context) {
      const { object, before, after } = readManifests(input);
      const what = { object: `${object.kind} ${object.name}` };
      const refused = (refusal: Phrase) => ({
        ...{ summary: sayRepository('propose', what), diff: [], refusal, state: undefined },
      });
      if (object.kind === 'Secret' && object.group === '')
        return refused(sayRepository('noSecretInGit'));
      if (isDeepStrictEqual(before, after)) return refused(sayRepository('nothingChanged'));
      const search = await findFile({ object, before, source: input.source }, context, parts);
      if (search.kind === 'none') return refused(search.reason);
      const { file } = search;
      const place = nameOf(file.repository);
      const where = { path: file.path, repository: place };
      const written = rewrite(file, { before, after });
      if (!written) return refused(sayRepository('repeatsParts', where));
      const { text, changes, differing } = written;
      if (text === file.text) return refused(sayRepository('isSoInFile', where));
      return {
        summary: sayRepository('proposeIn', { ...what, repository: place }),
        diff: [
          {
            target: { kind: 'File', name: `${place}:${file.path}` },
            ...{ before: file.text, after: text, changes: [...changes] },
          },
        ],
        // Other fields of it too.
        seen: file.text,
        warnings: differing.map(path => sayRepository('differsInFile', { path })),
        state: { file, text },
      };
    },
    async run(input, { state, clock, viewer }) {
      if (!state) throw new InputError('There is nothing to propose');
      const { object } = readManifests(input);
      const { title = `Change ${object.kind} ${object.name}`, body } = input;
      const at = clock.now();
      const by = viewer.userEntityRef;
      const branch = await commitChange({ ...state, object, title, at, by }, parts);
      const { repository } = state.file;
      const number = await parts.store.insertPullRequest(repository, {
        ...{ title, body, head: branch, base: repository.defaultBranch, author: by, createdAt: at },
      });
      await parts.webhooks.pullRequest(repository, by, number);
      const { owner, name } = repository;
      return { output: { owner, name, number, branch, path: state.file.path } };
    },
  });
}

/** Undefined where the file says by an anchor what was changed: it would change elsewhere too. */
function rewrite(file: ObjectFile, change: { before: unknown; after: unknown }) {
  try {
    const written = writeChanges(file.found.document, change);
    return { ...written, text: replaceDocument(file.text, file.found) };
  } catch {
    return undefined;
  }
}

async function commitChange(
  change: {
    readonly file: ObjectFile;
    readonly text: string;
    readonly object: ObjectIdentity;
    readonly title: string;
    readonly at: number;
    readonly by: string;
  },
  { events }: OperationParts,
): Promise<string> {
  const { file, text, object, title, at, by } = change;
  const { folder, head, path, repository } = file;
  const safe = `${object.kind}-${object.name}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const branch = `propose/${safe.slice(0, 120)}-${randomUUID().slice(0, 8)}`;
  const commit = await commitFiles(folder, {
    ...{ branch, head: undefined, parent: head, message: title },
    ...{ files: { [path]: text }, author: authorOf(by), at },
  });
  const ref = `refs/heads/${branch}`;
  await events.moved(repository, by, [{ ref, before: NO_COMMIT, after: commit }]);
  return branch;
}

async function findFile(
  search: { object: ObjectIdentity; before: unknown; source: string | undefined },
  asker: OperationContext,
  parts: OperationParts,
) {
  const { object, before, source: asked } = search;
  const said = asked ?? annotationOf(before);
  const source = said === undefined ? undefined : parseSource(said);
  if (asked !== undefined && !source)
    throw new InputError('source must be <owner>/<name> or <owner>/<name>/<path>');
  return findObjectFile({ object, source, asker }, parts);
}

/** @throws InputError naming the field that is no manifest, or where the two are not of the same object */
function readManifests(manifests: Manifests) {
  const before = readManifest(manifests.before, 'before');
  const after = readManifest(manifests.after, 'after');
  if (!isDeepStrictEqual(before.object, after.object))
    throw new InputError('after must be of the same object as before');
  return { object: before.object, before: before.value, after: after.value };
}

function readManifest(text: string, field: keyof Manifests) {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch {
    throw new InputError(`${field} must be one object as YAML`);
  }
  const object = identityOf(value);
  if (!object) throw new InputError(`${field} must be one object with apiVersion, kind and a name`);
  return { value, object };
}

function annotationOf(object: unknown): string | undefined {
  const { metadata } = object as { metadata?: { annotations?: Record<string, unknown> } };
  const said = metadata?.annotations?.[SOURCE_ANNOTATION];
  return typeof said === 'string' ? said : undefined;
}
