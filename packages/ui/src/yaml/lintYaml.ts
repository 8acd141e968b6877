import { isNode, parseAllDocuments, type Document } from 'yaml';
import type { ManifestLint } from './ManifestLint';
import type { YamlProblem } from './validateYaml';

/** A few nested aliases are a bomb. */
const MAX_ALIASES = 100;

/** What a lint says of each document of a text, marked where it stands. Documents that cannot be read are left to the schema's check. */
export function lintYaml(text: string, lint: ManifestLint): readonly YamlProblem[] {
  const parsed = parseAllDocuments(text);
  const documents = Array.isArray(parsed) ? parsed : [];
  return documents.flatMap(document => {
    const manifest = plain(document);
    if (manifest === undefined) return [];
    return lint.check(manifest).map(({ severity, path, message }): YamlProblem => {
      const from = offsetOf(document, path);
      const end = text.indexOf('\n', from);
      const to = Math.max(from + 1, end < 0 ? text.length : end);
      return { from, to, severity, code: 'said', params: { message } };
    });
  });
}

function plain(document: Document): unknown {
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    return undefined;
  }
}

/** Of what is there, or of what it would stand in. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return document.range?.[0] ?? 0;
}
