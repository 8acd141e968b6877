import type { Health } from '@kubemate/kube-common';
import type { CodeQuality, ImageEvidence, ImageScan } from '@kubemate/plugin-pipelines-common';

type Known = Extract<ImageEvidence, { state: 'known' }>;

const SIGNATURE: Readonly<Record<Known['signature']['state'], Health>> = {
  verified: 'ok',
  unchecked: 'unknown',
  rejected: 'failed',
  none: 'unknown',
};

export function signatureHealth({ signature }: Known): Health {
  return SIGNATURE[signature.state];
}

/** A critical vulnerability is red, a high one yellow; what was never scanned is not known. */
export function scanHealth(scan: ImageScan | undefined): Health {
  if (scan === undefined) return 'unknown';
  if (scan.critical > 0) return 'failed';
  return scan.high > 0 ? 'warning' : 'ok';
}

export function qualityHealth(quality: CodeQuality): Health {
  if (quality.state !== 'known' || quality.gate === 'none') return 'unknown';
  return quality.gate === 'passed' ? 'ok' : 'failed';
}
