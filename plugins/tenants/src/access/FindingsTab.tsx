import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AccessFinding, TenantList } from '@kubemate/plugin-tenants-common';
import {
  DeniedState,
  EmptyState,
  FailureState,
  FilterBar,
  LoadingState,
  type MultiSelectProps,
  PartialBanner,
  Section,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { RiShieldCheckLine } from '@remixicon/react';
import { useAccessFindings } from '../api/queries';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { ACCESS_PARAMS } from './accessState';
import { FindingLine } from './FindingLine';
import { groupFindings } from './groupFindings';

const NOTHING = { search: '', kinds: [], severities: [], clusters: [] };

/** Subjects with more rights than they should have, each with the binding and rule that give it. */
export function FindingsTab({ list }: { list: TenantList }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [state, update] = useUrlState(ACCESS_PARAMS);
  const query = useAccessFindings(list.mayAskAboutOthers);
  const selects = useSelects(query.data?.items ?? [], list);
  if (!list.mayAskAboutOthers)
    return <DeniedState title={t('access.deniedOthers')} reason={t('access.onlyYourself')} />;
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.data === undefined) {
    return (
      <FailureState
        title={t('findings.failed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const { items, failures } = query.data;
  const groups = groupFindings(items, state);
  return (
    <>
      {failures.length > 0 && (
        <PartialBanner
          title={t('findings.partial')}
          items={failures.map(({ cluster, reason }) => ({
            key: `${cluster} ${reason}`,
            text: `${cluster}: ${reason}`,
          }))}
        />
      )}
      {items.length === 0 ? (
        <EmptyState
          icon={<RiShieldCheckLine size={32} />}
          title={t(failures.length > 0 ? 'findings.noneSeen' : 'findings.none')}
          description={t('findings.noneHint')}
        />
      ) : (
        <>
          <FilterBar
            search={state.search}
            onSearchChange={search => update({ search })}
            searchPlaceholder={t('findings.search')}
            selects={selects}
            onClear={() => update(NOTHING, { history: 'push' })}
          />
          {groups.length === 0 ? (
            <EmptyState
              title={t('findings.noMatch')}
              action={
                <Button variant="outlined" onClick={() => update(NOTHING, { history: 'push' })}>
                  {t('findings.showAll')}
                </Button>
              }
            />
          ) : (
            <Section title={t('findings.title', { count: groups.length })} flush>
              <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
                {groups.map(group => (
                  <FindingLine key={group.key} group={group} clusters={list.clusters} />
                ))}
              </Box>
            </Section>
          )}
        </>
      )}
    </>
  );
}

function useSelects(
  items: readonly AccessFinding[],
  list: TenantList,
): readonly MultiSelectProps[] {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [state, update] = useUrlState(ACCESS_PARAMS);
  const kinds = [...new Set(items.map(({ kind }) => kind))];
  return [
    {
      label: t('findings.kind'),
      options: kinds.map(value => ({ value, title: t(`finding.${value}`) })),
      value: state.kinds,
      onChange: value => update({ kinds: value }, { history: 'push' }),
    },
    {
      label: t('findings.severity'),
      options: (['high', 'medium'] as const).map(value => ({
        value,
        title: t(`severity.${value}`),
      })),
      value: state.severities,
      onChange: severities => update({ severities }, { history: 'push' }),
    },
    {
      label: t('list.cluster'),
      options: list.clusters.map(({ name, title }) => ({ value: name, title })),
      value: state.clusters,
      onChange: clusters => update({ clusters }, { history: 'push' }),
    },
  ];
}
