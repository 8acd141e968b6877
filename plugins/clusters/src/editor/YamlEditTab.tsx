import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import {
  ActionButton,
  DiffView,
  formatAge,
  PartialBanner,
  YamlForm,
  type YamlProblem,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Stack from '@mui/material/Stack';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { useCallback, useMemo, useState } from 'react';
import type { ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ApplyDialog } from './ApplyDialog';
import { managersOf, ownerNotes, type FieldManager } from './fieldOwners';
import { GitOpsNotice } from './GitOpsNotice';
import { useEditSession } from './useEditSession';
import { useKindSchemas } from './useKindSchema';
import { useManifestLints } from './useManifestLints';

export interface YamlEditTabProps {
  target: ObjectTarget;
  object: ClusterObject;
  onClose(): void;
}

/** An object as YAML to change: checked by its cluster's own schema, with the owners of its fields, and live. */
export function YamlEditTab({ target, object, onClose }: YamlEditTabProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const session = useEditSession(object);
  const { schemaOf, missing } = useKindSchemas(target.cluster, [object]);
  const { lint, readers } = useManifestLints(target, object);
  const [problems, setProblems] = useState<readonly YamlProblem[]>([]);
  const [owners, setOwners] = useState(true);
  const [applying, setApplying] = useState(false);
  const managers = useMemo(() => managersOf(object), [object]);
  const say = useOwnerSentence();
  const notesOf = useCallback((text: string) => ownerNotes(text, managers, say), [managers, say]);
  const { dirty, drift, conflicts } = session;
  const broken = problems.some(problem => problem.severity === 'error');
  const blocked = dirty
    ? broken
      ? t('operations.edit.problems')
      : undefined
    : t('operations.edit.unchanged');
  const review = () => {
    if (blocked === undefined) setApplying(true);
  };
  return (
    <>
      <GitOpsNotice
        cluster={target.cluster}
        object={object}
        edit={{ before: session.before, after: session.text, disabledReason: blocked }}
      />
      {drift !== undefined && <DriftNotice drift={drift} onTakeIn={session.takeIn} />}
      {conflicts.length > 0 && (
        <PartialBanner
          title={t('operations.edit.takenConflicts', { paths: conflicts.join(', ') })}
        />
      )}
      <Stack direction="row" alignItems="center" flexWrap="wrap" gap={1}>
        <ActionButton variant="contained" disabledReason={blocked} onClick={review}>
          {t('operations.edit.review')}
        </ActionButton>
        <Button color="inherit" onClick={onClose}>
          {t('operations.edit.cancel')}
        </Button>
        {managers.length > 0 && (
          <FormControlLabel
            label={t('operations.edit.owners')}
            slotProps={{ typography: { variant: 'body2' } }}
            control={<Switch size="small" checked={owners} onChange={(_, on) => setOwners(on)} />}
          />
        )}
        {missing !== undefined && (
          <Typography variant="caption" color="text.secondary">
            {t('operations.edit.schemaMissing', { reason: missing })}
          </Typography>
        )}
      </Stack>
      <Box sx={{ flex: 1, minHeight: 320, minWidth: 0, maxWidth: '100%', display: 'flex' }}>
        <YamlForm
          focus
          value={session.text}
          onChange={session.setText}
          schemaOf={schemaOf}
          lint={lint}
          notesOf={owners && managers.length > 0 ? notesOf : undefined}
          onProblems={setProblems}
          onSubmit={review}
        />
      </Box>
      {readers}
      {applying && (
        <ApplyDialog
          say={lint?.say}
          target={target}
          text={session.text}
          manifest={session.manifest}
          onText={session.setText}
          onClose={() => setApplying(false)}
          onApplied={onClose}
        />
      )}
    </>
  );
}

function DriftNotice(props: { drift: { before: string; after: string }; onTakeIn(): void }) {
  const { drift, onTakeIn } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <Box role="alert" sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <PartialBanner
        title={t('operations.edit.changed')}
        items={[{ key: 'hint', text: t('operations.edit.changedHint') }]}
        action={
          <Button variant="outlined" color="inherit" onClick={onTakeIn}>
            {t('operations.edit.takeIn')}
          </Button>
        }
      />
      <DiffView before={drift.before} after={drift.after} label={t('operations.edit.theirs')} />
    </Box>
  );
}

/** `spec.replicas: kubectl (wrote it 3d ago)` */
function useOwnerSentence() {
  const { t } = useTranslationRef(clustersTranslationRef);
  return useCallback(
    (owners: readonly FieldManager[], path: string) => {
      const now = Date.now();
      const names = owners.map(({ name: manager, operation, at }) => {
        const applied = operation === 'Apply';
        if (at === undefined)
          return t(applied ? 'operations.edit.ownerApplies' : 'operations.edit.ownerWrites', {
            manager,
          });
        return t(applied ? 'operations.edit.ownerApplied' : 'operations.edit.ownerUpdated', {
          manager,
          age: formatAge(now - at),
        });
      });
      return t('operations.edit.ownerDetail', { path, owners: names.join(', ') });
    },
    [t],
  );
}
