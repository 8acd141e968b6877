import type { Phrase } from '@kubemate/operations-common';
import { say, sayRefusal } from '@kubemate/plugin-pipelines-common';
import type { Gate, ImageEvidence, PhraseCode } from '@kubemate/plugin-pipelines-common';

type GateOf<K extends Gate['kind']> = Extract<Gate, { kind: K }>;

/** One sentence for each gate that blocks, with who can clear it. */
export function blockedBy(gates: readonly Gate[]): Phrase[] {
  return gates.flatMap(gate => (gate.state === 'blocked' ? [phraseOf(gate)] : []));
}

/** Several sentences as one. */
export function together(phrases: readonly Phrase[]): Phrase | undefined {
  return [...phrases].reduceRight<Phrase | undefined>(
    (rest, first) => (rest === undefined ? first : say('both', { first, rest })),
    undefined,
  );
}

function phraseOf(gate: Gate): Phrase {
  switch (gate.kind) {
    case 'pipeline-passed':
      return say(
        gate.why === 'failed' ? 'runFailed' : gate.why === 'running' ? 'runGoesOn' : 'runUnknown',
      );
    case 'approvals':
      return approvalPhrase(gate);
    case 'quality-gate':
      return qualityPhrase(gate);
    case 'image-signed':
      if (gate.why === 'rejected') return refusedPhrase(gate.evidence);
      return gate.why === 'none'
        ? say('unsigned')
        : say('signatureUnknown', { why: untold(gate.evidence) });
    case 'image-scanned':
      return scanPhrase(gate);
    case 'metrics':
      return metricsPhrase(gate);
    default: {
      const window = gate.windows.find(({ isActive }) => isActive);
      return say('frozen', {
        until: window === undefined ? '' : new Date(window.endsAt).toISOString(),
        reason: window?.reason ?? '',
        permission: gate.clearedBy.permission ?? '',
      });
    }
  }
}

function approvalPhrase({ needed, given, why, clearedBy }: GateOf<'approvals'>): Phrase {
  const missing = {
    ...{ approved: say('given', { given }), waiting: say('given', { given }) },
    ...{ 'not-asked': say('notAsked'), rejected: say('wasRejected'), expired: say('hasExpired') },
  };
  const code = needed === 1 ? 'approvalMissing' : 'approvalsMissing';
  return say(code, { needed, groups: clearedBy.groups.join(', '), why: missing[why] });
}

function metricsPhrase({ checks }: GateOf<'metrics'>): Phrase {
  const told = checks
    .filter(({ blocks }) => blocks)
    .map(({ environment, said }) => say('metricIn', { environment, metric: said }));
  return together(told) ?? say('metricIn', { environment: '', metric: '' });
}

function qualityPhrase({ why, quality }: GateOf<'quality-gate'>): Phrase {
  if (why === 'failed' && quality.state === 'known') {
    const broken = quality.conditions.filter(({ isMet }) => !isMet).map(({ metric }) => metric);
    return say('qualityFailed', { metrics: broken.join(', ') });
  }
  const reasons: Readonly<Partial<Record<typeof why, PhraseCode>>> = {
    'no-project': 'noProject',
    'no-server': 'noServer',
    absent: 'projectAbsent',
    forbidden: 'projectForbidden',
    unreachable: 'sonarAway',
  };
  return say('qualityUnknown', { why: say(reasons[why] ?? 'neverComputed') });
}

function scanPhrase({ why, evidence, maxCritical, maxHigh }: GateOf<'image-scanned'>): Phrase {
  if (why === 'too-many' && evidence.state === 'known') {
    const { critical = 0, high = 0 } = evidence.scan ?? {};
    const found = { critical, high, maxCritical };
    return maxHigh === undefined
      ? say('tooManyCritical', found)
      : say('tooMany', { ...found, maxHigh });
  }
  if (why === 'too-old') return say('scanOld');
  if (why === 'not-scanned') return say('notScanned');
  if (why === 'unsigned') return say('scanUnsigned');
  return say('scanUnknown', { why: untold(evidence) });
}

/** With why each signature that is there does not count. */
function refusedPhrase(evidence: ImageEvidence): Phrase {
  const refusals = evidence.state === 'known' ? evidence.signature.refusals : [];
  const all = [say('unsignedByKey'), ...refusals.map(sayRefusal)];
  return together(all) ?? say('unsignedByKey');
}

function untold(evidence: ImageEvidence): Phrase | string {
  if (evidence.state === 'no-registry')
    return say('registryUnknown', { registry: evidence.registry });
  if (evidence.state === 'no-digest') return say('digestUnknown');
  return 'detail' in evidence ? evidence.detail : '';
}
