import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  clustersOperations,
  type Cluster,
  type Registration,
} from '@kubemate/plugin-clusters-common';
import { ActionMenu, OperationDialog, operationFailure, operationsApiRef } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiArrowDownSLine, RiDeleteBinLine, RiFileEditLine, RiKey2Line } from '@remixicon/react';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { useNoteReceipt } from '../operations/ActionDialog';
import { useSay } from '../operations/useSay';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { EditClusterDialog } from './EditClusterDialog';
import { RotateCredentialDialog } from './RotateCredentialDialog';
import { useClusterAccess, useRegistrations } from './useRegistry';

type ActionId = 'edit' | 'rotate' | 'remove';
const ACTIONS: readonly ActionId[] = ['edit', 'rotate', 'remove'];
const ICONS = {
  edit: <RiFileEditLine size={16} />,
  rotate: <RiKey2Line size={16} />,
  remove: <RiDeleteBinLine size={16} />,
};

/** Edits, rotates and removes a cluster that was added in the portal. */
export function ClusterManagement({ cluster: { name, title } }: { cluster: Cluster }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [chosen, setChosen] = useState<ActionId>();
  const access = useClusterAccess(name, { enabled: true });
  const registrations = useRegistrations({ enabled: access.data?.edit?.allowed === true });
  const registration = registrations.data?.items.find(item => item.name === name);
  return (
    <>
      <Button
        ref={button}
        variant="contained"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        endIcon={<RiArrowDownSLine size={16} />}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('registry.manage')}
      </Button>
      <ActionMenu
        anchor={anchor}
        onClose={() => setAnchor(null)}
        label={t('registry.manageOf', { name: title })}
        loading={access.isPending}
        {...(access.isError
          ? {
              note: t('registry.rightsUnknown', {
                reason: operationFailure(access.error).message,
              }),
            }
          : {})}
        items={ACTIONS.map(id => {
          const answer = access.data?.[id];
          return {
            id,
            label: t(`registry.${id}`),
            icon: ICONS[id],
            danger: id === 'remove',
            group: id === 'remove' ? 'end' : 'change',
            ...(answer?.allowed === false ? { disabledReason: answer.reason ?? '' } : {}),
          };
        })}
        onSelect={id => {
          setAnchor(null);
          setChosen(ACTIONS.find(action => action === id));
        }}
      />
      {chosen !== undefined && (
        <ManagementDialog
          action={chosen}
          name={name}
          registration={registration}
          opener={button.current}
          onClose={() => setChosen(undefined)}
        />
      )}
    </>
  );
}

function ManagementDialog(props: {
  action: ActionId;
  name: string;
  registration: Registration | undefined;
  opener: HTMLElement | null;
  onClose(): void;
}) {
  const { action, name, registration, opener, onClose } = props;
  if (action === 'edit')
    // Before it is known how the cluster was added there is nothing to edit.
    return registration === undefined ? null : (
      <EditClusterDialog registration={registration} opener={opener} onClose={onClose} />
    );
  if (action === 'rotate')
    return (
      <RotateCredentialDialog
        name={name}
        server={registration?.server}
        opener={opener}
        onClose={onClose}
      />
    );
  return <RemoveClusterDialog name={name} opener={opener} onClose={onClose} />;
}

/** Takes a cluster out of the portal once its name was typed. */
export function RemoveClusterDialog(props: {
  name: string;
  opener: HTMLElement | null;
  onClose(): void;
}) {
  const { name, opener, onClose } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const links = useLinks();
  const navigate = useNavigate();
  const [input] = useState({ name });
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={clustersOperations.removeCluster}
      input={input}
      title={t('registry.removeOf', { name })}
      runLabel={t('registry.remove')}
      opener={opener}
      onClose={onClose}
      onReceipt={receipt => {
        note(receipt);
        if (receipt.status === 'succeeded') navigate(links.clusters());
      }}
    />
  );
}
