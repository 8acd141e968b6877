import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { isAddress, MarkdownView, resolvePath } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { useCallback } from 'react';
import { useLinks } from '../links/useLinks';

/** A file of a repository. */
export interface FilePlace {
  readonly place: RepositoryPlace;
  /** The default branch where it is empty. */
  readonly gitRef: string;
  readonly path: string;
}

/** Markdown of a repository; where it is a file, its links lead to the files beside it. */
export function MarkdownText({ text, file }: { text: string; file?: FilePlace }) {
  const links = useLinks();
  const linkTo = useCallback(
    (href: string) => {
      if (file === undefined || href.startsWith('#') || isAddress(href)) return href;
      const [target = '', line] = href.split('#', 2);
      const path = resolvePath(file.path, target);
      if (path === undefined) return '#';
      const address = links.repository(file.place, { ref: file.gitRef, path });
      return line === undefined ? address : `${address}#${line}`;
    },
    [links, file],
  );
  return (
    <Box sx={{ p: 2, minWidth: 0, overflow: 'auto' }}>
      <MarkdownView text={text} linkTo={linkTo} />
    </Box>
  );
}
