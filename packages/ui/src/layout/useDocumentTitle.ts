import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect } from 'react';

/** Names the browser's tab after the page, so that tabs and history can be told apart. */
export function useDocumentTitle(...parts: readonly (string | undefined)[]): void {
  const app = useApi(configApiRef).getOptionalString('app.title') ?? 'Backstage';
  const title = [...parts.filter(part => part !== undefined && part !== ''), app].join(' · ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
