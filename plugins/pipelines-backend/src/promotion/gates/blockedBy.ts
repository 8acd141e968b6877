import type { Gate, ImageEvidence } from '@kubemate/plugin-pipelines-common';

type GateOf<K extends Gate['kind']> = Extract<Gate, { kind: K }>;

/** One sentence for each gate that blocks, with who can clear it. */
export function blockedBy(gates: readonly Gate[]): string[] {
  return gates.flatMap(gate => (gate.state === 'blocked' ? [sentenceOf(gate)] : []));
}

function sentenceOf(gate: Gate): string {
  if (gate.kind === 'pipeline-passed') {
    const what = {
      succeeded: '',
      failed: 'The run that made this image has failed',
      running: 'The run that made this image has not ended',
      unknown: 'No run that you may see made this image',
    };
    return what[gate.why];
  }
  if (gate.kind === 'approvals') {
    const whose = gate.clearedBy.groups.join(' or ');
    const missing = `It takes ${gate.needed} approval${gate.needed === 1 ? '' : 's'} of ${whose}`;
    const state = {
      approved: '',
      'not-asked': 'nobody has asked for it',
      waiting: `${gate.given} given`,
      rejected: 'it was rejected',
      expired: 'the request has expired',
    };
    return `${missing}: ${state[gate.why]}`;
  }
  if (gate.kind === 'quality-gate') return qualitySentence(gate);
  if (gate.kind === 'image-signed')
    return gate.why === 'rejected'
      ? 'No key that counts has signed this image'
      : gate.why === 'none'
        ? 'Nobody has signed this image'
        : `Nothing is known of its signature: ${untold(gate.evidence)}`;
  if (gate.kind === 'image-scanned') return scanSentence(gate);
  if (gate.kind === 'metrics') return metricsSentence(gate);
  const [window] = gate.windows.filter(({ isActive }) => isActive);
  const until = window === undefined ? '' : ` until ${new Date(window.endsAt).toISOString()}`;
  return `Changes are frozen${until} (${window?.reason ?? ''}); ${gate.clearedBy.permission} overrides it`;
}

function metricsSentence({ checks }: GateOf<'metrics'>): string {
  const told = checks.filter(({ blocks }) => blocks);
  return told
    .map(({ environment, message }) => `In ${environment}: ${message.replace(/\.$/, '')}`)
    .join('. ');
}

function qualitySentence({ why, quality }: GateOf<'quality-gate'>): string {
  if (why === 'failed' && quality.state === 'known') {
    const broken = quality.conditions.filter(({ isMet }) => !isMet).map(({ metric }) => metric);
    return `The quality gate of SonarQube has failed: ${broken.join(', ')}`;
  }
  const reasons = {
    ...{ passed: '', failed: '', none: 'it was never computed' },
    'no-project': 'the component names no project (sonarqube.org/project-key)',
    'no-server': 'no SonarQube is configured',
    ...{ absent: 'the project is not there', forbidden: 'the portal may not read it' },
    unreachable: 'SonarQube does not answer',
  };
  return `Nothing is known of its quality gate: ${reasons[why]}`;
}

function scanSentence({ why, evidence, ...limits }: GateOf<'image-scanned'>): string {
  if (why === 'too-many' && evidence.state === 'known') {
    const high = limits.maxHigh === undefined ? '' : ` and ${limits.maxHigh} high`;
    return `The scan tells of ${evidence.scan?.critical} critical and ${evidence.scan?.high} high vulnerabilities; ${limits.maxCritical} critical${high} are let through`;
  }
  if (why === 'too-old') return 'The newest scan of this image is too old';
  if (why === 'not-scanned') return 'The registry has no scan of this image';
  if (why === 'unsigned') return 'No key that counts has signed a scan of this image';
  return `Nothing is known of its scan: ${untold(evidence)}`;
}

function untold(evidence: ImageEvidence): string {
  if (evidence.state === 'no-registry')
    return `the registry ${evidence.registry} is not configured`;
  if (evidence.state === 'no-digest') return 'its digest is not known';
  return 'detail' in evidence ? evidence.detail : '';
}
