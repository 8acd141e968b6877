import type { LoggerService } from '@backstage/backend-plugin-api';
import type { AuditorEntry, AuditorTrail } from '@kubemate/http-node';
import type { Clock } from '@kubemate/kube-node';
import type { AuditTrail } from '../AuditTrail';
import type { AuditConfig } from '../config/readAuditConfig';
import { BufferRecorder } from '../recorder/BufferRecorder';
import { toAuditorEvent } from './toAuditorEvent';

const ORDER = ['low', 'medium', 'high', 'critical'] as const;

export interface AuditorRecorderDeps {
  readonly events: AuditorTrail;
  readonly trail: AuditTrail;
  readonly config: AuditConfig['events'];
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** Records what plugins of Backstage tell through its auditor, from a severity on: the requests behind plain reads have records of their own. */
export function auditorRecorder({
  events,
  config,
  ...deps
}: AuditorRecorderDeps): BufferRecorder<AuditorEntry> {
  const isKept = ({ severity }: AuditorEntry) =>
    ORDER.indexOf(severity) >= ORDER.indexOf(config.from);
  return new BufferRecorder({
    ...{ ...deps, buffer: events, noun: 'events' },
    toEvent: async entry => (isKept(entry) ? toAuditorEvent(entry) : undefined),
  });
}
