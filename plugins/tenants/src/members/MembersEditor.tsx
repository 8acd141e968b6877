import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ENVIRONMENTS, TENANT_ROLES } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiDeleteBinLine } from '@remixicon/react';
import { SubjectPicker } from '../form/SubjectPicker';
import { shortRef } from '../links/EntityLink';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { addMember, memberProblems } from './memberDraft';
import type { MemberDraft, MemberProblem } from './memberDraft';

export interface MembersEditorProps {
  members: readonly MemberDraft[];
  onChange(members: readonly MemberDraft[]): void;
}

/** Who belongs to a tenant, as what, and in which environments. */
export function MembersEditor({ members, onChange }: MembersEditorProps) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const problems = memberProblems(members);
  return (
    <Stack gap={2}>
      {members.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('members.none')}
        </Typography>
      )}
      {members.map(member => (
        <MemberLine
          key={member.id}
          member={member}
          problem={problems.get(member.id)}
          onChange={patch =>
            onChange(members.map(each => (each.id === member.id ? { ...each, ...patch } : each)))
          }
          onRemove={() => onChange(members.filter(each => each.id !== member.id))}
        />
      ))}
      <Button
        startIcon={<RiAddLine size={16} />}
        onClick={() => onChange(addMember(members))}
        sx={{ alignSelf: 'flex-start' }}
      >
        {t('members.add')}
      </Button>
    </Stack>
  );
}

function MemberLine(props: {
  member: MemberDraft;
  problem: MemberProblem | undefined;
  onChange(patch: Partial<MemberDraft>): void;
  onRemove(): void;
}) {
  const { member, problem, onChange, onRemove } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  // An empty line is unfinished, not wrong.
  const error =
    problem === undefined || member.subject === '' ? undefined : t(`members.problem.${problem}`);
  return (
    <Box
      role="group"
      aria-label={member.subject === '' ? t('members.newMember') : shortRef(member.subject)}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start' }}
    >
      <SubjectPicker
        label={t('members.subject')}
        value={member.subject}
        onChange={subject => onChange({ subject })}
        error={error}
        sx={{ flex: '2 1 220px' }}
      />
      <TextField
        select
        size="small"
        label={t('members.role')}
        value={member.role}
        onChange={event =>
          onChange({ role: TENANT_ROLES.find(role => role === event.target.value) })
        }
        sx={{ flex: '1 1 110px' }}
      >
        {TENANT_ROLES.map(role => (
          <MenuItem key={role} value={role}>
            {t(`role.${role}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        size="small"
        label={t('members.environments')}
        value={[...member.environments]}
        InputLabelProps={{ shrink: true }}
        SelectProps={{
          multiple: true,
          displayEmpty: true,
          renderValue: () =>
            member.environments.length === 0
              ? t('members.everywhere')
              : member.environments.map(each => t(`environment.${each}`)).join(', '),
        }}
        onChange={event => {
          const chosen: unknown = event.target.value;
          onChange({
            environments: ENVIRONMENTS.filter(
              each => Array.isArray(chosen) && chosen.includes(each),
            ),
          });
        }}
        sx={{ flex: '1 1 110px' }}
      >
        {ENVIRONMENTS.map(each => (
          <MenuItem key={each} value={each}>
            {t(`environment.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <IconButton
        aria-label={t('members.remove', { subject: shortRef(member.subject) })}
        onClick={onRemove}
        sx={{ mt: 0.25 }}
      >
        <RiDeleteBinLine size={16} />
      </IconButton>
    </Box>
  );
}
