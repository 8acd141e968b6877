import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { ActionButton } from '@kubemate/ui';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import {
  RiArrowLeftRightLine,
  RiExternalLinkLine,
  RiFileCodeLine,
  RiMore2Line,
} from '@remixicon/react';
import { useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { runAddress } from '../compare/runAddress';
import { useLinks } from '../links/useLinks';
import { RunActionDialog } from '../operations/RunActionDialog';
import type { RunActionId } from '../operations/runActions';
import { startedRun } from '../operations/startedRun';
import { useRunActionItems } from '../operations/useRunActionItems';
import { RunMenu } from '../runs/RunMenu';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** What can be done to a run, and of what cannot, why: buttons, or one menu where there is no room. */
export function RunActions({ run }: { run: RunDetail }) {
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('sm'));
  return isNarrow ? <MenuOfActions run={run} /> : <RowOfActions run={run} />;
}

function MenuOfActions({ run }: { run: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      <IconButton
        size="small"
        aria-label={t('actions.menuOf', { name: run.ref.name })}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        <RiMore2Line size={18} />
      </IconButton>
      {anchor !== undefined && (
        <RunMenu
          {...{ run, anchor }}
          onClose={() => setAnchor(undefined)}
          onDeleted={() => navigate(links.runs())}
        />
      )}
    </>
  );
}

function RowOfActions({ run }: { run: RunDetail }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const { items } = useRunActionItems(run);
  const [open, setOpen] = useState<{ action: RunActionId; opener: HTMLElement }>();
  const isTekton = run.ref.engine === 'tekton';
  const yaml = run.isArchived || !isTekton ? undefined : links.yaml('pipelineruns', run.ref);
  return (
    <>
      {yaml !== undefined && (
        <Button
          color="inherit"
          startIcon={<RiFileCodeLine size={16} />}
          component={RouterLink}
          to={yaml}
        >
          YAML
        </Button>
      )}
      {run.pipeline !== undefined && (
        <Button
          color="inherit"
          startIcon={<RiArrowLeftRightLine size={16} />}
          component={RouterLink}
          to={links.compare(runAddress(run.ref))}
        >
          {t('compare.action')}
        </Button>
      )}
      {run.page !== undefined && (
        <Button
          color="inherit"
          startIcon={<RiExternalLinkLine size={16} />}
          component="a"
          href={run.page.url}
          target="_blank"
          rel="noreferrer"
        >
          {t('run.openIn', { title: run.page.title })}
        </Button>
      )}
      {items.map(({ id, label, icon, disabledReason, danger }) => (
        <ActionButton
          key={id}
          variant="outlined"
          color={danger ? 'error' : 'inherit'}
          startIcon={icon}
          disabledReason={disabledReason}
          onClick={event => setOpen({ action: id, opener: event.currentTarget })}
        >
          {label}
        </ActionButton>
      ))}
      {open !== undefined && (
        <RunActionDialog
          {...open}
          run={run.ref}
          onClose={() => setOpen(undefined)}
          onDone={receipt => {
            const made = open.action === 'rerun' ? startedRun(receipt) : undefined;
            if (made !== undefined) navigate(links.run(made));
            if (open.action === 'delete' && receipt.status === 'succeeded') navigate(links.runs());
          }}
        />
      )}
    </>
  );
}
