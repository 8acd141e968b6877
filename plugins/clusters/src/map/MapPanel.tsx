import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Topology, TopologyNode } from '@kubemate/plugin-clusters-common';
import { Age, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Drawer from '@mui/material/Drawer';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { RiArrowRightUpLine, RiCloseLine, RiTerminalBoxLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { KindIcon } from '../kinds/KindIcon';
import { useLinks } from '../links/useLinks';
import { hasLogs } from '../object/hasLogs';
import { WhyPanel } from '../object/WhyPanel';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { NodeFacts } from './NodeFacts';
import { NodeRelations } from './NodeRelations';
import { nodeTarget } from './nodeTarget';
import type { MapWords } from './useMapWords';

export interface MapPanelProps {
  node: TopologyNode;
  cluster: string;
  topology: Topology;
  words: MapWords;
  onSelect(id: string | undefined): void;
}

/** The selected object: what it is, how it does and why, what it hangs together with, and where to go from it. */
export function MapPanel({ node, cluster, topology, words, onSelect }: MapPanelProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const target = nodeTarget(node, cluster);
  const isThere = node.state === 'found' && target !== undefined;
  return (
    <PanelFrame label={words.label(node)} onClose={() => onSelect(undefined)}>
      <Stack direction="row" alignItems="flex-start" gap={1}>
        <Box sx={{ pt: 0.25 }}>
          <KindIcon kind={node.kind} size={20} />
        </Box>
        <Box sx={{ flex: 1, minWidth: 0 }}>
          <Typography variant="h3" component="h2" sx={{ overflowWrap: 'anywhere' }}>
            {node.name}
          </Typography>
          <Typography variant="body2" color="text.secondary">
            {[node.kind, node.namespace].filter(Boolean).join(' · ')}
            {node.created !== undefined && (
              <>
                {' · '}
                <Age at={node.created} />
              </>
            )}
          </Typography>
        </Box>
        <IconButton aria-label={t('map.close')} onClick={() => onSelect(undefined)}>
          <RiCloseLine size={18} />
        </IconButton>
      </Stack>
      {isThere ? (
        <Box>
          <StatusChip health={node.health} label={node.reason} />
        </Box>
      ) : (
        <Typography variant="body2">
          {t(node.state === 'found' ? 'map.why.notServed' : `map.why.${node.state}`, {
            kind: node.kind,
            namespace: node.namespace ?? '',
          })}
        </Typography>
      )}
      {isThere && <PanelLinks target={target} />}
      {isThere && <WhyPanel target={target} />}
      {isThere && <NodeFacts target={target} />}
      <NodeRelations node={node} topology={topology} words={words} onSelect={onSelect} />
    </PanelFrame>
  );
}

function PanelLinks({ target }: { target: NonNullable<ReturnType<typeof nodeTarget>> }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  return (
    <Stack direction="row" flexWrap="wrap" gap={1}>
      <Button
        variant="contained"
        component={RouterLink}
        to={links.object(target)}
        endIcon={<RiArrowRightUpLine size={16} />}
      >
        {t('map.open')}
      </Button>
      {hasLogs(target.resource) && (
        <Button
          variant="outlined"
          color="inherit"
          component={RouterLink}
          to={links.object(target, 'logs')}
          startIcon={<RiTerminalBoxLine size={16} />}
        >
          {t('map.logs')}
        </Button>
      )}
    </Stack>
  );
}

/** Beside the map, or over its lower part on a narrow screen. */
function PanelFrame(props: { label: string; onClose(): void; children: ReactNode }) {
  const { label, onClose, children } = props;
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  const content = <Stack sx={{ p: 2, gap: 1.5, minWidth: 0 }}>{children}</Stack>;
  if (isNarrow)
    return (
      <Drawer
        open
        anchor="bottom"
        onClose={onClose}
        PaperProps={{ role: 'dialog', 'aria-label': label, sx: { maxHeight: '75vh' } }}
      >
        {content}
      </Drawer>
    );
  return (
    <Box
      component="aside"
      aria-label={label}
      sx={{
        width: 400,
        flex: 'none',
        overflow: 'auto',
        borderLeft: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        '& > * > *': { flexShrink: 0 },
      }}
    >
      {content}
    </Box>
  );
}
