import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EmptyState, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState, type ReactNode } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { isChanged, type ValueChange } from './compareRuns';

/** Name, earlier, later; one below the other where there is no room. */
const COLUMNS = { xs: 'minmax(0, 1fr)', md: 'minmax(120px, 220px) minmax(0, 1fr) minmax(0, 1fr)' };

/** Values of two runs side by side: those that differ, and on demand the others. */
export function ValueChanges(props: {
  title: string;
  values: readonly ValueChange[];
  none: string;
  /** What a value is called; its name where absent. */
  nameOf?: (name: string) => string;
  children?: ReactNode;
}) {
  const { title, values, none, nameOf = name => name, children } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [all, setAll] = useState(false);
  const changed = values.filter(isChanged);
  const same = values.length - changed.length;
  const shown = all ? values : changed;
  return (
    <Section
      title={title}
      actions={
        same > 0 && (
          <Button size="small" color="inherit" aria-pressed={all} onClick={() => setAll(!all)}>
            {t(all ? 'compare.hideSame' : 'compare.showSame', { number: String(same) })}
          </Button>
        )
      }
    >
      {children}
      {values.length === 0 && <EmptyState title={none} />}
      {values.length > 0 && shown.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('compare.allSame')}
        </Typography>
      )}
      {shown.length > 0 && (
        <Box component="dl" sx={{ m: 0, display: 'grid', gap: 1.25 }}>
          {shown.map(value => (
            <ValueRow key={value.name} value={value} name={nameOf(value.name)} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function ValueRow({ value, name }: { value: ValueChange; name: string }) {
  const { a, b } = value;
  const changed = isChanged(value);
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: COLUMNS, columnGap: 2, rowGap: 0.5 }}>
      <Box
        component="dt"
        sx={{ typography: 'body2', color: 'text.secondary', overflowWrap: 'anywhere' }}
      >
        {name}
      </Box>
      <Side side="a" text={a} changed={changed} />
      {changed ? <Side side="b" text={b} changed /> : null}
    </Box>
  );
}

function Side(props: { side: 'a' | 'b'; text: string | undefined; changed: boolean }) {
  const { side, text, changed } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return (
    <Box
      component="dd"
      sx={{
        ...{ m: 0, minWidth: 0, px: 1, py: 0.5, borderRadius: 1 },
        ...{ fontFamily: 'monospace', fontSize: 13, whiteSpace: 'pre-wrap' },
        overflowWrap: 'anywhere',
        ...(changed && { borderLeft: 3, bgcolor: 'kubemate.surface.sunken' }),
        borderColor: side === 'a' ? 'text.disabled' : 'primary.main',
      }}
    >
      {changed && (
        <Typography component="span" variant="caption" color="text.secondary" sx={{ mr: 1 }}>
          {t(side === 'a' ? 'compare.earlier' : 'compare.later')}
        </Typography>
      )}
      {text ?? (
        <Typography component="span" variant="body2" color="text.secondary">
          {t('compare.absent')}
        </Typography>
      )}
    </Box>
  );
}
