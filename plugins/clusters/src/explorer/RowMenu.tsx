import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ResourceId, Row } from '@kubemate/kube-common';
import { ActionMenu } from '@kubemate/ui';
import { RiNodeTree } from '@remixicon/react';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useObject } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { mapPlaceOf } from '../map/mapPlaceOf';
import { ActionDialog } from '../operations/ActionDialog';
import type { Action } from '../operations/actionCatalog';
import { rowSubject, type Subject } from '../operations/Subject';
import { useActionItems } from '../operations/useActionItems';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

export interface RowMenuProps {
  row: Row;
  anchor: HTMLElement;
  resource: ResourceId;
  kind: string;
  onClose(): void;
}

/** The actions of one row, the same as on its page. The object is read when the menu opens: a row does not say everything. */
export function RowMenu({ row, anchor, resource, kind, onClose }: RowMenuProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const named = useMemo(() => rowSubject(row, { resource, kind }), [row, resource, kind]);
  const object = useObject(named.target);
  const subject = { ...named, object: object.data, kind: object.data?.kind ?? kind };
  const { actions, items, loading, note } = useActionItems(subject, { enabled: !object.isPending });
  const [chosen, setChosen] = useState<{ action: Action; subject: Subject }>();
  const place = mapPlaceOf(named.target);
  const mapItem = { id: 'map', label: t('map.link'), icon: <RiNodeTree size={16} />, group: 'map' };
  if (chosen !== undefined)
    return (
      <ActionDialog
        {...chosen}
        opener={anchor.closest<HTMLElement>('[role=grid]')}
        onClose={onClose}
      />
    );
  return (
    <ActionMenu
      anchor={anchor}
      onClose={onClose}
      label={t('operations.menuOf', { name: row.name })}
      items={place === undefined ? items : [...items, mapItem]}
      loading={loading || object.isPending}
      note={note}
      onSelect={id => {
        if (id === mapItem.id && place !== undefined) navigate(links.map(place));
        const action = actions.find(item => item.id === id);
        if (action === undefined) return;
        if (action.id === 'editYaml') navigate(`${links.object(subject.target, 'yaml')}&edit=true`);
        else setChosen({ action, subject });
      }}
    />
  );
}
