import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Column } from '@kubemate/kube-common';
import { CopyButton, DataAge, PageHeader } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiAddLine } from '@remixicon/react';
import { memo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ExportButton } from './ExportButton';
import type { ExplorerState, RowQuestion } from './explorerState';
import type { RowsSnapshot } from './RowsFeed';

export interface ExplorerHeaderProps {
  kind: string;
  state: ExplorerState;
  question: RowQuestion;
  columns: readonly Column[];
  /** Rows that answer the question; undefined before the first answer. */
  total?: number;
  /** To the second: the header need not be drawn for each change of a row. */
  asOf?: number;
  connection: RowsSnapshot['connection'];
}

/** What is shown, how many there are and how old they are, and what can be done with the table as a whole. */
export const ExplorerHeader = memo((props: ExplorerHeaderProps) => {
  const { kind, state, question, columns, total, asOf, connection } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  return (
    <PageHeader
      title={kind}
      subtitle={total !== undefined && t('explorer.total', { count: total })}
      actions={
        <>
          <DataAge asOf={asOf} connection={connection} />
          <Button
            variant="outlined"
            color="inherit"
            component={RouterLink}
            to={links.create(state)}
            startIcon={<RiAddLine size={16} />}
          >
            {t('operations.create.link')}
          </Button>
          <CopyButton text={() => window.location.href} label={t('explorer.share')} />
          <ExportButton question={question} columns={columns} disabled={!total} />
        </>
      }
    />
  );
});
ExplorerHeader.displayName = 'ExplorerHeader';
