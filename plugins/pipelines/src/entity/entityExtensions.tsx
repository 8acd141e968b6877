import { EntityCardBlueprint, EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasPipelineComponent, hasRuns } from './pipelineComponent';

const runsContent = EntityContentBlueprint.make({
  name: 'runs',
  params: {
    path: '/pipelines',
    title: 'Pipelines',
    filter: hasRuns,
    loader: () => import('./RunsContent').then(module => <module.RunsContent />),
  },
});

const lastDeploysCard = EntityCardBlueprint.make({
  name: 'last-deploys',
  params: {
    type: 'content',
    filter: entity => entity.kind.toLowerCase() === 'component' && hasPipelineComponent(entity),
    loader: () => import('./LastDeploysCard').then(module => <module.LastDeploysCard />),
  },
});

const evidenceCard = EntityCardBlueprint.make({
  name: 'evidence',
  params: {
    type: 'content',
    filter: entity => entity.kind.toLowerCase() === 'component' && hasPipelineComponent(entity),
    loader: () => import('./RunningCard').then(module => <module.RunningCard />),
  },
});

/** What the catalog's pages show of an entity that pipelines build. */
export const entityExtensions = [runsContent, lastDeploysCard, evidenceCard];
