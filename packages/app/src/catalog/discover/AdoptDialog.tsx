import { useApi, useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Proposal } from '@kubemate/plugin-clusters-common';
import repositoriesPlugin from '@kubemate/plugin-repositories';
import { repositoryOperations, type Repository } from '@kubemate/plugin-repositories-common';
import {
  CodeBlock,
  OperationDialog,
  operationsApiRef,
  receiptTrayApiRef,
  useMyGroups,
} from '@kubemate/ui';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { stringify } from 'yaml';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { componentYaml, withAnnotations, withEntity, type ComponentForm } from './componentYaml';
import { ComponentFields } from './ComponentFields';
import { CATALOG_FILE, useCatalogFile, useRepositories, useSource } from './useDiscovery';

interface AdoptProps {
  proposal: Proposal;
  onClose(): void;
}

/** The way into the catalog: a component that is described anew, or one that is told where it runs. */
export function AdoptDialog(props: AdoptProps) {
  const { proposal } = props;
  if (proposal.reason === 'unlabelled') return <Told {...props} />;
  return proposal.component === undefined ? <Adopt {...props} /> : <LinkUp {...props} />;
}

function useSaid({ reason, label = '', component = '' }: Proposal): string {
  const { t } = useTranslationRef(shellTranslationRef);
  if (reason === 'link') return t('discover.said.link', { component, label });
  return reason === 'unlabelled'
    ? t('discover.said.unlabelled')
    : t(`discover.said.${reason}`, { label });
}

function Adopt({ proposal, onClose }: AdoptProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const groups = useMyGroups();
  const repositories = useRepositories();
  const [form, setForm] = useState<ComponentForm>({
    ...{ name: proposal.name, owner: proposal.owner ?? '', system: proposal.partOf ?? '' },
    ...{ type: 'service', lifecycle: 'production' },
  });
  const owner = form.owner === '' ? (groups[0] ?? '') : form.owner;
  const said = { ...form, owner };
  const [place, setPlace] = useState('');
  const repository = repositories.find(each => nameOf(each) === place);
  const file = useCatalogFile(repository);
  const entity = componentYaml(said, proposal);
  const isName = /^([a-z0-9][-a-z0-9_.]{0,61})?[a-z0-9]$/.test(form.name);
  const isOwner = /^group:[^/\s]+\/\S+$/.test(owner);
  return (
    <CommitDialog
      title={t('discover.adoptTitle', { name: form.name })}
      message={`Add ${form.name} to the catalog`}
      branch={`adopt-${form.name}`}
      repository={repository}
      head={file.data?.head}
      text={
        isName && isOwner && file.data !== undefined
          ? withEntity(file.data.text, entity)
          : undefined
      }
      hint={
        isName
          ? isOwner
            ? t(repository ? 'discover.reading' : 'discover.needRepository')
            : t('discover.needOwner')
          : t('discover.needName')
      }
      onClose={onClose}
    >
      <Typography variant="body2">{useSaid(proposal)}</Typography>
      <ComponentFields
        {...{ form: said, groups, isName, isOwner }}
        onChange={changed => setForm({ ...said, ...changed })}
      />
      <TextField
        select
        label={t('discover.repository')}
        value={place}
        onChange={event => setPlace(event.target.value)}
        helperText={t('discover.repositoryHint')}
        SelectProps={{ displayEmpty: true }}
        InputLabelProps={{ shrink: true }}
      >
        <MenuItem value="">{t('discover.noRepository')}</MenuItem>
        {repositories.map(each => (
          <MenuItem key={nameOf(each)} value={nameOf(each)}>
            {nameOf(each)}
          </MenuItem>
        ))}
      </TextField>
      {repository === undefined && <Lines hint={t('discover.copyHint')} code={entity} />}
    </CommitDialog>
  );
}

