import type { RunDetail } from '@kubemate/plugin-pipelines-common';
import { ActionButton } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiFileCodeLine } from '@remixicon/react';
import { useState } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { RunActionDialog } from '../operations/RunActionDialog';
import type { RunActionId } from '../operations/runActions';
import { startedRun } from '../operations/startedRun';
import { useRunActionItems } from '../operations/useRunActionItems';

/** What can be done to a run, and of what cannot, why. */
export function RunActions({ run }: { run: RunDetail }) {
  const links = useLinks();
  const navigate = useNavigate();
  const { items } = useRunActionItems(run);
  const [open, setOpen] = useState<{ action: RunActionId; opener: HTMLElement }>();
  const yaml = run.isArchived ? undefined : links.yaml('pipelineruns', run.ref);
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
