import { useApi, useApiHolder } from '@backstage/frontend-plugin-api';
import type { AnyApiRef } from '@backstage/frontend-plugin-api';
import { formDecoratorsApiRef } from '@backstage/plugin-scaffolder/alpha';
import type { TemplateParameterSchema } from '@backstage/plugin-scaffolder-react';
import type { JsonObject, JsonValue } from '@backstage/types';
import { useCallback } from 'react';

/** What a form has collected when it is sent. */
export interface Filled {
  values: Record<string, JsonValue>;
  secrets: Record<string, string>;
}

/** How Backstage's form decorators look inside, which its own form reads as well. */
interface Decorator {
  readonly id: string;
  readonly deps?: Readonly<Record<string, AnyApiRef>>;
  decorator(
    context: {
      readonly formState: Filled['values'];
      readonly input: JsonObject;
      setSecrets(change: (secrets: Filled['secrets']) => Filled['secrets']): void;
      setFormState(change: (values: Filled['values']) => Filled['values']): void;
    },
    deps: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}

/** Lets the decorators that a template names fill in what nobody types: https://backstage.io/docs/features/software-templates/experimental/ */
export function useFormDecorators(): (
  filled: Filled,
  manifest: TemplateParameterSchema | undefined,
) => Promise<Filled> {
  const api = useApi(formDecoratorsApiRef);
  const apis = useApiHolder();
  return useCallback(
    async (filled, manifest) => {
      const named = manifest?.formDecorators ?? manifest?.EXPERIMENTAL_formDecorators ?? [];
      if (named.length === 0) return filled;
      const known = (await api.getFormDecorators()) as unknown as readonly Decorator[];
      const now = { ...filled };
      for (const { id, input = {} } of named) {
        const found = known.find(each => each.id === id);
        if (!found) throw new Error(`The form decorator ${id} is not installed`);
        const deps = Object.entries(found.deps ?? {}).map(([key, ref]) => [key, apis.get(ref)]);
        await found.decorator(
          {
            formState: now.values,
            input,
            setSecrets: change => {
              now.secrets = change(now.secrets);
            },
            setFormState: change => {
              now.values = change(now.values);
            },
          },
          Object.fromEntries(deps) as Record<string, unknown>,
        );
      }
      return now;
    },
    [api, apis],
  );
}
