import { isTrue } from '../conditions';
import { internCell } from '../intern';
import type { KubeObject } from '../kubeObject';
import type { PodCondition } from '../shapes/pod';
import { forKind, shown } from './Projection';
import type { HealthReport } from './Projection';

interface CertificateSigningRequest extends KubeObject {
  readonly spec?: {
    readonly signerName?: string;
    readonly username?: string;
    readonly expirationSeconds?: number;
  };
  readonly status?: {
    readonly conditions?: readonly PodCondition[];
    readonly certificate?: string;
  };
}

function requestHealth({ status }: CertificateSigningRequest): HealthReport {
  const conditions = status?.conditions;
  if (isTrue(conditions, 'Denied')) return { health: 'idle', reason: 'Denied' };
  if (isTrue(conditions, 'Failed')) return { health: 'failed', reason: 'Failed' };
  if (!isTrue(conditions, 'Approved')) return { health: 'warning', reason: 'Pending' };
  return status?.certificate
    ? { health: 'idle', reason: 'Issued' }
    : { health: 'progressing', reason: 'Approved' };
}

const requests = forKind<CertificateSigningRequest>({
  columns: [
    shown('signer', 'Signer'),
    shown('requestor', 'Requestor'),
    shown('condition', 'Condition'),
    shown('durationSeconds', 'Requested duration (s)', 'number'),
  ],
  read(request) {
    const report = requestHealth(request);
    return {
      ...report,
      cells: {
        signer: internCell(request.spec?.signerName),
        requestor: internCell(request.spec?.username),
        condition: report.reason ?? null,
        durationSeconds: request.spec?.expirationSeconds ?? null,
      },
    };
  },
});

/** Projections of the group `certificates.k8s.io`, by plural. */
export const certificates = { certificatesigningrequests: requests };
