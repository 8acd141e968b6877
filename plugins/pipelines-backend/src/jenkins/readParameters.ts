import type { Phrase } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import type { ParameterSpec } from '@kubemate/plugin-pipelines-common';
import type { JenkinsParameter } from './jenkinsSchemas';

const TYPES: Readonly<Record<string, ParameterSpec['type']>> = {
  BooleanParameterDefinition: 'boolean',
  TextParameterDefinition: 'text',
  PasswordParameterDefinition: 'password',
  // Of the credentials plugin: it wants the id of a credential, which is no secret.
  CredentialsParameterDefinition: 'string',
};

/** What a job or an input step asks for. A type that no core or common plugin brings is asked for as text. */
export function readParameter(plan: JenkinsParameter): ParameterSpec {
  const { name, description, choices, defaultParameterValue } = plan;
  const type = TYPES[plan.type] ?? 'string';
  const value = defaultParameterValue?.value;
  // A password's default is known to Jenkins alone: nothing given keeps it.
  const preset = type === 'password' ? '' : (value ?? choices?.[0]);
  return {
    name,
    type,
    ...(description ? { description } : {}),
    ...(preset === undefined ? {} : { default: String(preset) }),
    ...(choices === undefined || choices.length === 0 ? {} : { enum: [...choices] }),
  };
}

/** Why these values cannot be taken; undefined where they can. */
export function whyNotValues(
  specs: readonly ParameterSpec[],
  given: { params: Readonly<Record<string, unknown>>; secrets: Readonly<Record<string, string>> },
): Phrase | undefined {
  for (const [name, value] of Object.entries(given.params)) {
    const spec = specs.find(each => each.name === name);
    if (spec === undefined) return say('noParam', { name });
    if (spec.type === 'password') return say('paramPassword', { name });
    if (typeof value !== 'string') return say('paramText', { name });
    if (spec.type === 'boolean' && value !== 'true' && value !== 'false')
      return say('paramBoolean', { name });
    if (spec.enum && !spec.enum.includes(value))
      return say('paramOneOf', { name, values: spec.enum.join(', ') });
  }
  const unknown = Object.keys(given.secrets).find(
    name => !specs.some(spec => spec.name === name && spec.type === 'password'),
  );
  if (unknown !== undefined) return say('noPassword', { name: unknown });
  const missing = specs.find(
    ({ name, default: preset }) =>
      preset === undefined && !Object.hasOwn({ ...given.params, ...given.secrets }, name),
  );
  return missing && say('noValue', { name: missing.name });
}
