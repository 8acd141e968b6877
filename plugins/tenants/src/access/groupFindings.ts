import type { AccessFinding } from '@kubemate/plugin-tenants-common';
import { subjectText } from './accessState';

/** The same binding gives the same subject the same on these clusters. */
export interface FindingGroup {
  readonly key: string;
  readonly finding: AccessFinding;
  readonly clusters: readonly string[];
}

export interface FindingFilter {
  readonly search: string;
  readonly kinds: readonly string[];
  readonly severities: readonly string[];
  readonly clusters: readonly string[];
}

/** Findings that match, those that differ only by cluster in one, worst first. */
export function groupFindings(
  findings: readonly AccessFinding[],
  { search, kinds, severities, clusters }: FindingFilter,
): readonly FindingGroup[] {
  const among = (chosen: readonly string[], value: string) =>
    chosen.length === 0 || chosen.includes(value);
  const text = search.trim().toLocaleLowerCase();
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const { kind, severity, cluster, chain } = finding;
    const { subject, binding, role } = chain;
    const words = [subjectText(subject), binding.name, binding.namespace ?? '', role.name];
    if (!among(kinds, kind) || !among(severities, severity) || !among(clusters, cluster)) continue;
    if (!words.join(' ').toLocaleLowerCase().includes(text)) continue;
    const key = [kind, subjectText(subject), binding.kind, binding.namespace, binding.name].join(
      ' ',
    );
    const known = groups.get(key);
    groups.set(key, {
      key,
      finding: known?.finding ?? finding,
      clusters: [...(known?.clusters ?? []), cluster],
    });
  }
  const rank = ({ finding }: FindingGroup) => (finding.severity === 'high' ? 0 : 1);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}
