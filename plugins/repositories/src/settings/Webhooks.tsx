import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import type { RepositoryDetail, Webhook } from '@kubemate/plugin-repositories-common';
import { ActionButton, Age, EmptyState, LoadingState, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useWebhooks } from '../api/queries';
import { ListLine } from '../links/ListLine';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { PartFailure } from '../repository/PartFailure';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { DeliveryStateChip } from './DeliveryStateChip';
import { WebhookDialog } from './WebhookDialog';

type Act = 'change' | 'remove' | 'ping';

interface Asked {
  readonly act: Act | 'add';
  readonly webhook?: Webhook;
  readonly opener: HTMLElement;
}

/** Whom the repository tells what happens in it. */
export function Webhooks({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const query = useWebhooks(repository);
  const [asked, setAsked] = useState<Asked>();
  const items = query.data?.items ?? [];
  const add = (
    <Button
      variant="outlined"
      size="small"
      onClick={event => setAsked({ act: 'add', opener: event.currentTarget })}
    >
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Section title={t('webhooks.title')} actions={items.length > 0 && add}>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        {t('webhooks.hint')}
      </Typography>
      {query.isPending && <LoadingState lines={3} />}
      {query.isError && query.data === undefined && (
        <PartFailure query={query} unknown={t('settings.denied')} failed={t('webhooks.failed')} />
      )}
      {query.data && items.length === 0 && (
        <EmptyState title={t('webhooks.none')} description={t('webhooks.noneHint')} action={add} />
      )}
      {items.length > 0 && (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, mx: -2, p: 0 }}>
          {items.map(webhook => (
            <WebhookLine
              key={webhook.id}
              repository={repository}
              webhook={webhook}
              onAct={(act, opener) => setAsked({ act, webhook, opener })}
            />
          ))}
        </Box>
      )}
      {asked && (
        <Dialogs repository={repository} asked={asked} onClose={() => setAsked(undefined)} />
      )}
    </Section>
  );
}

function WebhookLine(props: {
  repository: RepositoryDetail;
  webhook: Webhook;
  onAct(act: Act, opener: HTMLElement): void;
}) {
  const { repository, webhook, onAct } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const { url, events, active, hasSecret, lastDelivery } = webhook;
  return (
    <ListLine>
      <Box sx={{ flex: '1 1 280px', minWidth: 0 }}>
        <Link
          component={RouterLink}
          to={links.repository(repository, { tab: 'settings', webhook: webhook.id })}
          sx={{ overflowWrap: 'anywhere', fontWeight: 500 }}
        >
          {url}
        </Link>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mt: 0.5 }}>
          {!active && <Chip size="small" label={t('webhooks.inactive')} />}
          {events.map(event => (
            <Chip
              key={event}
              size="small"
              variant="outlined"
              label={t(`webhooks.event.${event}`)}
            />
          ))}
          <Typography variant="body2" color="text.secondary">
            {t(hasSecret ? 'webhooks.signed' : 'webhooks.unsigned')}
          </Typography>
          {lastDelivery ? (
            <>
              <DeliveryStateChip delivery={lastDelivery} />
              <Typography variant="body2" color="text.secondary">
                <Age at={lastDelivery.sentAt ?? lastDelivery.createdAt} />
              </Typography>
            </>
          ) : (
            <Typography variant="body2" color="text.secondary">
              {t('webhooks.never')}
            </Typography>
          )}
        </Box>
      </Box>
      {(['ping', 'change', 'remove'] as const).map(act => (
        <ActionButton
          key={act}
          size="small"
          variant="outlined"
          color="inherit"
          onClick={event => onAct(act, event.currentTarget)}
        >
          {t(`webhooks.${act}`)}
        </ActionButton>
      ))}
    </ListLine>
  );
}

function Dialogs(props: { repository: RepositoryDetail; asked: Asked; onClose(): void }) {
  const { repository, asked, onClose } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { owner, name } = repository;
  const { act, webhook, opener } = asked;
  if (webhook === undefined || act === 'add' || act === 'change')
    return (
      <WebhookDialog
        place={{ owner, name }}
        {...(webhook === undefined ? {} : { webhook })}
        {...{ opener, onClose }}
      />
    );
  return (
    <RepositoryDialog
      contract={repositoryOperations[act === 'remove' ? 'removeWebhook' : 'redeliver']}
      input={{ owner, name, webhook: webhook.id }}
      title={t(`webhooks.${act}Title`, { url: webhook.url })}
      runLabel={t(`webhooks.${act}`)}
      {...{ opener, onClose }}
    />
  );
}
