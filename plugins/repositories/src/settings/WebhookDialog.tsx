import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  repositoryOperations,
  WEBHOOK_EVENTS,
  webhookUrlSchema,
} from '@kubemate/plugin-repositories-common';
import type { RepositoryPlace, Webhook, WebhookEvent } from '@kubemate/plugin-repositories-common';
import Checkbox from '@mui/material/Checkbox';
import FormControl from '@mui/material/FormControl';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormGroup from '@mui/material/FormGroup';
import FormLabel from '@mui/material/FormLabel';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const MIN_SECRET = 8;

/** Adds a webhook, or changes one. */
export function WebhookDialog(props: {
  place: RepositoryPlace;
  webhook?: Webhook;
  opener: HTMLElement;
  onClose(): void;
}) {
  const { place, webhook, opener, onClose } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(webhook?.events ?? ['push']);
  const [secret, setSecret] = useState('');
  const [active, setActive] = useState(webhook?.active ?? true);
  const isUrl = webhookUrlSchema.safeParse(url.trim()).success;
  const isSecret = secret === '' || secret.length >= MIN_SECRET;
  const isReady = isUrl && isSecret && events.length > 0;
  const input = {
    ...{ ...place, url: url.trim(), events: [...events], active },
    ...(secret === '' ? {} : { secret }),
  };
  const toggle = (event: WebhookEvent, on: boolean) =>
    setEvents(WEBHOOK_EVENTS.filter(each => (each === event ? on : events.includes(each))));
  const common = {
    inputHint: t(isUrl && events.length === 0 ? 'webhooks.eventFirst' : 'webhooks.urlFirst'),
    title: webhook ? t('webhooks.changeTitle', { url: webhook.url }) : t('webhooks.addTitle'),
    runLabel: t(webhook ? 'webhooks.change' : 'webhooks.add'),
    ...{ opener, onClose },
  };
  const form = (
    <Stack gap={2} sx={{ pt: 1 }}>
      <TextField
        label={t('webhooks.url')}
        value={url}
        onChange={event => setUrl(event.target.value)}
        error={url !== '' && !isUrl}
        helperText={t('webhooks.urlHint')}
        placeholder="https://ci.example.com/hooks"
        inputProps={{ maxLength: 500 }}
      />
      <FormControl component="fieldset">
        <FormLabel component="legend">{t('webhooks.events')}</FormLabel>
        <FormGroup row>
          {WEBHOOK_EVENTS.map(event => (
            <FormControlLabel
              key={event}
              label={t(`webhooks.event.${event}`)}
              control={
                <Checkbox
                  checked={events.includes(event)}
                  onChange={(_, on) => toggle(event, on)}
                />
              }
            />
          ))}
        </FormGroup>
      </FormControl>
      <TextField
        type="password"
        autoComplete="new-password"
        label={t(webhook?.hasSecret ? 'webhooks.newSecret' : 'webhooks.secret')}
        value={secret}
        onChange={event => setSecret(event.target.value)}
        error={!isSecret}
        helperText={t(webhook?.hasSecret ? 'webhooks.newSecretHint' : 'webhooks.secretHint')}
        inputProps={{ maxLength: 200 }}
      />
      <FormControlLabel
        label={t('webhooks.active')}
        control={<Switch checked={active} onChange={(_, on) => setActive(on)} />}
      />
    </Stack>
  );
  if (webhook === undefined)
    return (
      <RepositoryDialog
        contract={repositoryOperations.addWebhook}
        input={isReady ? input : undefined}
        {...common}
      >
        {form}
      </RepositoryDialog>
    );
  return (
    <RepositoryDialog
      contract={repositoryOperations.changeWebhook}
      input={isReady ? { ...input, webhook: webhook.id } : undefined}
      {...common}
    >
      {form}
    </RepositoryDialog>
  );
}
