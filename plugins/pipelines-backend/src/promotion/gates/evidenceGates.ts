import type { CodeQuality, Gate, ImageEvidence } from '@kubemate/plugin-pipelines-common';
import type { ScanRule } from '../environments/Environment';

type GateOf<K extends Gate['kind']> = Extract<Gate, { kind: K }>;
type Cleared = Gate['clearedBy'];

/** A signature that cannot be checked lets through; whoever wants it checked configures a key. */
export function signedGate(evidence: ImageEvidence, clearedBy: Cleared): GateOf<'image-signed'> {
  const why = evidence.state === 'known' ? evidence.signature.state : evidence.state;
  const state = why === 'verified' || why === 'unchecked' ? 'passed' : 'blocked';
  return { kind: 'image-signed', state, why, evidence, clearedBy };
}

export function scannedGate(
  evidence: ImageEvidence,
  { rule, now, clearedBy }: { rule: ScanRule; now: number; clearedBy: Cleared },
): GateOf<'image-scanned'> {
  const { maxCritical, maxHigh } = rule;
  const why = evidence.state === 'known' ? scanVerdict(evidence, { rule, now }) : evidence.state;
  return {
    ...{ kind: 'image-scanned', state: why === 'clean' ? 'passed' : 'blocked', why, maxCritical },
    ...(maxHigh === undefined ? {} : { maxHigh }),
    ...{ evidence, clearedBy },
  };
}

function scanVerdict(
  { scan, unsignedScans }: Extract<ImageEvidence, { state: 'known' }>,
  { rule, now }: { rule: ScanRule; now: number },
): GateOf<'image-scanned'>['why'] {
  if (scan === undefined) return unsignedScans > 0 ? 'unsigned' : 'not-scanned';
  // A report that does not say when it was made may be of any age.
  if (rule.maxAgeMs !== undefined && now - (scan.at ?? 0) > rule.maxAgeMs) return 'too-old';
  const isClean = scan.critical <= rule.maxCritical && scan.high <= (rule.maxHigh ?? Infinity);
  return isClean ? 'clean' : 'too-many';
}

export function qualityGate(
  quality: CodeQuality,
  { rule, clearedBy }: { rule: 'required' | 'ifKnown'; clearedBy: Cleared },
): GateOf<'quality-gate'> {
  const why = quality.state === 'known' ? quality.gate : quality.state;
  const isUnknown = ['none', 'no-project', 'no-server', 'absent'].includes(why);
  const state =
    why === 'passed' ? 'passed' : rule === 'ifKnown' && isUnknown ? 'unknown' : 'blocked';
  return { kind: 'quality-gate', state, why, quality, clearedBy };
}
