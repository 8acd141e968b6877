import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { EventListener } from '@kubemate/plugin-pipelines-common';
import { Age, CopyButton, PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** Which address a git server is given: the portal's, where it takes deliveries in the listener's place, or where the listener's own pod is published. */
export function HookAddress({ listener }: { listener: EventListener }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { name, address, hook } = listener;
  return (
    <Stack gap={0.5} sx={{ px: 2, py: 1.5, borderBottom: 1, borderColor: 'divider' }}>
      {hook !== undefined && (
        <>
          <Address label={t('triggers.give')} url={hook.url} />
          <Hint>{t(hook.hasOwnSecret ? 'triggers.ownSecret' : 'triggers.namedSecret')}</Hint>
        </>
      )}
      {address !== undefined && <Address label={t('triggers.address')} url={address} />}
      {hook === undefined && (
        <Hint>
          {address === undefined
            ? t('triggers.unserved')
            : t('triggers.publish', { service: `el-${name}` })}
        </Hint>
      )}
      {hook !== undefined && address !== undefined && <Hint>{t('triggers.both')}</Hint>}
      {hook !== undefined && <LastRefusal hook={hook} />}
    </Stack>
  );
}

function Address({ label, url }: { label: string; url: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (
    <Stack direction="row" flexWrap="wrap" alignItems="center" columnGap={1}>
      <Typography variant="body2">{label}</Typography>
      <Stack direction="row" alignItems="center" columnGap={0.5} sx={{ minWidth: 0 }}>
        <Box component="code" sx={{ fontSize: 13, overflowWrap: 'anywhere', minWidth: 0 }}>
          {url}
        </Box>
        <CopyButton text={url} label={t('triggers.copyAddress')} />
      </Stack>
    </Stack>
  );
}

function Hint({ children }: { children: string }) {
  return (
    <Typography variant="body2" color="text.secondary">
      {children}
    </Typography>
  );
}

/** Told until a delivery is proven again. */
function LastRefusal({ hook }: { hook: NonNullable<EventListener['hook']> }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { refusal, deliveries } = hook;
  if (refusal === undefined || refusal.at < (deliveries[0]?.receivedAt ?? 0)) return null;
  return (
    <PartialBanner
      title={t('triggers.refused', { times: String(refusal.count) })}
      items={[
        {
          key: 'last',
          text: (
            <>
              <Age at={refusal.at} /> · {t(`triggers.refusal.${refusal.reason}`)}
            </>
          ),
        },
      ]}
    />
  );
}
