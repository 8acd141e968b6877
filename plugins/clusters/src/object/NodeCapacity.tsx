import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CapacityBar, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useClusterNodes } from '../api/queries';
import {
  formatNodeAmount,
  NODE_RESOURCES,
  usedOf,
  type NodeResource,
} from '../clusters/nodeResources';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

const TITLES = {
  cpu: 'clusters.cpu',
  memory: 'clusters.memory',
  gpu: 'clusters.gpu',
  pods: 'clusters.podSlots',
} as const satisfies Record<NodeResource, string>;

/** How full a node is. Nothing where its numbers are not there (yet): the page stands without them. */
export function NodeCapacity({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { data } = useClusterNodes(target.cluster);
  const node = data?.items.find(({ name }) => name === target.name);
  if (data === undefined || node === undefined) return null;
  return (
    <Section title={t('clusters.nodeUse')}>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
        }}
      >
        {NODE_RESOURCES.filter(resource => node.allocatable[resource] > 0).map(resource => (
          <CapacityBar
            key={resource}
            label={t(TITLES[resource])}
            allocatable={node.allocatable[resource]}
            requested={node.requested[resource]}
            used={usedOf(node, resource)}
            format={formatNodeAmount(resource)}
          />
        ))}
      </Box>
      {!data.complete && (
        <Typography variant="caption" color="text.secondary">
          {t('clusters.partialView')}
        </Typography>
      )}
    </Section>
  );
}
