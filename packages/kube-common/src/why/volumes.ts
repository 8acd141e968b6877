import { formatDuration } from '../age';
import { findCondition } from '../conditions';
import type { EventSummary } from '../eventSummary';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { formatBytes } from '../quantity';
import { isKind } from '../shapes/isKind';
import type { Pod } from '../shapes/pod';
import type { PersistentVolumeClaim } from '../shapes/storage';
import { advice, describe, kubectl } from './nextSteps';
import { missingReference, parseMissingReference } from './references';
import type { SummaryCode } from './summaryParams';
import type { WhyContext } from './WhyContext';
import {
  conditionEvidence,
  eventEvidence,
  fieldEvidence,
  fieldSaid,
  finding,
  say,
} from './WhyContext';

const MOUNT_REASONS = new Set([
  'FailedMount',
  'FailedAttachVolume',
  'FailedMapVolume',
  'FailedMountOnFilesystemMismatch',
]);

const FULL = 0.95;

interface MountProblem {
  readonly reason: string;
  readonly code?: SummaryCode;
  readonly text: string;
  readonly step: string;
}

function mountProblem(message: string): MountProblem {
  if (/Multi-Attach error/i.test(message))
    return {
      reason: 'multi-attach',
      code: 'mount-multi-attach',
      text: 'the volume is still attached to another node and may be on one only',
      step: 'Wait until the other pod is gone, or use a ReadWriteMany volume',
    };
  if (/timed out|deadline exceeded/i.test(message))
    return {
      reason: 'timeout',
      code: 'mount-timeout',
      text: 'it did not finish in time',
      step: 'Look at the storage driver on the node and at the storage system',
    };
  if (/permission denied|access denied|not authorized|forbidden/i.test(message))
    return {
      reason: 'denied',
      code: 'mount-denied',
      text: 'the storage refuses access',
      step: "Check the driver's credentials and the export or share",
    };
  return { reason: 'failed', text: message, step: 'Look at the storage driver on the node' };
}

function explainMount(pod: Pod, event: EventSummary): Finding {
  const reference = parseMissingReference(event.message);
  if (reference !== undefined) return missingReference(pod, reference, [eventEvidence(event)]);
  const { reason, code, text, step } = mountProblem(event.message);
  return finding('volume-mount', 'failed', {
    summary: `A volume cannot be mounted: ${text}`,
    code,
    params: { reason, node: pod.spec?.nodeName ?? '', message: event.message },
    evidence: [eventEvidence(event)],
    nextSteps: [advice('repair-mount', step), describe(pod)],
  });
}

function explainMounts(pod: Pod, context: WhyContext): Finding[] {
  const statuses = [
    ...(pod.status?.initContainerStatuses ?? []),
    ...(pod.status?.containerStatuses ?? []),
  ];
  // Mounting precedes every container: once one has run, a failed attempt is history.
  const started = statuses.some(({ state, lastState, restartCount = 0 }) =>
    Boolean(state?.running || state?.terminated || lastState?.terminated || restartCount > 0),
  );
  if (pod.status?.phase !== 'Pending' || started) return [];
  const event = context.eventsOf('Pod', pod).find(({ reason }) => MOUNT_REASONS.has(reason));
  return event === undefined ? [] : [explainMount(pod, event)];
}

function missingOfPod(pod: Pod, context: WhyContext): Finding[] {
  const { namespace } = pod.metadata;
  return (pod.spec?.volumes ?? []).flatMap(({ name: volume, ...source }) => {
    const references = [
      { kind: 'PersistentVolumeClaim', name: source.persistentVolumeClaim?.claimName },
      { kind: 'ConfigMap', name: source.configMap?.name },
      { kind: 'Secret', name: source.secret?.secretName },
    ];
    return references.flatMap(({ kind, name }) =>
      name && context.isMissing({ kind, namespace, name })
        ? [
            missingReference(pod, { kind, name }, [
              fieldEvidence(pod, `spec.volumes[${volume}]`, `${kind} ${name}`),
            ]),
          ]
        : [],
    );
  });
}

function fullness(claim: PersistentVolumeClaim, context: WhyContext): Finding[] {
  const { namespace, name } = claim.metadata;
  const usage = context.input.volumeUsage?.find(
    entry => entry.claim === name && entry.namespace === namespace,
  );
  if (usage === undefined || usage.usedBytes < usage.capacityBytes * FULL) return [];
  const percent = Math.floor((usage.usedBytes / usage.capacityBytes) * 100);
  return [
    finding('volume-full', percent >= 100 ? 'failed' : 'warning', {
      summary: `Volume of claim ${name} is ${percent}% full`,
      params: { claim: name, percent, reason: 'Full' },
      evidence: [
        {
          kind: 'count',
          ...say('volume-used', {
            used: formatBytes(usage.usedBytes),
            capacity: formatBytes(usage.capacityBytes),
          }),
          source: `PersistentVolumeClaim ${name}`,
        },
      ],
      nextSteps: [
        advice('expand-volume', 'Expand the claim if its storage class allows it, or free space'),
      ],
    }),
  ];
}

