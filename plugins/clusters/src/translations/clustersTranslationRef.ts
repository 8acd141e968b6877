import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { causes } from './en/causes';
import { clusters } from './en/clusters';
import { columns } from './en/columns';
import { entity } from './en/entity';
import { evidence } from './en/evidence';
import { explorer } from './en/explorer';
import { gpuField } from './en/gpuField';
import { helm } from './en/helm';
import { home } from './en/home';
import { identity } from './en/identity';
import { logs } from './en/logs';
import { map } from './en/map';
import { object } from './en/object';
import { operations } from './en/operations';
import { phrases } from './en/phrases';
import { palette } from './en/palette';
import { registry } from './en/registry';
import { steps } from './en/steps';
import { summaries } from './en/summaries';
import { summary } from './en/summary';
import { terminal } from './en/terminal';
import { why } from './en/why';

/** Every word of this plugin's screens. */
export const clustersTranslationRef = createTranslationRef({
  id: 'clusters',
  messages: {
    home,
    clusters,
    explorer,
    object,
    summary,
    why,
    causes,
    evidence,
    summaries,
    steps,
    logs,
    map,
    terminal,
    identity,
    palette,
    operations,
    ...phrases,
    columns,
    registry,
    helm,
    gpuField,
    entity,
  },
  translations: { zh: () => import('./zh') },
});
