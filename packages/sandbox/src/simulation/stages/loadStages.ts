import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** The package's folder of scenario files: its sources and its bundle lie at different depths. */
export const scenarioFolder = join(
  dirname(require.resolve('@kubemate/sandbox/package.json')),
  'scenario',
);

// The files are the package's own and few; every cluster reads them, and parsing is a good part of a start.
const parsed = new Map<string, readonly unknown[]>();

/** The YAML documents of one file under the scenario folder. Shared: they must not be changed. */
export function readDocuments(path: string): readonly unknown[] {
  const known = parsed.get(path) ?? parseFile(path);
  parsed.set(path, known);
  return known;
}

function parseFile(path: string): unknown[] {
  const source = readFileSync(join(scenarioFolder, path), 'utf8');
  const documents = parseAllDocuments(source);
  if (!Array.isArray(documents)) return [];
  return documents
    .map(document => {
      const [error] = document.errors;
      if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
      return document.toJS() as unknown;
    })
    .filter(document => document !== null);
}

/** All stage documents of the sandbox, in order of file name and place in the file. */
export function readStageDocuments(): unknown[] {
  return readdirSync(join(scenarioFolder, 'stages'))
    .filter(name => name.endsWith('.yaml'))
    .sort()
    .flatMap(name => readDocuments(join('stages', name)));
}