const BINDING_EVENTS = new Set([
  'ProvisioningFailed',
  'FailedBinding',
  'VolumeMismatch',
  'ProvisioningCleanupFailed',
  'WaitForFirstConsumer',
  'WaitForPodScheduled',
  'ExternalProvisioning',
  'Provisioning',
]);

interface PendingSentence {
  readonly summary: string;
  readonly code?: SummaryCode;
  readonly params?: Finding['params'];
}

function pendingSentence(event: EventSummary | undefined, context: WhyContext): PendingSentence {
  if (event === undefined) return { summary: 'The claim is not bound to a volume' };
  switch (event.reason) {
    case 'WaitForFirstConsumer':
    case 'WaitForPodScheduled':
      return {
        code: 'claim-waits-for-pod',
        summary:
          'The claim waits for a pod that uses it to be scheduled; its storage class binds that late',
      };
    case 'ExternalProvisioning':
    case 'Provisioning': {
      const waited = formatDuration(context.input.now - event.firstSeen);
      return {
        code: 'claim-provisioning',
        summary: `The claim has been waiting for its provisioner for ${waited}`,
        params: { waited },
      };
    }
    default:
      return {
        code: 'claim-unmet',
        summary: `No volume for the claim: ${event.message}`,
        params: { message: event.message },
      };
  }
}

function pendingClaim(claim: PersistentVolumeClaim, context: WhyContext): Finding {
  const event = context
    .eventsOf('PersistentVolumeClaim', claim)
    .find(({ reason }) => BINDING_EVENTS.has(reason));
  const storageClass = claim.spec?.storageClassName ?? '';
  const evidence = event && eventEvidence(event);
  const gone =
    storageClass !== '' && context.isMissing({ kind: 'StorageClass', name: storageClass })
      ? { kind: 'StorageClass', name: storageClass }
      : parseMissingReference(event?.message ?? '');
  const field =
    storageClass === ''
      ? fieldSaid(claim, 'unset', { path: 'spec.storageClassName' })
      : fieldEvidence(claim, 'spec.storageClassName', storageClass);
  if (gone !== undefined) return missingReference(claim, gone, [evidence ?? [], field].flat());
  const sentence = pendingSentence(event, context);
  const waits = event?.reason === 'WaitForFirstConsumer';
  return finding('volume-pending', waits ? 'info' : 'warning', {
    ...sentence,
    params: {
      ...sentence.params,
      claim: claim.metadata.name,
      storageClass,
      reason: event?.reason ?? 'Pending',
    },
    evidence: [evidence, field],
    nextSteps: [
      waits
        ? advice('use-claim', 'Start a pod that uses the claim')
        : advice('check-provisioner', 'Check that the class exists and that its provisioner runs'),
      {
        id: 'see-classes',
        text: 'See the storage classes',
        command: kubectl(undefined, 'get', 'storageclass'),
      },
    ],
  });
}

function explainClaim(claim: PersistentVolumeClaim, context: WhyContext): Finding[] {
  const phase = claim.status?.phase;
  if (phase === 'Lost')
    return [
      finding('volume-pending', 'failed', {
        summary: `The volume ${claim.spec?.volumeName ?? ''} that the claim was bound to is gone`,
        code: 'volume-lost',
        params: { claim: claim.metadata.name, reason: 'Lost' },
        evidence: [fieldEvidence(claim, 'status.phase', 'Lost')],
        nextSteps: [advice('restore-volume', 'Restore the data into a new claim')],
      }),
    ];
  if (phase !== 'Bound' && !claim.metadata.deletionTimestamp) return [pendingClaim(claim, context)];
  const error = ['ControllerResizeError', 'NodeResizeError', 'ModifyVolumeError']
    .map(type => findCondition(claim.status?.conditions, type))
    .find(condition => condition?.status === 'True');
  const resize =
    error &&
    finding('volume-pending', 'warning', {
      summary: `The volume cannot be changed: ${error.message ?? error.type}`,
      code: 'volume-unchanged',
      params: {
        claim: claim.metadata.name,
        reason: error.type,
        message: error.message ?? error.type,
      },
      evidence: [conditionEvidence(claim, error)],
      nextSteps: [describe(claim, 'pvc')],
    });
  return [...fullness(claim, context), ...(resize ? [resize] : [])];
}

function explainClaimsOf(pod: Pod, context: WhyContext): Finding[] {
  const names = new Set(pod.spec?.volumes?.map(v => v.persistentVolumeClaim?.claimName));
  return context
    .related('PersistentVolumeClaim')
    .filter(({ metadata: { name, namespace } }) =>
      Boolean(names.has(name) && namespace === pod.metadata.namespace),
    )
    .flatMap(claim =>
      explainClaim(claim, context).map(found => ({
        ...found,
        subject: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          namespace: claim.metadata.namespace,
          name: claim.metadata.name,
        },
      })),
    );
}

/** Why a claim has no volume, or a pod cannot use the volumes it names. */
export function explainVolumes(object: KubeObject, context: WhyContext): Finding[] {
  if (isKind(object, 'PersistentVolumeClaim')) return explainClaim(object, context);
  if (!isKind(object, 'Pod')) return [];
  const pod = object;
  return [
    ...missingOfPod(pod, context),
    ...explainMounts(pod, context),
    ...explainClaimsOf(pod, context),
  ];
}
