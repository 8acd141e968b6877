import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ACTIVITY_KINDS, type ActivityKind } from '@kubemate/ui';
import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import Typography from '@mui/material/Typography';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { KindIcon } from './KindIcon';

export interface KindFilterProps {
  /** Of what is loaded. */
  counts: ReadonlyMap<ActivityKind, number>;
  /** All where none is. */
  chosen: readonly ActivityKind[];
  onChange(chosen: readonly ActivityKind[]): void;
}

/** Which kinds of happenings are shown. */
export function KindFilter({ counts, chosen, onChange }: KindFilterProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const toggle = (kind: ActivityKind) =>
    onChange(chosen.includes(kind) ? chosen.filter(each => each !== kind) : [...chosen, kind]);
  return (
    <Box
      role="group"
      aria-label={t('activity.kinds')}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}
    >
      {ACTIVITY_KINDS.map(kind => (
        <ToggleButton
          key={kind}
          size="small"
          value={kind}
          selected={chosen.includes(kind)}
          onChange={() => toggle(kind)}
          sx={{ gap: 0.75 }}
        >
          <KindIcon kind={kind} />
          {t(`activity.kind.${kind}`)}
          <Typography component="span" variant="caption" color="text.secondary">
            {counts.get(kind) ?? 0}
          </Typography>
        </ToggleButton>
      ))}
    </Box>
  );
}
