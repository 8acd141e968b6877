import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import type { Tenant, TenantList } from '@kubemate/plugin-tenants-common';
import {
  ActionButton,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  useDocumentTitle,
} from '@kubemate/ui';
import { useRef, useState, type ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router-dom';
import { useTenant, useTenants } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { TenantDialog } from '../operations/TenantDialog';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { changesOf, draftOf, draftProblems, toSpec } from './tenantDraft';
import { TenantForm } from './TenantForm';
import { useProblemText } from './useProblemText';

/** Changes what a tenant declares. */
export function ChangeTenantPage() {
  const { name = '' } = useParams();
  const { t } = useTranslationRef(tenantsTranslationRef);
  const tenant = useTenant(name);
  const list = useTenants();
  useDocumentTitle(t('form.changeTitle'), tenant.data?.title ?? name);
  const failed = tenant.error ?? list.error;
  if (tenant.data !== undefined && list.data !== undefined && tenant.data.may.change)
    return <ChangeTenant key={tenant.data.name} tenant={tenant.data} list={list.data} />;
  return (
    <Frame name={name} title={tenant.data?.title ?? name}>
      {failed !== null ? (
        <Failure name={name} error={failed} onRetry={() => void tenant.refetch()} />
      ) : tenant.data?.may.change === false ? (
        <DeniedState title={t('form.changeDenied')} reason={t('denied.change')} />
      ) : (
        <LoadingState lines={8} />
      )}
    </Frame>
  );
}

function Failure({ name, error, onRetry }: { name: string; error: Error; onRetry(): void }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { kind, message } = describeError(error);
  return kind === 'not-found' ? (
    <EmptyState title={t('tenant.unknown', { name })} description={t('tenant.unknownHint')} />
  ) : (
    <ErrorState title={t('tenant.failed')} error={new Error(message)} onRetry={onRetry} />
  );
}

function Frame(props: { name: string; title: string; actions?: ReactNode; children: ReactNode }) {
  const { name, title, actions, children } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  return (
    <Page>
      <PageHeader
        title={t('form.changeTitle')}
        breadcrumbs={[
          { title: t('list.title'), to: links.tenants() },
          { title, to: links.tenant(name) },
        ]}
        actions={actions}
      />
      <PageContent>{children}</PageContent>
    </Page>
  );
}

function ChangeTenant({ tenant, list }: { tenant: Tenant; list: TenantList }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const textOf = useProblemText();
  // What it was when the form was opened; a change of somebody else meanwhile is the operation's to refuse.
  const [before] = useState(tenant);
  const [draft, setDraft] = useState(() => draftOf(before));
  const [planning, setPlanning] = useState(false);
  const made = useRef(false);
  const opener = useRef<HTMLButtonElement>(null);
  const [problem] = draftProblems(draft);
  const changes = changesOf(before, toSpec(draft));
  const blocked = problem
    ? textOf(problem)
    : Object.keys(changes).length === 0
      ? t('form.unchanged')
      : undefined;
  return (
    <Frame
      name={tenant.name}
      title={tenant.title}
      actions={
        <ActionButton
          ref={opener}
          variant="contained"
          disabledReason={blocked}
          onClick={() => setPlanning(true)}
        >
          {t('form.showPlan')}
        </ActionButton>
      }
    >
      <TenantForm
        exists
        draft={draft}
        onChange={patch => setDraft(now => ({ ...now, ...patch }))}
        list={list}
      />
      {planning && (
        <TenantDialog
          contract={tenantOperations.changeTenant}
          input={{ name: tenant.name, ...changes }}
          title={t('actions.titleOf', { action: t('actions.change'), name: tenant.title })}
          runLabel={t('form.save')}
          keepOpen
          opener={opener.current}
          onReceipt={({ status }) => {
            made.current = status !== 'denied' && status !== 'waiting';
          }}
          onClose={() => {
            setPlanning(false);
            if (made.current) navigate(links.tenant(tenant.name));
          }}
        />
      )}
    </Frame>
  );
}
