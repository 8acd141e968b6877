import type { KubeObject } from '../kubeObject';
import { requestKey, whyRequests } from './requests';
import type { WhyAnswer, WhyInput, WhyRequest } from './WhyInput';

/** An object leads to its pods, these to logs, nodes and claims, a claim to its class. */
const MAX_ROUNDS = 4;
const MAX_REQUESTS = 40;

function absorb(input: WhyInput, request: WhyRequest, answer: WhyAnswer): WhyInput {
  if (answer.type === 'lines' && request.type === 'logs')
    return { ...input, logs: [...input.logs, { ...request, lines: answer.lines }] };
  if (answer.type === 'missing' && request.type === 'get') {
    const { kind, namespace, name } = request;
    return { ...input, missing: [...input.missing, { kind, namespace, name }] };
  }
  if (answer.type !== 'objects' || request.type === 'logs') return input;
  const { kind } = request;
  // That these exist is all an explanation asks; their contents stay out of it.
  if (kind === 'ConfigMap' || kind === 'Secret' || kind === 'ServiceAccount') return input;
  const known = input.related[kind] ?? [];
  return { ...input, related: { ...input.related, [kind]: [...known, ...answer.objects] } };
}

function subject(request: WhyRequest): string {
  if (request.type === 'logs') return `log of ${request.pod}/${request.container}`;
  return request.type === 'get' ? `${request.kind} ${request.name}` : request.resource.plural;
}

/**
 * Reads all that an explanation of an object rests on, in rounds, each request once. `ask` reads one thing as the
 * viewer and does not throw; what it may not or cannot read becomes a gap.
 */
export async function gatherWhyInput(options: {
  object: KubeObject;
  now: number;
  ask(request: WhyRequest): Promise<WhyAnswer>;
}): Promise<{ input: WhyInput; gaps: string[] }> {
  const { object, now, ask } = options;
  let input: WhyInput = { object, related: {}, missing: [], logs: [], now };
  const asked = new Set<string>();
  const gaps: string[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const wanted = whyRequests(input)
      .filter(request => !asked.has(requestKey(request)))
      .slice(0, MAX_REQUESTS - asked.size);
    if (wanted.length === 0) break;
    wanted.forEach(request => asked.add(requestKey(request)));
    const answers = await Promise.all(wanted.map(ask));
    for (const [at, request] of wanted.entries()) {
      const answer = answers[at];
      if (answer?.type === 'gap') gaps.push(`${subject(request)}: ${answer.reason}`);
      else if (answer !== undefined) input = absorb(input, request, answer);
    }
  }
  return { input, gaps };
}
