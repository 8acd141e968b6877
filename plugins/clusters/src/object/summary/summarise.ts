import type { ResourceId } from '@kubemate/kube-common';
import type { Fields } from '../Fields';
import {
  summariseBinding,
  summariseNamespace,
  summariseNode,
  summariseQuota,
  summariseRole,
} from './cluster';
import { summariseCustom } from './custom';
import { summariseIngress, summariseService } from './network';
import { summarisePod } from './pod';
import { summariseClaim, summariseConfigMap, summariseSecret, summariseVolume } from './storage';
import type { SummarySection } from './Summary';
import {
  summariseAutoscaler,
  summariseCronJob,
  summariseDaemonSet,
  summariseJob,
  summariseReplicas,
} from './workloads';

/** By API group and plural; versions of a kind share the fields read here. */
const SUMMARIES: Readonly<Record<string, (object: Fields) => readonly SummarySection[]>> = {
  '/pods': summarisePod,
  '/nodes': summariseNode,
  '/namespaces': summariseNamespace,
  '/services': summariseService,
  '/configmaps': summariseConfigMap,
  '/secrets': summariseSecret,
  '/persistentvolumeclaims': summariseClaim,
  '/persistentvolumes': summariseVolume,
  '/resourcequotas': summariseQuota,
  'apps/deployments': summariseReplicas,
  'apps/replicasets': summariseReplicas,
  'apps/statefulsets': summariseReplicas,
  'apps/daemonsets': summariseDaemonSet,
  'batch/jobs': summariseJob,
  'batch/cronjobs': summariseCronJob,
  'autoscaling/horizontalpodautoscalers': summariseAutoscaler,
  'networking.k8s.io/ingresses': summariseIngress,
  'rbac.authorization.k8s.io/roles': summariseRole,
  'rbac.authorization.k8s.io/clusterroles': summariseRole,
  'rbac.authorization.k8s.io/rolebindings': summariseBinding,
  'rbac.authorization.k8s.io/clusterrolebindings': summariseBinding,
};

function isEmpty(section: SummarySection): boolean {
  if (section.type === 'table') return section.rows.length === 0;
  if (section.type === 'capacity') return section.bars.length === 0;
  return section.facts.length === 0;
}

/** The sections of an object's overview that have something to say. */
export function summarise(
  { group, plural }: Pick<ResourceId, 'group' | 'plural'>,
  object: Fields,
): readonly SummarySection[] {
  const summary = SUMMARIES[`${group}/${plural}`] ?? summariseCustom;
  return summary(object).filter(section => !isEmpty(section));
}
