import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { BindingChain } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RiArrowDownLine, RiArrowRightLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { rbacObject } from '../links/placeLinks';
import { MaybeLink } from '../links/MaybeLink';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { ruleText } from './ruleText';

export interface ChainViewProps {
  chain: Omit<BindingChain, 'rule'> & Partial<Pick<BindingChain, 'rule'>>;
  cluster: string;
  /** Stands first among the rule's resources. */
  asked?: string;
}

/** How a right comes about, from left to right: who is named, by which binding, with which role, by which rule. */
export function ChainView({ chain, cluster, asked }: ChainViewProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const { subject, binding, role, rule, aggregatedFrom } = chain;
  const place = (namespace: string | undefined) =>
    namespace === undefined ? t('chain.wholeCluster') : t('chain.in', { namespace });
  return (
    <Box
      component="ol"
      aria-label={t('chain.label')}
      sx={{
        listStyle: 'none',
        m: 0,
        p: 0,
        display: 'flex',
        flexDirection: { xs: 'column', md: 'row' },
        alignItems: 'stretch',
        gap: 0.5,
      }}
    >
      <Step first kind={subject.kind} name={subject.name} note={subject.namespace} />
      <Step
        verb={t('chain.namedBy')}
        kind={binding.kind}
        name={<MaybeLink to={links.object(rbacObject(cluster, binding))}>{binding.name}</MaybeLink>}
        note={place(binding.namespace)}
      />
      <Step
        verb={t('chain.gives')}
        kind={role.kind}
        name={<MaybeLink to={links.object(rbacObject(cluster, role))}>{role.name}</MaybeLink>}
        note={aggregatedFrom && t('chain.from', { role: aggregatedFrom })}
      />
      {rule !== undefined && <RuleStep rule={rule} asked={asked} />}
    </Box>
  );
}

function RuleStep({ rule, asked }: { rule: BindingChain['rule']; asked: string | undefined }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { verbs, resources, more, names } = ruleText(rule, asked);
  const rest = more > 0 ? ` ${t('chain.more', { number: String(more) })}` : '';
  return (
    <Step
      verb={t('chain.allows')}
      kind={t('chain.rule')}
      name={verbs}
      note={
        <span title={rule.resources.join(', ')}>
          {resources.join(', ')}
          {rest}
          {names !== '' && ` · ${t('chain.only', { names })}`}
        </span>
      }
    />
  );
}

function Step(props: {
  first?: boolean;
  /** What leads from the step before to this one. */
  verb?: string;
  kind: string;
  name: ReactNode;
  note?: ReactNode;
}) {
  const { first = false, verb, kind, name, note } = props;
  return (
    <Box
      component="li"
      sx={{
        // What leads to a step takes room of its own, so that all boxes are of one width.
        flex: { md: first ? '1 1 0' : '1 1 72px' },
        minWidth: 0,
        display: 'flex',
        flexDirection: { xs: 'column', md: 'row' },
        gap: 0.5,
      }}
    >
      {!first && (
        <Box
          sx={{
            flex: 'none',
            display: 'flex',
            flexDirection: { xs: 'row', md: 'column' },
            alignItems: 'center',
            justifyContent: { md: 'center' },
            gap: 0.5,
            width: { md: 68 },
            px: { xs: 1.25, md: 0 },
            color: 'text.secondary',
            typography: 'caption',
            textAlign: 'center',
          }}
        >
          <span>{verb}</span>
          <Box component="span" aria-hidden sx={{ display: { xs: 'none', md: 'inline-flex' } }}>
            <RiArrowRightLine size={16} />
          </Box>
          <Box component="span" aria-hidden sx={{ display: { xs: 'inline-flex', md: 'none' } }}>
            <RiArrowDownLine size={16} />
          </Box>
        </Box>
      )}
      <Box
        sx={{
          flex: 1,
          minWidth: 0,
          px: 1.25,
          py: 1,
          border: 1,
          borderColor: 'divider',
          borderRadius: 1.5,
          bgcolor: 'kubemate.surface.sunken',
        }}
      >
        <Typography variant="caption" color="text.secondary" component="div">
          {kind}
        </Typography>
        <Typography variant="body2" sx={{ fontWeight: 550, overflowWrap: 'anywhere', m: 0 }}>
          {name}
        </Typography>
        {note !== undefined && note !== '' && (
          <Typography
            variant="caption"
            color="text.secondary"
            component="div"
            sx={{ overflowWrap: 'anywhere' }}
          >
            {note}
          </Typography>
        )}
      </Box>
    </Box>
  );
}
