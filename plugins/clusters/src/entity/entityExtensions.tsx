import { EntityCardBlueprint, EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasKubernetesSelection } from '@kubemate/plugin-clusters-common';
import { isCluster } from './clusterOf';
import { hasPlace } from './placeOf';
import { hasParts } from './partsOf';

const runningCard = EntityCardBlueprint.make({
  name: 'running',
  params: {
    type: 'content',
    filter: hasPlace,
    loader: () => import('./RunningCard').then(module => <module.RunningCard />),
  },
});

const attentionCard = EntityCardBlueprint.make({
  name: 'attention',
  params: {
    type: 'content',
    filter: hasPlace,
    loader: () => import('./AttentionCard').then(module => <module.AttentionCard />),
  },
});

const partsCard = EntityCardBlueprint.make({
  name: 'parts',
  params: {
    type: 'content',
    filter: hasParts,
    loader: () => import('./PartsCard').then(module => <module.PartsCard />),
  },
});

const clusterCard = EntityCardBlueprint.make({
  name: 'cluster',
  params: {
    type: 'content',
    filter: isCluster,
    loader: () => import('./ClusterEntityCard').then(module => <module.ClusterEntityCard />),
  },
});

const workloadsContent = EntityContentBlueprint.make({
  name: 'workloads',
  params: {
    path: '/workloads',
    title: 'Workloads',
    filter: hasKubernetesSelection,
    loader: () => import('./WorkloadsContent').then(module => <module.WorkloadsContent />),
  },
});

/** What the catalog's pages show of an entity that has objects in clusters. */
export const entityExtensions = [
  attentionCard,
  runningCard,
  partsCard,
  clusterCard,
  workloadsContent,
];
