import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { ActionMenu, type ActionItem } from '@kubemate/ui';
import Button from '@mui/material/Button';
import {
  RiArchiveLine,
  RiArrowDownSLine,
  RiArrowUpCircleLine,
  RiEditLine,
  RiInboxUnarchiveLine,
  RiTeamLine,
  RiToolsLine,
} from '@remixicon/react';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { MembersDialog } from '../members/MembersDialog';
import { TenantDialog } from '../operations/TenantDialog';
import { RequestQuotaDialog } from '../quota/RequestQuotaDialog';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

type ActionId = 'change' | 'members' | 'quota' | 'repair' | 'archive' | 'restore';

/** Everything that can be done to a tenant, and of what cannot, why. */
export function TenantActions({ tenant, drift }: { tenant: Tenant; drift: number | undefined }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const opener = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<ActionId>();
  const items = useItems(tenant, drift);
  const onSelect = (id: string) => {
    setAnchor(null);
    if (id === 'change') navigate(links.changeTenant(tenant.name));
    else setOpen(items.find(item => item.id === id)?.id);
  };
  return (
    <>
      <Button
        ref={opener}
        variant="outlined"
        color="inherit"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        endIcon={<RiArrowDownSLine size={16} />}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('actions.menu')}
      </Button>
      <ActionMenu
        anchor={anchor}
        onClose={() => setAnchor(null)}
        label={t('actions.menuOf', { name: tenant.title })}
        items={items}
        onSelect={onSelect}
      />
      <ActionDialogs
        tenant={tenant}
        open={open}
        opener={opener.current}
        onClose={() => setOpen(undefined)}
      />
    </>
  );
}

function useItems(
  { may, state }: Tenant,
  drift: number | undefined,
): readonly (ActionItem & { id: ActionId })[] {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const archived = state === 'archived';
  const reason = (allowed: boolean, denied: string, whenArchived = true) => {
    if (!allowed) return denied;
    return archived && whenArchived ? t('denied.archived') : undefined;
  };
  return [
    {
      id: 'change',
      group: 'change',
      label: t('actions.change'),
      icon: <RiEditLine size={16} />,
      disabledReason: reason(may.change, t('denied.change')),
    },
    {
      id: 'members',
      group: 'change',
      label: t('actions.members'),
      icon: <RiTeamLine size={16} />,
      disabledReason: reason(may.setMembers, t('denied.members')),
    },
    {
      id: 'quota',
      group: 'change',
      label: t('actions.quota'),
      icon: <RiArrowUpCircleLine size={16} />,
      disabledReason: reason(may.requestQuota, t('denied.quota')),
    },
    {
      id: 'repair',
      group: 'repair',
      label: t('actions.repair'),
      icon: <RiToolsLine size={16} />,
      disabledReason:
        reason(may.repair, t('denied.repair'), false) ??
        (drift === 0 ? t('drift.none') : undefined),
    },
    archived
      ? {
          id: 'restore',
          group: 'archive',
          label: t('actions.restore'),
          icon: <RiInboxUnarchiveLine size={16} />,
          disabledReason: reason(may.archive, t('denied.archive'), false),
        }
      : {
          id: 'archive',
          group: 'archive',
          danger: true,
          label: t('actions.archive'),
          icon: <RiArchiveLine size={16} />,
          disabledReason: reason(may.archive, t('denied.archive')),
        },
  ];
}

function ActionDialogs(props: {
  tenant: Tenant;
  open: ActionId | undefined;
  opener: HTMLElement | null;
  onClose(): void;
}) {
  const { tenant, open, opener, onClose } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const common = { opener, onClose };
  const input = { name: tenant.name };
  const title = (label: string) => t('actions.titleOf', { action: label, name: tenant.title });
  switch (open) {
    case 'members':
      return <MembersDialog tenant={tenant} {...common} />;
    case 'quota':
      return <RequestQuotaDialog tenant={tenant} {...common} />;
    case 'repair':
      return (
        <TenantDialog
          contract={tenantOperations.repairDrift}
          input={input}
          title={title(t('actions.repair'))}
          runLabel={t('actions.repair')}
          keepOpen
          {...common}
        />
      );
    case 'archive':
      return (
        <TenantDialog
          contract={tenantOperations.archiveTenant}
          input={input}
          title={title(t('actions.archive'))}
          runLabel={t('actions.archive')}
          {...common}
        >
          {t('actions.archiveHint')}
        </TenantDialog>
      );
    case 'restore':
      return (
        <TenantDialog
          contract={tenantOperations.restoreTenant}
          input={input}
          title={title(t('actions.restore'))}
          runLabel={t('actions.restore')}
          {...common}
        >
          {t('actions.restoreHint')}
        </TenantDialog>
      );
    default:
      return null;
  }
}
