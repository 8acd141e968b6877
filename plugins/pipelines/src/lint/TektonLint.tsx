import { useApi } from '@backstage/frontend-plugin-api';
import type { TaskInterface } from '@kubemate/plugin-pipelines-common';
import {
  findingPhrase,
  isLinted,
  lintDefinition,
  referencedTasks,
} from '@kubemate/plugin-pipelines-common';
import { describeError, QueryWrapper } from '@kubemate/ui';
import type { ManifestLint, ManifestLintProps } from '@kubemate/ui';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { pipelinesApiRef } from '../api/pipelinesApiRef';
import { useSay } from '../board/useSay';

const NAME = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/;
/** More than a Pipeline names; each is a request. */
const MOST_TASKS = 50;
const STALE_MS = 30_000;

/** In the editor of a Pipeline or Task: says as one types what will not run. */
export function TektonLint(props: ManifestLintProps) {
  const { cluster, namespace } = props;
  if (namespace === undefined || !isLinted(props)) return null;
  return (
    <QueryWrapper>
      <LintReader place={cluster} folder={namespace} onLint={props.onLint} />
    </QueryWrapper>
  );
}

function LintReader(props: {
  place: string;
  folder: string;
  onLint(lint: ManifestLint | undefined): void;
}) {
  const { place, folder, onLint } = props;
  const [names, setNames] = useState<readonly string[]>([]);
  const say = useSay();
  const tasks = useTasks({ place, folder }, names);
  const lint = useMemo(
    (): ManifestLint => ({
      check(manifest) {
        const named = referencedTasks(manifest)
          .filter(name => NAME.test(name))
          .slice(0, MOST_TASKS);
        // A name that has just been written is asked for; the answer makes another lint.
        setNames(known => (known.join() === named.join() ? known : named));
        return lintDefinition(manifest, { taskOf: name => tasks.get(name) }).map(finding => {
          const phrase = findingPhrase(finding);
          const { severity, path } = finding;
          return { severity, path, message: say(phrase) ?? phrase.text };
        });
      },
      say,
    }),
    [tasks, say],
  );
  useEffect(() => {
    onLint(lint);
  }, [lint, onLint]);
  useEffect(
    () => () => {
      onLint(undefined);
    },
    [onLint],
  );
  return null;
}

/** Those that could be read, and those that are not there. */
function useTasks(
  { place, folder }: { place: string; folder: string },
  names: readonly string[],
): ReadonlyMap<string, TaskInterface | 'missing'> {
  const api = useApi(pipelinesApiRef);
  const results = useQueries({
    queries: names.map(name => ({
      queryKey: ['pipelines', 'definition', { place, folder, name }, 'Task'],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.getDefinition({ place, folder, name }, { kind: 'Task' }, { signal }),
      staleTime: STALE_MS,
      retry: false,
    })),
  });
  // The results are new objects each time; the text is to be checked again only when an answer has come.
  const state = results.map(result => `${result.dataUpdatedAt} ${result.errorUpdatedAt}`).join();
  return useMemo(() => {
    const known = new Map<string, TaskInterface | 'missing'>();
    results.forEach(({ data, error }, at) => {
      const name = names[at] ?? '';
      if (data !== undefined) known.set(name, data);
      else if (error && describeError(error).kind === 'not-found') known.set(name, 'missing');
    });
    return known;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state, names]);
}
