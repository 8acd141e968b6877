import { InputError } from '@backstage/errors';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject, JsonValue } from '@backstage/types';
import { lstat, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { resolveWorkspaceFile } from '../readWorkspace';

const MAX_BYTES = 1_000_000;

/** Changes fields of a YAML file of the workspace, and leaves comments, order and everything else as it is. */
export function editYaml() {
  return createTemplateAction({
    id: 'kubemate:yaml:edit',
    description:
      'Sets fields of a YAML file of the workspace. Of lists, `add` adds entries that are missing, `remove` takes entries out. Comments and the rest stay.',
    supportsDryRun: true,
    schema: {
      input: {
        path: z => z.string().min(1).describe('A file of the workspace'),
        set: z =>
          z.record(z.string(), z.any()).optional().describe('Fields, as they are nested there'),
        add: z =>
          z
            .record(z.string(), z.array(z.string()))
            .optional()
            .describe('Lists of the first level, with entries that are to be in them'),
        remove: z =>
          z
            .record(z.string(), z.array(z.string()))
            .optional()
            .describe('Lists of the first level, with entries that are not to be in them'),
      },
    },
    async handler(ctx) {
      const { set = {}, add = {}, remove = {} } = ctx.input;
      const file = await resolveWorkspaceFile(ctx.workspacePath, ctx.input.path);
      if ((await lstat(file)).size > MAX_BYTES)
        throw new InputError(`${ctx.input.path} is too large to be edited`);
      const text = await readFile(file, 'utf8');
      const documents = parseAllDocuments(text);
      const [document] = documents;
      const isOne = documents.length === 1 && document?.errors.length === 0;
      if (!document || !isOne || !isMap(document.contents))
        throw new InputError(`${ctx.input.path} is not one YAML document with fields`);
      merge(document.contents, set, document);
      for (const [name, entries] of Object.entries(remove)) takeOut(document, name, entries);
      for (const [name, entries] of Object.entries(add)) putIn(document, name, entries);
      // As it is written there: `{ a: b }` or `{a: b}`.
      const flowCollectionPadding = !/[{[][^\s{[]/.test(text);
      await writeFile(file, document.toString({ lineWidth: 0, flowCollectionPadding }));
      ctx.logger.info(`${path.posix.normalize(ctx.input.path)} is edited`);
    },
  });
}

function merge(into: YAMLMap, from: JsonObject, document: Document): void {
  for (const [key, value] of Object.entries(from)) {
    const known = into.get(key, true);
    if (isMap(known) && isFields(value)) merge(known as YAMLMap, value, document);
    // Its comment stays with it.
    else if (isScalar(known) && typeof value !== 'object') known.value = value;
    else if (value !== undefined) into.set(key, document.createNode(value));
  }
}

function isFields(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(document: Document, name: string): YAMLSeq | undefined {
  const list = document.get(name, true);
  if (list === undefined || list === null) return undefined;
  if (!isSeq(list)) throw new InputError(`${name} is no list`);
  return list;
}

function takeOut(document: Document, name: string, entries: readonly string[]): void {
  const list = listOf(document, name);
  if (!list) return;
  const kept = list.items.filter((_, at) => !entries.includes(String(list.get(at))));
  if (kept.length === 0) document.delete(name);
  else list.items = kept;
}

function putIn(document: Document, name: string, entries: readonly string[]): void {
  const list = listOf(document, name);
  const known = list?.items.map((_, at) => String(list.get(at))) ?? [];
  const missing = entries.filter(entry => !known.includes(entry));
  if (missing.length === 0) return;
  if (!list) document.set(name, document.createNode(missing));
  else for (const entry of missing) list.add(document.createNode(entry));
}
