import { CapacityBar } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { formatNodeAmount, usedOf, type NodeResource, type NodeUse } from './nodeResources';

export interface NodeAmountProps {
  /** Title of the column. */
  label: string;
  resource: NodeResource;
  node: NodeUse;
}

/** One resource of one node in a table: requested of allocatable as figures, use and requests as a bar. */
export function NodeAmount({ label, resource, node }: NodeAmountProps) {
  const allocatable = node.allocatable[resource];
  if (allocatable === 0)
    return (
      <Box component="span" aria-hidden sx={{ color: 'text.disabled' }}>
        —
      </Box>
    );
  return (
    <CapacityBar
      variant="cell"
      label={label}
      allocatable={allocatable}
      requested={node.requested[resource]}
      used={usedOf(node, resource)}
      format={formatNodeAmount(resource)}
    />
  );
}
