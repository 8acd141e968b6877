import type { CodeQuality, ImageEvidence, ImageScan } from '@kubemate/plugin-pipelines-common';
import { SIGNATURE_REFUSALS } from '@kubemate/plugin-pipelines-common';
import { blockedBy } from './blockedBy';
import { qualityGate, scannedGate, signedGate } from './evidenceGates';

const NOW = Date.parse('2026-03-10T00:00:00Z');
const DAY = 86_400_000;
const clearedBy = { groups: ['group:default/team'] };

type Known = Extract<ImageEvidence, { state: 'known' }>;

function known(given: Partial<Known> = {}): Known {
  return {
    ...{ state: 'known', registry: 'r', repository: 'shop/cart', digest: 'sha256:1' },
    ...{ signature: { state: 'none', keys: [], refusals: [] }, sboms: [], unsignedScans: 0 },
    ...given,
  };
}

const scan = (given: Partial<ImageScan> = {}): ImageScan => ({
  ...{ scanner: 'Trivy', at: NOW - DAY, isVerified: true },
  ...{ critical: 0, high: 0, medium: 0, low: 0, unknown: 0 },
  ...given,
});

const away: ImageEvidence = { state: 'unreachable', registry: 'r', detail: 'r does not answer' };

describe('signature', () => {
  it.each([
    ['verified', 'passed'],
    ['unchecked', 'passed'],
    ['rejected', 'blocked'],
    ['none', 'blocked'],
  ] as const)('%s is %s', (state, verdict) => {
    const gate = signedGate(known({ signature: { state, keys: [], refusals: [] } }), clearedBy);
    expect(gate).toMatchObject({ state: verdict, why: state, clearedBy });
  });

  it('says of each reason why no signature counts', () => {
    for (const reason of SIGNATURE_REFUSALS) {
      const refusals = [{ reason, subject: 'eve@example.com', issuer: 'https://login.example' }];
      const signature = { state: 'rejected' as const, keys: [], refusals };
      const [said] = blockedBy([signedGate(known({ signature }), clearedBy)]);
      expect(said?.text).toMatch(/^No signature of this image counts\. ./);
      expect(said?.text).not.toMatch(/[{}]|undefined/);
    }
  });

  it.each([
    away,
    { state: 'no-registry', registry: 'r' },
    { state: 'no-digest', registry: 'r' },
  ] as const)('blocks what nothing is known of: %j', evidence => {
    const gate = signedGate(evidence, clearedBy);
    expect(gate).toMatchObject({ state: 'blocked', why: evidence.state });
    expect(blockedBy([gate])[0]?.text).toMatch(/^Nothing is known of its signature: ./);
  });
});

describe('scan', () => {
  const ask = (evidence: ImageEvidence, rule: object = {}) =>
    scannedGate(evidence, { rule: { maxCritical: 0, ...rule }, now: NOW, clearedBy });

  it.each([
    [known({ scan: scan() }), {}, 'clean'],
    [known({ scan: scan({ critical: 1 }) }), {}, 'too-many'],
    [known({ scan: scan({ critical: 1 }) }), { maxCritical: 1 }, 'clean'],
    [known({ scan: scan({ high: 3 }) }), {}, 'clean'],
    [known({ scan: scan({ high: 3 }) }), { maxHigh: 2 }, 'too-many'],
    [known({ scan: scan() }), { maxAgeMs: DAY / 2 }, 'too-old'],
    [known({ scan: scan({ at: undefined }) }), { maxAgeMs: DAY }, 'too-old'],
    [known(), {}, 'not-scanned'],
    [known({ unsignedScans: 1 }), {}, 'unsigned'],
    [away, {}, 'unreachable'],
  ])('%j by %j is %s', (evidence, rule, why) => {
    const gate = ask(evidence, rule);
    expect(gate).toMatchObject({ why, state: why === 'clean' ? 'passed' : 'blocked' });
    expect(blockedBy([gate])).toHaveLength(why === 'clean' ? 0 : 1);
    expect(JSON.stringify(blockedBy([gate]))).not.toMatch(/undefined/);
  });
});

describe('code quality', () => {
  const judged = (gate: 'passed' | 'failed' | 'none'): CodeQuality => ({
    ...{ state: 'known', server: 's', project: 'p', gate, measures: [], url: 'https://s' },
    conditions: [{ metric: 'new_bugs', isMet: gate !== 'failed' }],
  });

  it.each([
    [judged('passed'), 'required', 'passed'],
    [judged('failed'), 'ifKnown', 'blocked'],
    [judged('none'), 'required', 'blocked'],
    [judged('none'), 'ifKnown', 'unknown'],
    [{ state: 'no-project' }, 'required', 'blocked'],
    [{ state: 'no-project' }, 'ifKnown', 'unknown'],
    [{ state: 'unreachable', project: 'p', detail: 'away' }, 'ifKnown', 'blocked'],
  ] as const)('%j is, where %s, %s', (quality, rule, state) => {
    const gate = qualityGate(quality, { rule, clearedBy });
    expect(gate.state).toBe(state);
    expect(JSON.stringify(blockedBy([gate]))).not.toMatch(/undefined/);
  });
});
