import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ImageEvidence } from '@kubemate/plugin-pipelines-common';
import { Age, StatusChip } from '@kubemate/ui';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { scanHealth, signatureHealth } from './evidenceHealth';
import { useEvidenceText } from './useEvidenceText';

/** Signature, bill of material and scan of one image, or why nothing is known of them. */
export function ImageEvidenceChips({ evidence }: { evidence: ImageEvidence }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { untold, refusalsOf, countsOf } = useEvidenceText();
  if (evidence.state !== 'known')
    return (
      <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
        {untold(evidence)}
      </Typography>
    );
  const { signature, sboms, scan, unsignedScans } = evidence;
  const formats = [...new Set(sboms.map(({ format }) => t(`evidence.format.${format}`)))];
  return (
    <Stack direction="row" flexWrap="wrap" columnGap={1.5} rowGap={0.5} sx={{ mt: 0.5 }}>
      <StatusChip
        health={signatureHealth(evidence)}
        variant="plain"
        label={t(`evidence.signature.${signature.state}`, { keys: signature.keys.join(', ') })}
      />
      <StatusChip
        health={sboms.length > 0 ? 'ok' : 'unknown'}
        variant="plain"
        label={
          sboms.length > 0
            ? t('evidence.sbom', { formats: formats.join(', ') })
            : t('evidence.noSbom')
        }
      />
      <StatusChip
        health={scanHealth(scan)}
        variant="plain"
        label={
          scan !== undefined
            ? // One of a row of facts, where a sentence's full stop is noise.
              countsOf(scan).replace(/[.。]$/, '')
            : t(unsignedScans > 0 ? 'evidence.unsignedScan' : 'evidence.noScan')
        }
      />
      {scan?.at !== undefined && (
        <Typography variant="caption" color="text.secondary">
          {scan.scanner} · <Age at={scan.at} />
        </Typography>
      )}
      {refusalsOf(evidence).map(why => (
        <Typography
          key={why}
          variant="caption"
          color="text.secondary"
          sx={{ flexBasis: '100%', overflowWrap: 'anywhere' }}
        >
          {why}
        </Typography>
      ))}
    </Stack>
  );
}
