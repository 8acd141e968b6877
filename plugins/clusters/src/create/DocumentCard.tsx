import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health, ResourceId } from '@kubemate/kube-common';
import { PlanView, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Collapse from '@mui/material/Collapse';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import type { YamlDocument } from './readDocuments';
import type { DocumentState } from './useCreation';

export interface DocumentCardProps {
  cluster: string;
  document: YamlDocument;
  state: DocumentState | undefined;
  /** The type of the document's kind, for the link to what was made. */
  /** Applies it over the fields of other managers. */
  onTakeOver(): void;
  plural: (ResourceId & { readonly namespaced: boolean }) | undefined;
}

/** One document: what it is, how far it is, what it would change, or why it cannot. */
export function DocumentCard({ cluster, document, state, plural, onTakeOver }: DocumentCardProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [open, setOpen] = useState(false);
  const { kind, name, namespace, problem } = document;
  const { health, word } = useStateWords(document, state);
  const conflicts = state?.step === 'failed' ? (state.failure.conflicts ?? []) : [];
  const plan = state !== undefined && 'plan' in state ? state.plan : undefined;
  const reason =
    problem !== undefined
      ? t(`operations.create.${problem.code}`, { message: problem.message })
      : state?.step === 'failed'
        ? state.failure.message
        : plan?.reason;
  return (
    <Box
      sx={{
        px: 2,
        py: 1.25,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { border: 0 },
      }}
    >
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1.5,
          rowGap: 0.5,
        }}
      >
        <StatusChip health={health} label={word} />
        <Typography variant="subtitle2" component="h3">
          {[kind, name].filter(Boolean).join(' ') || '—'}
        </Typography>
        <Typography variant="body2" color="text.secondary" sx={{ flex: 1 }}>
          {namespace}
        </Typography>
        {state?.step === 'done' && plural !== undefined && (
          <Link
            component={RouterLink}
            variant="body2"
            to={links.object({
              cluster,
              resource: { group: plural.group, version: plural.version, plural: plural.plural },
              name,
              ...(plural.namespaced ? { namespace } : {}),
            })}
          >
            {t('operations.create.openObject', { name })}
          </Link>
        )}
        {plan !== undefined && (
          <Button color="inherit" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('operations.create.details', { name })}
          </Button>
        )}
      </Box>
      {reason !== undefined && (
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
          {reason}
        </Typography>
      )}
      {conflicts.length > 0 && (
        <Box component="ul" sx={{ m: 0, pl: 2.5, typography: 'body2' }}>
          {conflicts.map(({ field, manager }) => (
            <li key={`${manager} ${field}`}>
              {t('operations.edit.conflictLine', { field, manager })}
            </li>
          ))}
          <Button variant="outlined" onClick={onTakeOver} sx={{ mt: 0.5 }}>
            {t('operations.edit.takeOver')}
          </Button>
        </Box>
      )}
      {plan !== undefined && (
        <Collapse in={open} unmountOnExit>
          <Box sx={{ pt: 1.5 }}>
            <PlanView plan={plan} />
          </Box>
        </Collapse>
      )}
    </Box>
  );
}

function useStateWords(
  { problem }: YamlDocument,
  state: DocumentState | undefined,
): { health: Health; word: string } {
  const { t } = useTranslationRef(clustersTranslationRef);
  if (problem !== undefined) return { health: 'failed', word: t('operations.create.failed') };
  switch (state?.step) {
    case 'planned':
      return state.plan.allowed
        ? { health: 'idle', word: t('operations.create.ready') }
        : { health: 'failed', word: t('operations.create.denied') };
    case 'failed':
      return { health: 'failed', word: t('operations.create.failed') };
    case 'running':
      return { health: 'progressing', word: t('operations.create.running') };
    case 'done':
      return state.receipt.status === 'waiting'
        ? { health: 'warning', word: t('operations.create.waiting') }
        : { health: 'ok', word: t('operations.create.done') };
    default:
      return { health: 'progressing', word: t('operations.create.planning') };
  }
}
