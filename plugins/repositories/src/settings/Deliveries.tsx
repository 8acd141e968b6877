import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import type {
  Delivery,
  DeliveryDetail,
  RepositoryDetail,
} from '@kubemate/plugin-repositories-common';
import { Age, CodeBlock, EmptyState, LoadingState, Section, useUrlState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useDeliveries, useDelivery, useWebhooks } from '../api/queries';
import { ListLine } from '../links/ListLine';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { PartFailure } from '../repository/PartFailure';
import { REPOSITORY_PARAMS } from '../repository/repositoryParams';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { DeliveryStateChip } from './DeliveryStateChip';

/** What a webhook has told, and one of these with its request and what was answered. */
export function Deliveries(props: { repository: RepositoryDetail; webhook: string }) {
  const { repository, webhook } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const [{ delivery }] = useUrlState(REPOSITORY_PARAMS);
  const query = useDeliveries(repository, webhook);
  const url = useWebhooks(repository).data?.items.find(({ id }) => id === webhook)?.url ?? '';
  const items = query.data?.items ?? [];
  return (
    <Stack gap={2}>
      <Box>
        <Button
          size="small"
          component={RouterLink}
          to={links.repository(repository, { tab: 'settings' })}
        >
          {t('deliveries.back')}
        </Button>
      </Box>
      <Section title={t('deliveries.title', { url })}>
        {query.isPending && <LoadingState lines={5} />}
        {query.isError && query.data === undefined && (
          <PartFailure
            query={query}
            unknown={t('deliveries.unknown')}
            failed={t('deliveries.failed')}
          />
        )}
        {query.data && items.length === 0 && (
          <EmptyState title={t('deliveries.none')} description={t('deliveries.noneHint')} />
        )}
        {items.length > 0 && (
          <Box component="ul" sx={{ listStyle: 'none', m: 0, mx: -2, p: 0 }}>
            {items.map(each => (
              <DeliveryLine
                key={each.id}
                delivery={each}
                isShown={each.id === delivery}
                to={links.repository(repository, {
                  ...{ tab: 'settings', webhook, delivery: each.id },
                })}
              />
            ))}
          </Box>
        )}
      </Section>
      {delivery && <OneDelivery {...{ repository, webhook, delivery }} />}
    </Stack>
  );
}

function DeliveryLine(props: { delivery: Delivery; isShown: boolean; to: string }) {
  const { delivery, isShown, to } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { id, event, createdAt, attempts, nextAt, state, durationMs, redeliveryOf } = delivery;
  return (
    <ListLine>
      <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
        <Link
          component={RouterLink}
          to={to}
          aria-current={isShown ? 'true' : undefined}
          sx={{ overflowWrap: 'anywhere', fontWeight: isShown ? 700 : 500 }}
        >
          {`${t(`webhooks.event.${event}`)} · ${id.slice(0, 8)}`}
        </Link>
        <Typography variant="body2" color="text.secondary">
          <Age at={createdAt} />
          {` · ${t('deliveries.attempts', { count: attempts })}`}
          {durationMs !== undefined &&
            ` · ${t('deliveries.took', { seconds: secondsOf(durationMs) })}`}
          {redeliveryOf && ` · ${t('deliveries.repeats')}`}
          {state === 'waiting' && attempts > 0 && nextAt !== undefined && (
            <>
              {` · ${t('deliveries.next')}: `}
              {timeOf(nextAt)}
            </>
          )}
        </Typography>
      </Box>
      <DeliveryStateChip delivery={delivery} />
    </ListLine>
  );
}

function timeOf(at: number): string {
  return new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }).format(at);
}

function secondsOf(durationMs: number): string {
  const format = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 2 });
  return format.format(durationMs / 1000);
}

function OneDelivery(props: { repository: RepositoryDetail; webhook: string; delivery: string }) {
  const { repository, webhook, delivery } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [opener, setOpener] = useState<HTMLElement>();
  const query = useDelivery(repository, webhook, delivery);
  const { owner, name } = repository;
  const { data } = query;
  return (
    <>
      {query.isPending && <LoadingState lines={6} />}
      {query.isError && data === undefined && (
        <PartFailure
          query={query}
          unknown={t('deliveries.unknown')}
          failed={t('deliveries.oneFailed')}
        />
      )}
      {data && (
        <>
          <Section
            title={t('deliveries.request')}
            actions={
              <Button
                size="small"
                variant="outlined"
                onClick={event => setOpener(event.currentTarget)}
              >
                {t('deliveries.again')}
              </Button>
            }
          >
            <Message headers={data.request.headers} body={data.request.body} />
          </Section>
          <Section title={t('deliveries.response')}>
            <Answer delivery={data} />
          </Section>
        </>
      )}
      {opener && (
        <RepositoryDialog
          contract={repositoryOperations.redeliver}
          input={{ owner, name, webhook, delivery }}
          title={t('deliveries.againTitle')}
          runLabel={t('deliveries.again')}
          opener={opener}
          onClose={() => setOpener(undefined)}
        />
      )}
    </>
  );
}

function Answer({ delivery: { response, error } }: { delivery: DeliveryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  if (response === undefined)
    return <Typography variant="body2">{error ?? t('deliveries.noResponse')}</Typography>;
  return <Message headers={response.headers} body={response.body} />;
}

function Message(props: { headers: Readonly<Record<string, string>>; body: string }) {
  const { headers, body } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <Stack gap={1}>
      <Typography variant="subtitle2">{t('deliveries.headers')}</Typography>
      {lines.length === 0 ? (
        <Typography variant="body2">{t('deliveries.empty')}</Typography>
      ) : (
        <CodeBlock code={lines.join('\n')} />
      )}
      <Typography variant="subtitle2">{t('deliveries.body')}</Typography>
      {body === '' ? (
        <Typography variant="body2">{t('deliveries.empty')}</Typography>
      ) : (
        <CodeBlock code={pretty(body)} />
      )}
    </Stack>
  );
}

/** JSON as people read it; what is none stays as it came. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
