import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Button from '@mui/material/Button';
import { RiNodeTree } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks, type ObjectTarget } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { mapPlaceOf } from './mapPlaceOf';

/** Leads from an object to its place on the map; nothing for what has none, such as a node. */
export function MapLink({ target }: { target: ObjectTarget }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const place = mapPlaceOf(target);
  if (place === undefined) return null;
  return (
    <Button
      variant="outlined"
      color="inherit"
      component={RouterLink}
      to={links.map(place)}
      startIcon={<RiNodeTree size={16} />}
    >
      {t('map.link')}
    </Button>
  );
}