function LinkUp({ proposal, onClose }: AdoptProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const source = useSource(proposal.component);
  const repositories = useRepositories();
  const repository = repositories.find(
    ({ owner, name }) => owner === source?.place?.owner && name === source.place.name,
  );
  const file = useCatalogFile(repository);
  const { annotations, name } = proposal;
  const text =
    file.data?.text === undefined ? undefined : withAnnotations(file.data.text, name, annotations);
  const isElsewhere = source !== undefined && repository === undefined;
  const isUnreadable = file.data !== undefined && text === undefined;
  return (
    <CommitDialog
      title={t('discover.linkTitle', { name })}
      message={`Say where ${name} runs`}
      branch={`link-${name}`}
      repository={repository}
      head={file.data?.head}
      text={text}
      hint={
        isUnreadable
          ? t('discover.notThere', { path: CATALOG_FILE })
          : t(isElsewhere ? 'discover.noRepository' : 'discover.reading')
      }
      onClose={onClose}
    >
      <Typography variant="body2">{useSaid(proposal)}</Typography>
      {(isElsewhere || isUnreadable) && (
        <Lines
          hint={`${t('discover.addHint')} ${source?.location.replace(/^\w+:/, '') ?? ''}`}
          code={stringify({ metadata: { annotations } }, { lineWidth: 0 })}
        />
      )}
    </CommitDialog>
  );
}

interface CommitProps {
  title: string;
  message: string;
  /** For a repository whose default branch is protected. */
  branch: string;
  repository: Repository | undefined;
  /** The commit that the text was made of; absent where the repository is empty. */
  head: string | undefined;
  /** What the file is to hold; undefined while that is not known. */
  text: string | undefined;
  hint: string;
  children: ReactNode;
  onClose(): void;
}

/** Commits the catalog's file; where nobody commits to the default branch, to a branch of its own. */
function CommitDialog(props: CommitProps) {
  const { title, message, branch, repository, head, text, hint, children, onClose } = props;
  const { t } = useTranslationRef(shellTranslationRef);
  const operations = useApi(operationsApiRef);
  const tray = useApi(receiptTrayApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const pageOf = useRouteRef(repositoriesPlugin.routes.repository);
  const isProposed = repository?.protectDefaultBranch === true && head !== undefined;
  const isPrivate = repository?.visibility === 'private';
  const input =
    repository === undefined || text === undefined || isPrivate
      ? undefined
      : {
          ...{ owner: repository.owner, name: repository.name, message },
          files: { [CATALOG_FILE]: text },
          ...(isProposed
            ? { branch, from: repository.defaultBranch }
            : head !== undefined && { expectedHead: head }),
        };
  return (
    <OperationDialog
      operations={operations}
      contract={repositoryOperations.commit}
      input={input}
      inputHint={isPrivate ? t('discover.privateHint') : hint}
      title={title}
      runLabel={t(isProposed ? 'discover.runBranch' : 'discover.run')}
      onClose={onClose}
      onReceipt={receipt => {
        tray.add(receipt);
        void queries.invalidateQueries({ queryKey: ['clusters', 'discovery'] });
        void queries.invalidateQueries({ queryKey: ['repositories'] });
        if (receipt.status === 'succeeded' && isProposed && pageOf !== undefined)
          navigate(`${pageOf(repository)}?tab=branches`);
      }}
    >
      <Stack gap={2} sx={{ pt: 1 }}>
        {children}
        {isProposed && (
          <Alert severity="info">
            {t('discover.protectedHint', { repository: nameOf(repository), branch })}
          </Alert>
        )}
        {isPrivate && <Alert severity="warning">{t('discover.privateHint')}</Alert>}
      </Stack>
    </OperationDialog>
  );
}

function Lines({ hint, code }: { hint: string; code: string }) {
  return (
    <Stack gap={1}>
      <Typography variant="body2" color="text.secondary">
        {hint}
      </Typography>
      <CodeBlock code={code} />
    </Stack>
  );
}

function Told({ proposal, onClose }: AdoptProps) {
  const { t } = useTranslationRef(shellTranslationRef);
  const said = useSaid(proposal);
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm">
      <DialogTitle>{proposal.name}</DialogTitle>
      <DialogContent>
        <Typography variant="body2">{said}</Typography>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('discover.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function nameOf({ owner, name }: { owner: string; name: string }): string {
  return `${owner}/${name}`;
}
