import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { TopologyNode } from '@kubemate/plugin-clusters-common';
import { StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { KindIcon } from '../kinds/KindIcon';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { TopologyPart } from './filterTopology';
import type { NodeGroup } from './groupNodes';
import type { EdgeType } from './mapKinds';
import type { MapWords } from './useMapWords';

/** So many are drawn at once. */
const PAGE = 200;
/** Of one kind of connection; the panel has all. */
const MAX_NAMES = 4;

export interface MapListProps {
  groups: readonly NodeGroup[];
  edges: TopologyPart;
  words: MapWords;
  selected: string;
  matches(node: TopologyNode): boolean;
  onSelect(id: string): void;
}

/** The same as the map in lines to read: for a screen reader, a small screen, or a search with the eyes. */
export function MapList({ groups, edges, words, selected, matches, onSelect }: MapListProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [limit, setLimit] = useState(PAGE);
  const leadsTo = useMemo(() => outgoing(edges), [edges]);
  const found = groups
    .map(group => ({ group, nodes: group.nodes.filter(matches) }))
    .filter(({ nodes }) => nodes.length > 0);
  const total = found.reduce((sum, { nodes }) => sum + nodes.length, 0);
  let left = limit;
  return (
    <Box sx={{ flex: 1, minWidth: 0, overflow: 'auto', bgcolor: 'background.paper' }}>
      {total === 0 && (
        <Typography role="status" color="text.secondary" sx={{ p: 3 }}>
          {t('map.noMatch')}
        </Typography>
      )}
      {found.map(({ group, nodes }) => {
        const shown = nodes.slice(0, Math.max(0, left));
        left -= shown.length;
        if (shown.length === 0) return null;
        return (
          <Box component="section" key={group.id} aria-label={words.group(group, true)}>
            <Typography
              variant="subtitle2"
              component="h2"
              sx={{ px: 2, py: 1, bgcolor: 'kubemate.surface.sunken', position: 'sticky', top: 0 }}
            >
              {words.group(group, true)}{' '}
              <Typography component="span" variant="caption" color="text.secondary">
                {words.count(group)}
              </Typography>
            </Typography>
            <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
              {shown.map(node => (
                <li key={node.id}>
                  <Line
                    node={node}
                    words={words}
                    selected={node.id === selected}
                    relations={relationsText(leadsTo.get(node.id), type => t(`map.out.${type}`))}
                    onSelect={onSelect}
                  />
                </li>
              ))}
            </Box>
          </Box>
        );
      })}
      {total > limit && (
        <Button onClick={() => setLimit(limit + PAGE)} sx={{ m: 2 }}>
          {t('map.more', { count: total - limit })}
        </Button>
      )}
    </Box>
  );
}

interface LineProps {
  node: TopologyNode;
  words: MapWords;
  selected: boolean;
  relations: string;
  onSelect(id: string): void;
}

function Line({ node, words, selected, relations, onSelect }: LineProps) {
  return (
    <ButtonBase
      onClick={() => onSelect(node.id)}
      aria-pressed={selected}
      sx={{
        display: 'grid',
        gridTemplateColumns: '20px minmax(0, 1fr) auto',
        gap: 1.25,
        width: '100%',
        px: 2,
        py: 0.75,
        textAlign: 'left',
        borderBottom: 1,
        borderColor: 'divider',
        bgcolor: selected ? 'kubemate.brand.subtle' : 'transparent',
        '&:hover': { bgcolor: selected ? 'kubemate.brand.subtle' : 'action.hover' },
        '&:focus-visible': { outlineOffset: -2 },
      }}
    >
      <KindIcon kind={node.kind} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="body2" noWrap sx={{ fontWeight: 550 }}>
          {node.name}
        </Typography>
        <Typography variant="caption" color="text.secondary" component="div">
          {words.subtitle(node)}
          {relations !== '' && ` — ${relations}`}
        </Typography>
      </Box>
      <StatusChip health={node.health} label={node.reason} />
    </ButtonBase>
  );
}

type Outgoing = ReadonlyMap<EdgeType, readonly string[]>;

function outgoing({ nodes, edges }: TopologyPart): ReadonlyMap<string, Outgoing> {
  const names = new Map(nodes.map(({ id, kind, name }) => [id, `${kind} ${name}`]));
  const found = new Map<string, Map<EdgeType, string[]>>();
  for (const { from, to, type } of edges) {
    const name = names.get(to);
    if (name === undefined) continue;
    const types = found.get(from) ?? new Map<EdgeType, string[]>();
    found.set(from, types);
    types.set(type, [...(types.get(type) ?? []), name]);
  }
  return found;
}

function relationsText(relations: Outgoing | undefined, word: (type: EdgeType) => string): string {
  return [...(relations ?? [])]
    .map(([type, names]) => {
      const rest = names.length > MAX_NAMES ? ` +${names.length - MAX_NAMES}` : '';
      return `${word(type)} ${names.slice(0, MAX_NAMES).join(', ')}${rest}`;
    })
    .join('; ');
}
