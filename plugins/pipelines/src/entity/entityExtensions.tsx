import { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasPipelineComponent } from './pipelineComponent';

const runsContent = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: '/pipelines',
    title: 'Pipelines',
    filter: hasPipelineComponent,
    loader: () => import('./RunsContent').then(module => <module.RunsContent />),
  },
});

/** What the catalog's pages show of an entity that pipelines build. */
export const entityExtensions = [runsContent];
