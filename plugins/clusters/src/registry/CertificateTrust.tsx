import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterProbe } from '@kubemate/plugin-clusters-common';
import { CodeBlock, KeyValueList } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiShieldCheckLine } from '@remixicon/react';
import { useId } from 'react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

type Pin = NonNullable<NonNullable<ClusterProbe['tls']>['pin']>;

/** A certificate that nobody known has signed, for a person to compare and to trust. */
export function CertificateTrust(props: {
  pin: Pin;
  names: readonly string[];
  onTrust(pem: string): void;
}) {
  const { pin, names, onTrust } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const id = useId();
  const { subject, fingerprint, validTo } = pin.certificate;
  return (
    <Stack
      component="section"
      aria-labelledby={id}
      gap={1.5}
      sx={{ p: 2, border: 1, borderColor: 'divider', borderRadius: 1.5 }}
    >
      <Typography id={id} variant="subtitle1" component="h3">
        {t('registry.trustTitle')}
      </Typography>
      <Typography variant="body2" color="text.secondary">
        {t('registry.trustHint')}
      </Typography>
      <KeyValueList
        items={[
          {
            key: 'subject',
            label: t('registry.certificate'),
            value: t('registry.certificateOf', {
              subject,
              until: new Date(validTo).toLocaleDateString(),
            }),
          },
          { key: 'names', label: t('registry.names'), value: names.join(', ') || '—' },
          {
            key: 'fingerprint',
            label: t('registry.fingerprint'),
            value: <CodeBlock code={fingerprint} />,
          },
        ]}
      />
      <Box>
        <Button
          variant="outlined"
          startIcon={<RiShieldCheckLine size={16} />}
          onClick={() => onTrust(pin.pem)}
        >
          {t('registry.trust')}
        </Button>
      </Box>
    </Stack>
  );
}
