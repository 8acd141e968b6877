import type { OperationInput } from '@kubemate/operations-common';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunInput, RunRef } from '@kubemate/plugin-pipelines-common';

type AnswerInput = OperationInput<typeof pipelineOperations.answerInput>;
export type Decision = AnswerInput['decision'];

/** What is asked for, as a form has it before anything is changed. */
export function answerDraft({ params }: RunInput): Readonly<Record<string, string>> {
  return Object.fromEntries(
    params.map(({ name, default: preset }) => [name, typeof preset === 'string' ? preset : '']),
  );
}

/** Names of what has no value yet; nobody is asked for values to end a run. */
export function lackingValues(
  { params }: RunInput,
  { decision, draft }: { decision: Decision; draft: Readonly<Record<string, string>> },
): readonly string[] {
  if (decision === 'abort') return [];
  return params
    .filter(({ name, default: preset }) => preset === undefined && !draft[name])
    .map(({ name }) => name);
}

/** What the operation is given; passwords apart, for they are not kept. */
export function answerInput(
  given: { run: RunRef; input: RunInput },
  answer: { decision: Decision; draft: Readonly<Record<string, string>>; reason?: string },
): AnswerInput {
  const { run, input } = given;
  const { decision, draft } = answer;
  const reason = answer.reason?.trim() ?? '';
  const base = { run, input: input.id, decision, ...(reason !== '' && { reason }) };
  if (decision === 'abort') return base;
  const of = (isSecret: boolean) =>
    input.params
      .filter(({ type }) => (type === 'password') === isSecret)
      .map(({ name }) => [name, draft[name] ?? ''] as const)
      .filter(([, text]) => !isSecret || text !== '');
  const [params, secrets] = [of(false), of(true)];
  return {
    ...base,
    ...(params.length > 0 && { params: Object.fromEntries(params) }),
    ...(secrets.length > 0 && { secrets: Object.fromEntries(secrets) }),
  };
}
