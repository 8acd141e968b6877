import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Registration } from '@kubemate/plugin-clusters-common';
import { KeyValueList, PartialBanner, Section } from '@kubemate/ui';
import { EntityLink } from '../identity/EntityLink';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { useClusterAccess, useRegistrations } from './useRegistry';

const SOON_MS = 30 * 86_400_000;

/** How a cluster came to the portal and with which kind of credential, for those who may change it. Never the credential. */
export function RegistrationFacts({ name }: { name: string }) {
  const access = useClusterAccess(name, { enabled: true });
  const registrations = useRegistrations({ enabled: access.data?.edit?.allowed === true });
  const registration = registrations.data?.items.find(item => item.name === name);
  if (registration === undefined) return null;
  return <Facts registration={registration} />;
}

function Facts({ registration }: { registration: Registration }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { credentialExpiresAt: expiresAt, credentialKind, pinned } = registration;
  const now = Date.now();
  const byAt = (who: string, at: number) => (
    <>
      <EntityLink entityRef={who} /> · {new Date(at).toLocaleString()}
    </>
  );
  const ends = expiresAt !== undefined && new Date(expiresAt).toLocaleString();
  return (
    <>
      {expiresAt !== undefined && expiresAt < now + SOON_MS && (
        <PartialBanner
          severity={expiresAt < now ? 'failed' : 'warning'}
          title={t(expiresAt < now ? 'registry.expired' : 'registry.expiresSoon', {
            date: new Date(expiresAt).toLocaleString(),
          })}
          items={[{ key: 'hint', text: t('registry.expiresHint') }]}
        />
      )}
      <Section title={t('registry.registration')}>
        <KeyValueList
          items={[
            {
              key: 'credential',
              label: t('registry.credential'),
              value: t(`registry.credentials.${credentialKind}`),
            },
            ...(ends ? [{ key: 'ends', label: t('registry.expires'), value: ends }] : []),
            {
              key: 'pinned',
              label: t('registry.pinned'),
              value: registration.server.startsWith('http:')
                ? t('registry.step.plainHttp')
                : t(pinned ? 'registry.pinnedYes' : 'registry.pinnedNo'),
            },
            {
              key: 'rotated',
              label: t('registry.rotated'),
              value: new Date(registration.rotatedAt).toLocaleString(),
            },
            {
              key: 'added',
              label: t('registry.addedBy'),
              value: byAt(registration.createdBy, registration.createdAt),
            },
            {
              key: 'changed',
              label: t('registry.changedBy'),
              value: byAt(registration.changedBy, registration.changedAt),
            },
          ]}
        />
      </Section>
    </>
  );
}
