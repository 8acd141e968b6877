import { lazy, Suspense } from 'react';
import { LoadingState } from '../states/LoadingState';

export interface DiffViewProps {
  /** Both as YAML; empty where there is no object. */
  before: string;
  after: string;
  /** Accessible name of the comparison. */
  label: string;
  layout?: 'inline' | 'side-by-side';
}

const DiffEditor = lazy(() => import('./DiffEditor').then(m => ({ default: m.DiffEditor })));

/** Two texts compared, unchanged parts folded away. The editor loads on first use. */
export function DiffView(props: DiffViewProps) {
  return (
    <Suspense fallback={<LoadingState lines={6} />}>
      <DiffEditor {...props} />
    </Suspense>
  );
}
