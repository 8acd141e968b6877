import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  textParam,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiGitMergeLine } from '@remixicon/react';
import { Link as RouterLink, Navigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { Comparison } from './Comparison';
import { readRunAddress, runAddress } from './runAddress';
import { useRunBefore, useRunOnce } from './useCompared';

const PARAMS = { a: textParam(), b: textParam() };

/** Two runs side by side. Where only the later is named, the one before that succeeded is the other. */
export function ComparePage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [{ a, b }] = useUrlState(PARAMS);
  useDocumentTitle(t('compare.title'), t('title'));
  return (
    <Page>
      <PageHeader
        title={t('compare.title')}
        icon={<RiGitMergeLine size={22} />}
        breadcrumbs={[{ title: t('title'), to: links.runs() }]}
      />
      <PageContent>
        <CompareBody a={a} b={b} />
      </PageContent>
    </Page>
  );
}

function CompareBody({ a, b }: { a: string; b: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const refs = { a: readRunAddress(a), b: readRunAddress(b) };
  const one = useRunOnce(refs.a);
  const other = useRunOnce(refs.b);
  if (refs.b === undefined || (a !== '' && refs.a === undefined))
    return (
      <EmptyState
        title={t('compare.none')}
        description={t('compare.noneHint')}
        action={
          <Button variant="outlined" component={RouterLink} to={links.runs()}>
            {t('run.toList')}
          </Button>
        }
      />
    );
  const failed = [one, other].find(({ isError, data }) => isError && data === undefined);
  if (failed !== undefined) {
    return (
      <FailureState
        title={t('compare.failed')}
        deniedTitle={t('run.denied')}
        error={failed.error}
        onRetry={() => void failed.refetch()}
      />
    );
  }
  if (other.data !== undefined && refs.a === undefined) return <FindEarlier later={other.data} />;
  if (one.data === undefined || other.data === undefined) return <LoadingState lines={8} />;
  // The address may name them in any order.
  const [earlier, later] =
    one.data.createdAt <= other.data.createdAt ? [one.data, other.data] : [other.data, one.data];
  return <Comparison a={earlier} b={later} />;
}

function FindEarlier({ later }: { later: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const { data, isPending, isError, error, refetch } = useRunBefore(later, { enabled: true });
  if (data)
    return <Navigate replace to={links.compare(runAddress(later.ref), runAddress(data.ref))} />;
  if (isError)
    return (
      <ErrorState
        title={t('compare.failed')}
        error={new Error(describeError(error).message)}
        onRetry={() => void refetch()}
      />
    );
  if (isPending && later.pipeline !== undefined) return <LoadingState lines={8} />;
  return (
    <EmptyState
      title={t('compare.noEarlier')}
      description={t('compare.noEarlierHint')}
      action={
        <Button variant="outlined" component={RouterLink} to={links.run(later.ref)}>
          {later.ref.name}
        </Button>
      }
    />
  );
}
