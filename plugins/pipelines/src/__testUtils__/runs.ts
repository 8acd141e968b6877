import type { DefinitionDetail, Run, RunDetail, TaskNode } from '@kubemate/plugin-pipelines-common';

export const START = Date.parse('2026-03-01T10:00:00Z');

export function run(given: Partial<Run> = {}): Run {
  return {
    ref: { engine: 'tekton', place: 'dev', folder: 'shop', name: 'build-1' },
    uid: 'uid-1',
    pipeline: 'build',
    phase: 'running',
    trigger: { kind: 'push', by: 'dana' },
    source: { branch: 'main', commit: '4f2a9c1d7b' },
    component: 'storefront',
    createdAt: START,
    startedAt: START,
    tasks: { total: 4, done: 2, failed: 0 },
    isArchived: false,
    ...given,
  };
}

export function node(id: string, given: Partial<TaskNode> = {}): TaskNode {
  return {
    ...{ id, title: id, kind: 'task', phase: 'succeeded', retries: 0, isCritical: false },
    ...{ steps: [], params: [], results: [] },
    ...given,
  };
}

export function runDetail(given: Partial<RunDetail> = {}): RunDetail {
  return {
    ...run(),
    params: [{ name: 'revision', value: 'main' }],
    results: [],
    artifacts: [],
    workspaces: [{ name: 'source', binding: 'emptyDir' }],
    graph: {
      nodes: [
        node('clone', { startedAt: START, finishedAt: START + 20_000, isCritical: true }),
        node('test', {
          phase: 'running',
          startedAt: START + 20_000,
          steps: [{ name: 'unit', phase: 'running' }],
        }),
      ],
      edges: [{ from: 'clone', to: 'test' }],
    },
    ...given,
  };
}

export function definition(given: Partial<DefinitionDetail> = {}): DefinitionDetail {
  return {
    ...{ engine: 'tekton', place: 'dev', folder: 'shop', name: 'build', kind: 'Pipeline' },
    description: 'Builds the image',
    parts: ['clone', 'test'],
    createdAt: START,
    params: [
      { name: 'revision', type: 'string', description: 'What is built' },
      { name: 'level', type: 'string', default: 'fast', enum: ['fast', 'full'] },
    ],
    workspaces: [{ name: 'source', optional: false }],
    results: [],
    graph: { nodes: [node('clone'), node('test')], edges: [{ from: 'clone', to: 'test' }] },
    usedBy: [],
    ...given,
  };
}
