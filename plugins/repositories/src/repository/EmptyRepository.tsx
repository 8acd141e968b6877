import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryDetail } from '@kubemate/plugin-repositories-common';
import { CodeBlock, EmptyState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { RiGitRepositoryLine } from '@remixicon/react';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** There is no commit yet: says how the first one comes. */
export function EmptyRepository({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { cloneUrl, defaultBranch, may } = repository;
  const commands = [
    `git init --initial-branch=${defaultBranch}`,
    `git remote add origin ${cloneUrl}`,
    'git add . && git commit -m "First commit"',
    `git push -u origin ${defaultBranch}`,
  ].join('\n');
  return (
    <EmptyState
      icon={<RiGitRepositoryLine size={32} />}
      title={t('empty.title')}
      description={t(may.write ? 'empty.hint' : 'empty.readerHint')}
      action={
        may.write ? (
          <Box sx={{ textAlign: 'left', width: 'min(560px, 100%)' }}>
            <CodeBlock code={commands} />
          </Box>
        ) : undefined
      }
    />
  );
}
