import type { Column } from '@kubemate/kube-common';
import type { ClustersApi } from '@kubemate/plugin-clusters-common';
import { csvHeader, csvLines } from './csv';
import type { RowQuestion } from './explorerState';

const PAGE = 1000;

export interface ExportOptions {
  readonly client: Pick<ClustersApi, 'listRows'>;
  readonly question: RowQuestion;
  readonly columns: readonly Column[];
  readonly signal: AbortSignal;
  onProgress(progress: { loaded: number; total: number }): void;
}

/** Every matching row as CSV, page by page. */
export async function exportRows(options: ExportOptions): Promise<string> {
  const { client, question, columns, signal, onProgress } = options;
  const parts = [csvHeader(columns)];
  let loaded = 0;
  let cursor: string | undefined;
  do {
    const page = await client.listRows(
      { ...question, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
      { signal },
    );
    parts.push(csvLines(page.items, columns));
    loaded += page.items.length;
    onProgress({ loaded, total: page.total });
    cursor = page.items.length === 0 ? undefined : page.nextCursor;
  } while (cursor !== undefined);
  return parts.join('');
}
