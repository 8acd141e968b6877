import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { Age, KeyValueList } from '@kubemate/ui';
import type { ReactNode } from 'react';
import { useTenants } from '../api/queries';
import { EntityLink } from '../links/EntityLink';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

/** What the tenant declares beside its places and people. */
export function AboutTenant({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const plan = useTenants().data?.plans.find(({ name }) => name === tenant.plan);
  const { network, registries, serviceAccounts, roles } = tenant;
  const facts: readonly [string, string, ReactNode][] = [
    ['name', t('about.name'), tenant.name],
    ['owner', t('about.owner'), <EntityLink key="owner" entityRef={tenant.owner} />],
    ['plan', t('about.plan'), plan?.title ?? tenant.plan],
    ['podSecurity', t('about.podSecurity'), t(`podSecurity.${tenant.podSecurity}`)],
    ['delivery', t('about.delivery'), t(`delivery.${tenant.delivery ?? 'direct'}`)],
    ['isolation', t('about.isolation'), t(`isolation.${network.isolation}`)],
    ['peers', t('about.peers'), network.peers.join(', ') || t('about.nobody')],
    ['registries', t('about.registries'), registries.join(', ') || t('about.anyRegistry')],
    [
      'accounts',
      t('about.serviceAccounts'),
      serviceAccounts.map(({ name }) => name).join(', ') || t('about.noAccounts'),
    ],
    [
      'roles',
      t('about.yourRoles'),
      roles.map(role => t(`role.${role}`)).join(', ') || t('about.noRoles'),
    ],
    ['changed', t('about.changed'), <Changed key="changed" tenant={tenant} />],
  ];
  return <KeyValueList items={facts.map(([key, label, value]) => ({ key, label, value }))} />;
}

function Changed({ tenant: { updatedAt, updatedBy } }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return (
    <>
      <Age at={updatedAt} />
      {' · '}
      {updatedBy === 'configuration' ? (
        t('about.byConfiguration')
      ) : (
        <EntityLink entityRef={updatedBy} />
      )}
    </>
  );
}
