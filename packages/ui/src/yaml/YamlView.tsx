import { lazy, Suspense, type ReactNode } from 'react';
import { LoadingState } from '../states/LoadingState';

export interface YamlViewProps {
  /** The document; shown as it is. */
  text: string;
  /** Accessible name; `YAML` where absent. */
  label?: string;
  /** Offers a download under this name. */
  fileName?: string;
  /** Further controls, between those for folding and those for copying. */
  controls?: ReactNode;
}

const YamlEditor = lazy(() => import('./YamlEditor').then(m => ({ default: m.YamlEditor })));

/** YAML to read: with line numbers, folding, search and copying. The editor loads on first use. Fills its parent's height. */
export function YamlView(props: YamlViewProps) {
  return (
    <Suspense fallback={<LoadingState lines={12} />}>
      <YamlEditor {...props} />
    </Suspense>
  );
}
