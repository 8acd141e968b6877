import type { Health } from '@kubemate/kube-common';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { HealthDot } from '../status/HealthDot';
import { Age } from '../time/Age';

export interface TimelineItem {
  readonly key: string;
  readonly health: Health;
  /** `BackOff`. */
  readonly title: string;
  readonly text?: ReactNode;
  /** Where it comes from: `kubelet on node-3`. */
  readonly source?: ReactNode;
  /** Epoch milliseconds of the last time. */
  readonly at?: number;
  /** How often; drawn above 1. */
  readonly count?: number;
}

/** What happened, in the order given. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {items.map(item => (
        <Box
          component="li"
          key={item.key}
          sx={{
            display: 'grid',
            gridTemplateColumns: '20px minmax(0, 1fr) auto',
            columnGap: 1,
            px: 2,
            py: 1.25,
            '& + &': { borderTop: 1, borderColor: 'divider' },
          }}
        >
          <Box sx={{ pt: 0.25 }}>
            <HealthDot health={item.health} />
          </Box>
          <Box sx={{ minWidth: 0 }}>
            <Stack direction="row" gap={1} alignItems="baseline" flexWrap="wrap">
              <Typography variant="subtitle2">{item.title}</Typography>
              {item.source !== undefined && (
                <Typography variant="caption" color="text.secondary">
                  {item.source}
                </Typography>
              )}
            </Stack>
            {item.text !== undefined && (
              <Typography variant="body2" component="div" sx={{ overflowWrap: 'anywhere' }}>
                {item.text}
              </Typography>
            )}
          </Box>
          <Stack alignItems="flex-end">
            <Typography variant="caption" color="text.secondary">
              <Age at={item.at} />
            </Typography>
            {item.count !== undefined && item.count > 1 && (
              <Typography variant="caption" color="text.secondary" noWrap>
                {t('timeline.times', { count: item.count })}
              </Typography>
            )}
          </Stack>
        </Box>
      ))}
    </Box>
  );
}
