import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Row } from '@kubemate/kube-common';
import type { LiveTableColumn } from '@kubemate/ui';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { RiNodeTree } from '@remixicon/react';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { NAMESPACES } from '../kinds/wellKnown';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ClusterRows } from './ClusterRows';

/** The namespaces of a cluster, each with the way to its map. */
export function ClusterNamespaces({ cluster }: { cluster: string }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const title = t('map.link');
  const column = useMemo(
    (): LiveTableColumn<Row> => ({
      id: 'map',
      title: '',
      width: 48,
      status: true,
      text: () => '',
      render: ({ name }) => (
        <Tooltip title={title}>
          <IconButton
            component={RouterLink}
            to={links.map({ cluster, namespaces: [name] })}
            aria-label={`${title}: ${name}`}
            // The grid takes the keyboard: Enter on the row opens a page with the same link.
            tabIndex={-1}
            sx={{ p: 0.25 }}
          >
            <RiNodeTree size={16} />
          </IconButton>
        </Tooltip>
      ),
    }),
    [cluster, links, title],
  );
  return (
    <ClusterRows
      cluster={cluster}
      resource={NAMESPACES}
      title={t('clusters.namespaces')}
      behindName={column}
    />
  );
}
