import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { QueryWrapper } from '@kubemate/ui';
import Badge from '@mui/material/Badge';
import { RiListCheck3 } from '@remixicon/react';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { useWaitingReceipts } from './useReceipts';

/** The page's mark in the navigation, with how many operations wait for the person's word. */
export function OperationsIcon() {
  return (
    <QueryWrapper>
      <CountedIcon />
    </QueryWrapper>
  );
}

function CountedIcon() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const count = useWaitingReceipts().data?.length ?? 0;
  return (
    <Badge
      color="primary"
      badgeContent={count}
      max={99}
      slotProps={{
        badge: {
          'aria-hidden': count === 0,
          // Small enough to leave the icon to be seen.
          sx: { height: 15, minWidth: 15, fontSize: 10, px: 0.5, top: -1, right: -2 },
        } as object,
      }}
      aria-label={count === 0 ? undefined : t('operations.page.count', { count })}
    >
      <RiListCheck3 aria-hidden />
    </Badge>
  );
}
