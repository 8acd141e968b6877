import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import type { ManifestLint, ManifestLintProps } from '@kubemate/ui';
import { Suspense, useCallback, useContext, useMemo, useState, type ComponentType } from 'react';
import type { ObjectTarget } from '../links/useLinks';
import { ManifestLintsContext } from './ManifestLintsContext';

/** What all plugins together have to say of a manifest; `readers` has to be drawn, and shows nothing. */
export function useManifestLints(target: ObjectTarget, object: ClusterObject) {
  const plugins = useContext(ManifestLintsContext);
  const [lints, setLints] = useState<ReadonlyMap<number, ManifestLint>>(new Map());
  const note = useCallback((at: number, lint: ManifestLint | undefined) => {
    setLints(known => {
      const next = new Map(known);
      if (lint === undefined) next.delete(at);
      else next.set(at, lint);
      return next;
    });
  }, []);
  const lint = useMemo((): ManifestLint | undefined => {
    const all = [...lints.values()];
    if (all.length === 0) return undefined;
    return {
      check: manifest => all.flatMap(each => each.check(manifest)),
      say: phrase => all.map(each => each.say?.(phrase)).find(said => said !== undefined),
    };
  }, [lints]);
  const { cluster } = target;
  const { apiVersion, kind, metadata } = object;
  const { namespace } = metadata;
  const readers = (
    <Suspense fallback={null}>
      {plugins.map((Lint, at) => (
        <LintReader
          key={at}
          Lint={Lint}
          at={at}
          onLint={note}
          {...{ cluster, namespace, apiVersion, kind }}
        />
      ))}
    </Suspense>
  );
  return { lint, readers };
}

function LintReader(
  props: Omit<ManifestLintProps, 'onLint'> & {
    Lint: ComponentType<ManifestLintProps>;
    at: number;
    onLint(at: number, lint: ManifestLint | undefined): void;
  },
) {
  const { Lint, at, onLint, ...where } = props;
  const note = useCallback((lint: ManifestLint | undefined) => onLint(at, lint), [at, onLint]);
  return <Lint {...where} onLint={note} />;
}
