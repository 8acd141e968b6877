import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pageEntry, type PaletteFinds } from '@kubemate/ui';
import { RiShieldCheckLine } from '@remixicon/react';
import { useMemo } from 'react';
import { auditRouteRef } from '../routes';
import { auditTranslationRef } from '../translations/auditTranslationRef';

/** The audit page, for the palette. */
export function useAuditFinds(): PaletteFinds {
  const { t } = useTranslationRef(auditTranslationRef);
  const to = useRouteRef(auditRouteRef)?.() ?? '/';
  return useMemo(
    () => ({
      pages: [pageEntry({ to, title: t('page.title'), icon: <RiShieldCheckLine size={18} /> })],
    }),
    [t, to],
  );
}
