import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import type { AccessToken } from '@kubemate/plugin-repositories-common';
import {
  ActionButton,
  Age,
  EmptyState,
  FailureState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  Section,
  StatusChip,
  useDocumentTitle,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiKey2Line } from '@remixicon/react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useAccessTokens } from '../api/queries';
import { ListLine } from '../links/ListLine';
import { useLinks } from '../links/useLinks';
import { RepositoryDialog } from '../operations/RepositoryDialog';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { CreateTokenDialog } from './CreateTokenDialog';
import { NewToken } from './NewToken';
import { tokenState } from './tokenState';

/** A person's own tokens, by which git proves who pushes. */
export function AccessTokensPage() {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const [opener, setOpener] = useState<HTMLElement>();
  const [made, setMade] = useState<{ name: string; token: string }>();
  useDocumentTitle(t('tokens.title'));
  const create = (
    <Button
      variant="contained"
      startIcon={<RiAddLine size={16} />}
      onClick={event => setOpener(event.currentTarget)}
    >
      {t('tokens.create')}
    </Button>
  );
  return (
    <Page>
      <PageHeader
        title={t('tokens.title')}
        icon={<RiKey2Line size={22} />}
        breadcrumbs={[{ title: t('list.title'), to: links.repositories() }]}
        actions={create}
      />
      <PageContent>
        <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, maxWidth: 960 }}>
          {made && <NewToken {...made} onClose={() => setMade(undefined)} />}
          <Tokens action={create} />
        </Box>
      </PageContent>
      {opener && (
        <CreateTokenDialog opener={opener} onMade={setMade} onClose={() => setOpener(undefined)} />
      )}
    </Page>
  );
}

function Tokens({ action }: { action: ReactNode }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { data, error, refetch } = useAccessTokens();
  const [gone, setGone] = useState<{ token: AccessToken; opener: HTMLElement }>();
  if (data === undefined)
    return error === null ? (
      <LoadingState lines={3} />
    ) : (
      <FailureState title={t('tokens.failed')} error={error} onRetry={() => void refetch()} />
    );
  if (data.items.length === 0)
    return (
      <EmptyState
        icon={<RiKey2Line size={32} />}
        title={t('tokens.none')}
        description={t('tokens.hint')}
        action={action}
      />
    );
  return (
    <Section title={t('tokens.yours')}>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1 }}>
        {t('tokens.hint')}
      </Typography>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, mx: -2, p: 0 }}>
        {data.items.map(token => (
          <TokenLine key={token.id} token={token} onRemove={opener => setGone({ token, opener })} />
        ))}
      </Box>
      {gone && (
        <RepositoryDialog
          contract={repositoryOperations.deleteAccessToken}
          input={{ id: gone.token.id }}
          title={t('tokens.removeTitle', { name: gone.token.name })}
          runLabel={t('tokens.remove')}
          opener={gone.opener}
          onClose={() => setGone(undefined)}
        />
      )}
    </Section>
  );
}

function TokenLine(props: { token: AccessToken; onRemove(opener: HTMLElement): void }) {
  const { token, onRemove } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { name, scope, expiresAt, lastUsedAt } = token;
  const { health, word } = tokenState(token, Date.now());
  return (
    <ListLine>
      <Box sx={{ flex: '1 1 280px', minWidth: 0 }}>
        <Typography sx={{ fontWeight: 500, overflowWrap: 'anywhere' }}>{name}</Typography>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mt: 0.5 }}>
          <StatusChip
            health={health}
            label={t(`tokens.${word}`, { at: new Date(expiresAt).toLocaleDateString() })}
          />
          <Typography variant="body2" color="text.secondary">
            {t(`tokens.scope.${scope}`)}
          </Typography>
          <Typography variant="body2" color="text.secondary">
            {lastUsedAt === undefined ? (
              t('tokens.neverUsed')
            ) : (
              <>
                {t('tokens.used')} <Age at={lastUsedAt} />
              </>
            )}
          </Typography>
        </Box>
      </Box>
      <ActionButton
        size="small"
        variant="outlined"
        color="inherit"
        aria-label={`${t('tokens.remove')} ${name}`}
        onClick={event => onRemove(event.currentTarget)}
      >
        {t('tokens.remove')}
      </ActionButton>
    </ListLine>
  );
}
