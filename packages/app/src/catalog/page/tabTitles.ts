/** Titles that tabs of entities have in their plugins, and the key of each in the shell's translations. */
const KEYS = {
  Overview: 'overview',
  Workloads: 'workloads',
  Kubernetes: 'kubernetes',
  Pipelines: 'pipelines',
  Access: 'access',
  Activity: 'activity',
  Docs: 'docs',
  Dependencies: 'dependencies',
  Definition: 'definition',
  Diagram: 'diagram',
} as const;

export type TabKey = (typeof KEYS)[keyof typeof KEYS];

/** Undefined for a tab that the portal does not know: its title stays as its plugin wrote it. */
export function tabKey(title: string): TabKey | undefined {
  return Object.entries(KEYS).find(([known]) => known === title)?.[1];
}
