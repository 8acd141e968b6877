import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { LoadingState, Section } from '@kubemate/ui';
import { useFiles } from '../api/queries';
import { MarkdownText } from './MarkdownText';

/** What a folder says of itself. */
export function Readme(props: { place: RepositoryPlace; gitRef: string; path: string }) {
  const { place, gitRef, path } = props;
  const { owner, name } = place;
  const query = useFiles({ owner, name }, { path, ...(gitRef === '' ? {} : { ref: gitRef }) });
  const file = query.data?.path === path ? query.data.file : undefined;
  if (!query.isPending && file?.encoding !== 'utf8') return null;
  return (
    <Section title={path.split('/').at(-1) ?? path} flush>
      {file === undefined ? (
        <LoadingState lines={5} />
      ) : (
        <MarkdownText text={file.content} file={props} />
      )}
    </Section>
  );
}
