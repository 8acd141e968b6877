import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Topology, TopologyNode } from '@kubemate/plugin-clusters-common';
import { HealthDot, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ButtonBase from '@mui/material/ButtonBase';
import Typography from '@mui/material/Typography';
import { useMemo, useState } from 'react';
import { KindIcon } from '../kinds/KindIcon';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { relationsOf, type NodeRelation } from './relationsOf';
import type { MapWords } from './useMapWords';

const FIRST = 12;

export interface NodeRelationsProps {
  node: TopologyNode;
  topology: Topology;
  words: MapWords;
  onSelect(id: string): void;
}

/** Everything that a node has an edge with, whether the map shows it or not. */
export function NodeRelations({ node, topology, words, onSelect }: NodeRelationsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const [all, setAll] = useState(false);
  const relations = useMemo(() => relationsOf(node.id, topology), [node.id, topology]);
  if (relations.length === 0) return null;
  const shown = all ? relations : relations.slice(0, FIRST);
  return (
    <Section title={t('map.relations')} flush>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0.5 }}>
        {shown.map(relation => (
          <li key={`${relation.way} ${relation.type} ${relation.other.id}`}>
            <RelationLine relation={relation} words={words} onSelect={onSelect} />
          </li>
        ))}
      </Box>
      {relations.length > shown.length && (
        <Button onClick={() => setAll(true)} sx={{ m: 1, mt: 0 }}>
          {t('map.more', { count: relations.length - shown.length })}
        </Button>
      )}
    </Section>
  );
}

function RelationLine(props: {
  relation: NodeRelation;
  words: MapWords;
  onSelect(id: string): void;
}) {
  const { relation, words, onSelect } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const { type, way, other } = relation;
  return (
    <ButtonBase
      onClick={() => onSelect(other.id)}
      sx={{
        display: 'grid',
        gridTemplateColumns: '20px minmax(0, 1fr) auto',
        alignItems: 'center',
        gap: 1,
        width: '100%',
        px: 1,
        py: 0.5,
        borderRadius: 1,
        textAlign: 'left',
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <KindIcon kind={other.kind} size={16} />
      <Box sx={{ minWidth: 0 }}>
        <Typography variant="caption" color="text.secondary" component="div">
          {way === 'in' ? t(`map.in.${type}`) : t(`map.out.${type}`)}
        </Typography>
        <Typography variant="body2" noWrap>
          {other.name}
        </Typography>
        <Typography variant="caption" color="text.secondary" component="div" noWrap>
          {words.subtitle(other)}
        </Typography>
      </Box>
      <HealthDot health={other.health} />
    </ButtonBase>
  );
}
