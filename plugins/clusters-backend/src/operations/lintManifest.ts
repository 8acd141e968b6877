import { NotFoundError } from '@backstage/errors';
import type { Sentence } from '@kubemate/operations-common';
import type { OperationContext } from '@kubemate/operations-node';
import {
  findingPhrase,
  isLinted,
  lintDefinition,
  referencedTasks,
  say,
  taskInterface,
} from '@kubemate/plugin-pipelines-common';
import type { LintFinding, TaskInterface } from '@kubemate/plugin-pipelines-common';
import { isNode, LineCounter, parseDocument } from 'yaml';
import type { NamedObject } from './namedObject';
import type { Manifest } from './parseManifest';

const TASKS = { group: 'tekton.dev', version: 'v1', plural: 'tasks' };
/** Each is a request. */
const MOST_TASKS = 50;
/** With this annotation at `warn` nothing is refused: a Tekton may know more than this check. */
const ANNOTATION = 'kubemate.io/lint';
const MOST_WARNINGS = 20;

/** What the API server does not say of a manifest: that a Pipeline or Task would not run. */
export async function lintManifest(
  { text, manifest, named }: { text: string; manifest: Manifest; named: NamedObject },
  context: OperationContext,
): Promise<{ refusal?: Sentence; warnings: readonly Sentence[] }> {
  if (!isLinted(manifest)) return { warnings: [] };
  const known = await readTasks(manifest, { named, context });
  const findings = lintDefinition(manifest, { taskOf: name => known.get(name) });
  const grave = findings.filter(finding => isGrave(finding, manifest));
  const warnings = findings.filter(
    finding => finding.severity !== 'info' && !grave.includes(finding),
  );
  const [first] = grave;
  const where = lineReader(text);
  const more = grave.length - 1;
  const refusal = first && where(first);
  return {
    warnings: warnings.slice(0, MOST_WARNINGS).map(where),
    ...(refusal && {
      refusal: more > 0 ? say('lintMore', { finding: refusal, count: more }) : refusal,
    }),
  };
}

function isGrave({ severity, message }: LintFinding, { metadata }: Manifest): boolean {
  if (severity !== 'error' || metadata.annotations?.[ANNOTATION] === 'warn') return false;
  // Of several manifests that are applied one by one the Task may be the next; an editor saves what is there.
  return message.code !== 'lintUnknownTask' || metadata.resourceVersion !== undefined;
}

/** As the person: of what they may not read nothing is said. */
async function readTasks(
  manifest: Manifest,
  { named, context }: { named: NamedObject; context: OperationContext },
): Promise<ReadonlyMap<string, TaskInterface | 'missing'>> {
  const known = new Map<string, TaskInterface | 'missing'>();
  const { cluster, namespace } = named.ref;
  if (manifest.kind !== 'Pipeline') return known;
  await Promise.all(
    referencedTasks(manifest)
      .slice(0, MOST_TASKS)
      .map(async name => {
        try {
          const ref = { cluster, namespace, resource: TASKS, name };
          const task = await context.kube.get(ref, context.viewer);
          known.set(name, taskInterface(task.spec));
        } catch (error) {
          if (error instanceof NotFoundError) known.set(name, 'missing');
        }
      }),
  );
  return known;
}

function lineReader(text: string): (finding: LintFinding) => Sentence {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, logLevel: 'silent' });
  return finding => {
    for (let length = finding.path.length; length > 0; length--) {
      const node = document.getIn(finding.path.slice(0, length), true);
      if (!isNode(node) || !node.range) continue;
      const { line } = lineCounter.linePos(node.range[0]);
      return say('lintAtLine', { line, finding: findingPhrase(finding) });
    }
    return findingPhrase(finding);
  };
}
