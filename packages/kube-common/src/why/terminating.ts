import { formatDuration, parseTime } from '../age';
import { conditionsOf } from '../conditions';
import type { Finding } from '../finding';
import type { KubeObject } from '../kubeObject';
import { isKind } from '../shapes/isKind';
import { advice, describe } from './nextSteps';
import type { SummaryCode } from './summaryParams';
import type { WhyContext } from './WhyContext';
import { conditionEvidence, fieldEvidence, finding } from './WhyContext';

/** Deletions take a moment; only what outlasts this is stuck. */
const PATIENCE = 60_000;

/** What still holds the object, in the words of whoever holds it. */
function obstacles(object: KubeObject): string {
  const finalizers = object.metadata.finalizers ?? [];
  const spec = object.kind === 'Namespace' ? object.spec : undefined;
  const inner =
    typeof spec === 'object' &&
    spec !== null &&
    'finalizers' in spec &&
    Array.isArray(spec.finalizers)
      ? spec.finalizers.map(String)
      : [];
  return [...finalizers, ...inner].join(', ');
}

function stuckCode(held: string, node: string | undefined): SummaryCode {
  if (held !== '') return 'terminating-stuck';
  return node ? 'terminating-on-node' : 'terminating-held';
}

/** Why an object that was deleted is still there. */
export function explainTerminating(object: KubeObject, context: WhyContext): Finding[] {
  const due = parseTime(object.metadata.deletionTimestamp);
  if (due === undefined || context.input.now - due < PATIENCE) return [];
  const waited = formatDuration(context.input.now - due);
  const held = obstacles(object);
  const node = isKind(object, 'Pod') ? object.spec?.nodeName : undefined;
  const silent = node
    ? `node ${node} has not confirmed that its containers stopped`
    : 'something still refers to it';
  const because = held ? `these finalizers are not done: ${held}` : silent;
  const remaining =
    object.kind === 'Namespace'
      ? conditionsOf(object).filter(({ status }) => status === 'True')
      : [];
  return [
    finding('terminating-stuck', 'warning', {
      summary: `It should have been gone for ${waited}; ${because}`,
      code: stuckCode(held, node),
      params: { finalizers: held, waited, node: node ?? '', reason: 'Terminating' },
      evidence: [
        fieldEvidence(
          object,
          'metadata.deletionTimestamp',
          object.metadata.deletionTimestamp ?? '',
        ),
        held ? fieldEvidence(object, 'finalizers', held) : undefined,
        ...remaining.map(condition => conditionEvidence(object, condition)),
      ],
      nextSteps: [
        held
          ? advice(
              'check-finalizer',
              'Check that the controllers that own these finalizers run; removing a finalizer by hand leaves its work undone',
            )
          : advice('check-node', 'Check that the node runs; delete it if it is gone for good'),
        describe(object),
      ],
    }),
  ];
}
