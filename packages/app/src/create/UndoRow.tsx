import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { UndoItem } from '@kubemate/plugin-template-runs-common';
import { StatusChip, useOperationSay, wordsOf } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { canUndo, lookOf } from './undoState';
import { usePluginSay } from './usePluginSay';

/** One thing that a run has made: what becomes of it, what was changed of it since, and why it stays. */
export function UndoRow(props: {
  item: UndoItem;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const { item, isChosen, onChoose } = props;
  const { t } = useTranslationRef(shellTranslationRef);
  const id = useId();
  const { health, word } = lookOf(item);
  const { cluster, namespace } = item.did.target;
  const where = [cluster, namespace].filter(Boolean).join(' / ');
  const say = useOperationSay(usePluginSay());
  const inWords = wordsOf(item.said, say);
  const details = [item.denied, item.reason, ...item.changes, ...item.warnings].flatMap(text =>
    text === undefined ? [] : inWords(text),
  );
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: '40px minmax(0, 1fr) auto',
        alignItems: 'start',
        columnGap: 1,
        py: 1,
        pr: 2,
        pl: 1,
        borderTop: 1,
        borderColor: 'divider',
        '&:first-of-type': { borderTop: 0 },
      }}
    >
      <Checkbox
        size="small"
        checked={isChosen}
        disabled={!canUndo(item)}
        onChange={event => onChoose(event.target.checked)}
        inputProps={{ 'aria-labelledby': id }}
        sx={{ mt: -0.5 }}
      />
      <Box sx={{ minWidth: 0 }}>
        <Typography id={id} variant="body1" sx={{ overflowWrap: 'anywhere' }}>
          {inWords(item.undoes ?? item.did.summary)}
        </Typography>
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
          {[item.step, where].filter(Boolean).join(' · ')}
        </Typography>
        {details.map(text => (
          <Typography
            key={text}
            variant="body2"
            color={word === 'changed' || word === 'denied' ? 'text.primary' : 'text.secondary'}
            sx={{ overflowWrap: 'anywhere' }}
          >
            {text}
          </Typography>
        ))}
      </Box>
      <StatusChip health={health} label={t(`create.undo.${word}`)} />
    </Box>
  );
}
