import { findCondition } from '../conditions';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { isKind, isWorkload } from '../shapes/isKind';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../shapes/workload';
import { advice, describe, kubectl } from './nextSteps';
import type { WhyContext } from './WhyContext';
import { conditionEvidence, fieldEvidence, finding, say } from './WhyContext';

type Rollable = Deployment | ReplicaSet | StatefulSet | DaemonSet;

interface Counts {
  readonly desired: number;
  readonly ready: number;
  readonly updated?: number;
}

function countsOf(object: Rollable): Counts {
  if (isKind(object, 'DaemonSet')) {
    const { status } = object;
    return {
      desired: status?.desiredNumberScheduled ?? 0,
      ready: status?.numberReady ?? 0,
      updated: status?.updatedNumberScheduled,
    };
  }
  const { spec, status } = object;
  return {
    desired: spec?.replicas ?? 1,
    ready: status?.readyReplicas ?? 0,
    updated: status && 'updatedReplicas' in status ? status.updatedReplicas : undefined,
  };
}

function stuck(deployment: Deployment): Finding[] {
  const progressing = findCondition(deployment.status?.conditions, 'Progressing');
  if (progressing?.status !== 'False') return [];
  const { desired, updated = 0 } = countsOf(deployment);
  const { namespace, name } = deployment.metadata;
  const seconds = deployment.spec?.progressDeadlineSeconds ?? 600;
  return [
    finding('rollout-stuck', 'failed', {
      summary: `The rollout made no progress for ${seconds} s: ${updated} of ${desired} pods are of the new revision, ${deployment.status?.availableReplicas ?? 0} available`,
      params: { desired, updated, reason: progressing.reason ?? '', seconds },
      evidence: [conditionEvidence(deployment, progressing)],
      nextSteps: [
        {
          id: 'roll-back',
          text: 'Go back to the revision before, if that one worked',
          command: kubectl(namespace, 'rollout', 'undo', `deployment/${name}`),
        },
        describe(deployment, 'deployment'),
      ],
    }),
  ];
}

function paused(deployment: Deployment): Finding[] {
  if (!deployment.spec?.paused) return [];
  const { namespace, name } = deployment.metadata;
  return [
    finding('rollout-stuck', 'info', {
      summary: 'The rollout is paused on purpose: changes of the pod template wait',
      code: 'rollout-paused',
      params: { reason: 'Paused' },
      evidence: [fieldEvidence(deployment, 'spec.paused', 'true')],
      nextSteps: [
        {
          id: 'resume-rollout',
          text: 'Let it go on',
          command: kubectl(namespace, 'rollout', 'resume', `deployment/${name}`),
        },
      ],
    }),
  ];
}

function scaledToZero(object: KubeObject): Finding[] {
  return [
    finding('scaled-to-zero', 'info', {
      summary: 'It is scaled to zero on purpose and runs no pods',
      params: {},
      evidence: [fieldEvidence(object, 'spec.replicas', '0')],
      nextSteps: [
        {
          id: 'scale-up',
          text: 'Scale it up when it should run',
          command: kubectl(
            object.metadata.namespace,
            'scale',
            `${object.kind.toLowerCase()}/${object.metadata.name}`,
            '--replicas=1',
          ),
        },
      ],
    }),
  ];
}

/** What the controller of a workload says of its rollout, and how many pods are missing. */
export function explainRollout(object: KubeObject, context: WhyContext): Finding[] {
  if (!isWorkload(object) || isKind(object, 'Job')) return [];
  const { desired, ready } = countsOf(object);
  if (desired === 0) return object.kind === 'DaemonSet' ? [] : scaledToZero(object);
  const findings = isKind(object, 'Deployment') ? [...stuck(object), ...paused(object)] : [];
  if (ready >= desired) return findings;
  const pods = context.related('Pod').length;
  return [
    ...findings,
    finding('replicas-missing', ready === 0 ? 'failed' : 'warning', {
      summary: `${ready} of ${desired} pods are ready`,
      params: { ready, desired, reason: 'PodsNotReady' },
      evidence: [
        { kind: 'count', ...say('replicas-ready', { ready, desired, pods }), source: object.kind },
      ],
      nextSteps: [
        advice('see-pods', 'Look at the pods that are not ready'),
        describe(object, 'deployment'),
      ],
    }),
  ];
}
