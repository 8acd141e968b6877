import { say } from '../promotion/phrases';
import type { LintFinding, TaskLookup } from './LintFinding';
import { lintPipeline } from './lintPipeline';
import { lintTask } from './lintTask';
import { Part } from './Part';
import { referenceOf } from './PipelineTask';

/** More than anybody reads. */
const MOST = 100;
/** A variable in every line of a text that long is somebody's joke. */
const MAX_TEXTS = 20_000;
const API = /^tekton\.dev\/v1(beta1)?$/;

/** Whether there is anything to say of a manifest of this kind. */
export function isLinted({ apiVersion, kind }: { apiVersion?: unknown; kind?: unknown }): boolean {
  return (
    typeof apiVersion === 'string' &&
    API.test(apiVersion) &&
    (kind === 'Pipeline' || kind === 'Task')
  );
}

/** The Tasks of its namespace that a Pipeline names. */
export function referencedTasks(manifest: unknown): readonly string[] {
  const spec = new Part(manifest).at('spec');
  const tasks = [...spec.at('tasks').items, ...spec.at('finally').items];
  return [...new Set(tasks.flatMap(task => referenceOf(task) ?? []))].sort();
}

/**
 * What will not work in a Pipeline or a Task, or not as it seems; errors first, then in the order of the definition.
 * Whatever else the manifest is, there is nothing to say. Never throws, whatever it holds.
 */
export function lintDefinition(
  manifest: unknown,
  { taskOf }: { taskOf: TaskLookup },
): readonly LintFinding[] {
  const root = new Part(manifest);
  const head = { apiVersion: root.at('apiVersion').text, kind: root.at('kind').text };
  const spec = root.at('spec');
  if (!isLinted(head) || spec.texts.length > MAX_TEXTS) return [];
  const findings: LintFinding[] = [];
  const report = (finding: LintFinding) => {
    findings.push(finding);
  };
  if (head.kind === 'Task') lintTask(spec, { report });
  else lintPipeline(spec, { taskOf, report });
  const rank = { error: 0, warning: 1, info: 2 };
  return findings.sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, MOST);
}

/** What a finding says, with what to do about it. */
export function findingPhrase({ message, hint }: LintFinding) {
  return hint === undefined ? message : say('lintWithHint', { finding: message, hint });
}
