import type { Health } from '@kubemate/kube-common';
import type { HelmRelease, HelmStatus } from '@kubemate/plugin-clusters-common';

/** How a release is, by what Helm last did to it. */
export const STATUS_HEALTH: Readonly<Record<HelmStatus, Health>> = {
  deployed: 'ok',
  failed: 'failed',
  superseded: 'idle',
  uninstalled: 'idle',
  uninstalling: 'progressing',
  'pending-install': 'progressing',
  'pending-upgrade': 'progressing',
  'pending-rollback': 'progressing',
  unknown: 'unknown',
};

/** Words, each of which stands in the name, the chart or the place. */
export function matchesRelease(release: HelmRelease, text: string): boolean {
  const { name, namespace, cluster, chart, chartVersion, appVersion = '', status } = release;
  const all = [name, namespace, cluster, chart, chartVersion, appVersion, status]
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every(word => all.includes(word));
}
