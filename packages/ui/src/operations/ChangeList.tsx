import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { styled } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FieldChange, ObjectDiff } from '@kubemate/operations-common';
import { RiArrowRightLine } from '@remixicon/react';
import { useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { fonts, radii } from '../theme/tokens';
import { ClusterHeading } from './ClusterHeading';
import { groupByCluster } from './groupByCluster';
import { formatPlace, formatTarget, formatValue, targetKey } from './formatChange';

const SHOWN = 12;

const Value = styled('span')<{ tone: 'ok' | 'failed' }>(({ theme, tone }) => ({
  fontFamily: fonts.mono,
  fontSize: 12,
  padding: '0 5px',
  borderRadius: radii.small,
  overflowWrap: 'anywhere',
  color: theme.palette.kubemate.health[tone].fg,
  backgroundColor: theme.palette.kubemate.health[tone].bg,
}));

/** Field by field what changes: `spec.replicas 2 → 5`. */
export function ChangeList({ diff }: { diff: readonly ObjectDiff[] }) {
  return (
    <>
      {groupByCluster(diff).map(({ cluster, items }) => (
        <Box key={cluster ?? ''}>
          <ClusterHeading cluster={cluster} count={items.length} />
          {items.map(item => (
            <ObjectChanges key={targetKey(item.target)} diff={item} titled={diff.length > 1} />
          ))}
        </Box>
      ))}
    </>
  );
}

function ObjectChanges({ diff, titled }: { diff: ObjectDiff; titled: boolean }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const [all, setAll] = useState(false);
  const { target, changes } = diff;
  const shown = all ? changes : changes.slice(0, SHOWN);
  const created = diff.before === undefined && diff.after !== undefined;
  const removed = diff.after === undefined && diff.before !== undefined;
  return (
    <Box sx={{ '& + &': { mt: 1.5 } }}>
      {(titled || created || removed) && (
        <Typography variant="subtitle2" component="h4" sx={{ mb: 0.5 }}>
          {created && t('operation.creates', { target: formatTarget(target) })}
          {removed && t('operation.removes', { target: formatTarget(target) })}
          {!created && !removed && formatTarget(target)}
          <Typography component="span" variant="body2" color="text.secondary" sx={{ ml: 1 }}>
            {formatPlace(target)}
          </Typography>
        </Typography>
      )}
      {changes.length === 0 && !created && !removed && (
        <Typography variant="body2" color="text.secondary">
          {t('operation.noChange')}
        </Typography>
      )}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {shown.map(change => (
          <ChangeLine key={change.path} change={change} />
        ))}
      </Box>
      {shown.length < changes.length && (
        <Button onClick={() => setAll(true)}>
          {t('operation.moreChanges', { number: String(changes.length - shown.length) })}
        </Button>
      )}
    </Box>
  );
}

function ChangeLine({ change }: { change: FieldChange }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const { path, before, after } = change;
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'baseline',
        columnGap: 1,
        rowGap: 0.25,
        py: 0.5,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <Box
        component="span"
        sx={{ fontFamily: fonts.mono, fontSize: 12.5, overflowWrap: 'anywhere', mr: 1 }}
      >
        {path}
      </Box>
      {before === undefined ? (
        <Typography component="span" variant="caption" color="text.secondary">
          {t('operation.added')}
        </Typography>
      ) : (
        <Value tone="failed">{formatValue(before)}</Value>
      )}
      <Box component="span" sx={{ display: 'inline-flex', alignSelf: 'center' }}>
        <RiArrowRightLine size={14} aria-label={t('operation.becomes')} />
      </Box>
      {after === undefined ? (
        <Typography component="span" variant="caption" color="text.secondary">
          {t('operation.removed')}
        </Typography>
      ) : (
        <Value tone="ok">{formatValue(after)}</Value>
      )}
    </Box>
  );
}
