import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useCallback } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { columns } from '../translations/en/columns';

type ColumnId = keyof typeof columns;

function isKnown(id: string): id is ColumnId {
  return Object.hasOwn(columns, id);
}

/** The title of a column in the person's language; a custom resource's own title where Kubemate does not know the column. */
export function useColumnTitle(): (column: { id: string; title: string }) => string {
  const { t } = useTranslationRef(clustersTranslationRef);
  return useCallback(
    ({ id, title }) => {
      // The same id under another title is another column that only shares the word.
      const known = isKnown(id) && columns[id].toLowerCase() === title.toLowerCase();
      return known ? t(`columns.${id}`) : title;
    },
    [t],
  );
}
