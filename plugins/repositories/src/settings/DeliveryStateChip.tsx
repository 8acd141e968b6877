import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Delivery } from '@kubemate/plugin-repositories-common';
import { StatusChip } from '@kubemate/ui';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const HEALTH = { waiting: 'progressing', delivered: 'ok', failed: 'failed' } as const;

/** How a delivery stands, with what was answered. */
export function DeliveryStateChip({
  delivery: { state, status },
}: {
  delivery: Pick<Delivery, 'state' | 'status'>;
}) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const label = t(`deliveries.state.${state}`);
  return <StatusChip health={HEALTH[state]} label={status ? `${label} · ${status}` : label} />;
}
