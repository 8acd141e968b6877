import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes, formatCoresCell } from '@kubemate/kube-common';
import {
  Age,
  CapacityBar,
  CodeBlock,
  KeyValueList,
  LabelChips,
  Section,
  StatusChip,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { PlainTable } from '../../cells/PlainTable';
import { useLinks } from '../../links/useLinks';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import type { FactValue, SummarySection } from './Summary';

function formatAmount(unit: 'bytes' | 'cores' | 'count', amount: number): string {
  if (unit === 'bytes') return formatBytes(amount);
  return unit === 'cores' ? formatCoresCell(amount) : amount.toLocaleString();
}

/** A text as code: on its line while short, as a block with a copy button when long. */
function Code({ text }: { text: string }) {
  if (text.length > 100 || text.includes('\n')) return <CodeBlock code={text} />;
  return (
    <Box
      component="code"
      sx={{ typography: 'caption', fontFamily: 'monospace', wordBreak: 'break-all' }}
    >
      {text}
    </Box>
  );
}

function FactView({ value, cluster }: { value: FactValue; cluster: string }) {
  const links = useLinks();
  switch (value.as) {
    case 'text':
      return <span>{value.text}</span>;
    case 'code':
      return <Code text={value.text} />;
    case 'time':
      return <Age at={value.at} />;
    case 'bytes':
    case 'cores':
    case 'count':
      return <span>{formatAmount(value.as, value.amount)}</span>;
    case 'list':
      return <span>{value.items.join(', ')}</span>;
    case 'labels':
      return <LabelChips labels={value.labels} />;
    case 'status':
      return <StatusChip health={value.health} label={value.text} variant="plain" />;
    default: {
      const { resource, namespace, name } = value;
      return (
        <Link component={RouterLink} to={links.object({ cluster, resource, namespace, name })}>
          {value.text ?? name}
        </Link>
      );
    }
  }
}

/** Several values of one cell: amounts in a line, code in lines of its own. */
function CellView({ values, cluster }: { values: readonly FactValue[]; cluster: string }) {
  if (values.length === 0) return <span>—</span>;
  const inline = values.every(value => value.as !== 'code');
  return (
    <Box
      sx={{ display: 'flex', flexDirection: inline ? 'row' : 'column', gap: 0.5, flexWrap: 'wrap' }}
    >
      {values.map((value, index) => (
        <FactView key={index} value={value} cluster={cluster} />
      ))}
    </Box>
  );
}

function SectionBody({ section, cluster }: { section: SummarySection; cluster: string }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  switch (section.type) {
    case 'facts':
      return (
        <KeyValueList
          items={section.facts.map(({ label, value }) => ({
            key: label,
            label: t(`summary.${label}`),
            value: <FactView value={value} cluster={cluster} />,
          }))}
        />
      );
    case 'paths':
      return (
        <>
          <KeyValueList
            items={section.facts.map(({ path, value }) => ({
              key: path,
              label: path,
              value: <FactView value={value} cluster={cluster} />,
            }))}
          />
          {section.left > 0 && (
            <Typography variant="caption" color="text.secondary">
              {t('object.moreFields', { number: String(section.left) })}
            </Typography>
          )}
        </>
      );
    case 'capacity':
      return (
        <Box
          sx={{
            display: 'grid',
            gap: 2,
            gridTemplateColumns: 'repeat(auto-fill, minmax(240px, 1fr))',
          }}
        >
          {section.bars.map(bar => (
            <CapacityBar
              key={bar.label}
              label={bar.label}
              allocatable={bar.allocatable}
              requested={bar.requested}
              format={amount => formatAmount(bar.unit, amount)}
            />
          ))}
        </Box>
      );
    default:
      return (
        <PlainTable
          label={t(`summary.${section.title}`)}
          head={section.columns.map(column => t(`summary.${column}`))}
          rows={section.rows.map((cells, index) => ({
            key: String(index),
            cells: cells.map((values, column) => (
              <CellView key={column} values={values} cluster={cluster} />
            )),
          }))}
        />
      );
  }
}

export interface ObjectSummaryProps {
  sections: readonly SummarySection[];
  /** Where the objects that are linked to live. */
  cluster: string;
}

/** What an object says of itself, drawn from the sections of `summarise`. */
export function ObjectSummary({ sections, cluster }: ObjectSummaryProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <>
      {sections.map(section => (
        <Section
          key={section.title}
          title={t(`summary.${section.title}`)}
          flush={section.type === 'table'}
        >
          <SectionBody section={section} cluster={cluster} />
        </Section>
      ))}
    </>
  );
}
