import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import {
  ActionButton,
  DeniedState,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  useDocumentTitle,
} from '@kubemate/ui';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useTenants } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { TenantDialog } from '../operations/TenantDialog';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { draftProblems, emptyDraft, nameOf, toSpec } from './tenantDraft';
import type { TenantDraft } from './tenantDraft';
import { TenantForm } from './TenantForm';
import { useProblemText } from './useProblemText';

/** Declares a new tenant; then the plan shows each object on each cluster before any is made. */
export function CreateTenantPage() {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const query = useTenants();
  const textOf = useProblemText();
  const [draft, setDraft] = useState<TenantDraft>(emptyDraft);
  const [planning, setPlanning] = useState(false);
  const made = useRef(false);
  const opener = useRef<HTMLButtonElement>(null);
  useDocumentTitle(t('form.createTitle'), t('list.title'));
  const name = nameOf(draft);
  const [problem] = draftProblems(draft);
  const taken = query.data?.items.some(tenant => tenant.name === name);
  const blocked = problem ? textOf(problem) : taken ? t('form.nameTaken', { name }) : undefined;
  const body = () => {
    if (query.isPending) return <LoadingState lines={8} />;
    if (query.data === undefined)
      return (
        <FailureState
          title={t('list.failed')}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      );
    if (!query.data.mayCreate)
      return <DeniedState title={t('form.denied')} reason={t('list.createDenied')} />;
    return (
      <TenantForm
        draft={draft}
        onChange={patch => setDraft(now => ({ ...now, ...patch }))}
        list={query.data}
      />
    );
  };
  return (
    <Page>
      <PageHeader
        title={t('form.createTitle')}
        breadcrumbs={[{ title: t('list.title'), to: links.tenants() }]}
        actions={
          query.data?.mayCreate === true && (
            <ActionButton
              ref={opener}
              variant="contained"
              disabledReason={blocked}
              onClick={() => setPlanning(true)}
            >
              {t('form.showPlan')}
            </ActionButton>
          )
        }
      />
      <PageContent>{body()}</PageContent>
      {planning && (
        <TenantDialog
          contract={tenantOperations.createTenant}
          input={toSpec(draft)}
          title={t('form.createTitleOf', { name: draft.title.trim() })}
          runLabel={t('form.create')}
          keepOpen
          opener={opener.current}
          onReceipt={({ status }) => {
            made.current = status !== 'denied' && status !== 'waiting';
          }}
          onClose={() => {
            setPlanning(false);
            if (made.current) navigate(links.tenant(name));
          }}
        />
      )}
    </Page>
  );
}
