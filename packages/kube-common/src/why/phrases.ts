import type { Phrase } from '../finding';

/** The sentences that evidence is said in, in English; the browser has each in every language under the same code. */
export const EVIDENCE_TEXTS = {
  'event-repeated': '{{quote}} ({{times}} times)',
  'condition-status': '{{type}} is {{status}}',
  unset: '{{path}}: (none)',
  'memory-limit': 'container {{container}} memory limit: {{value}}',
  'container-waiting': 'container {{container}} waiting: {{value}}',
  'container-not-ready': 'container {{container}}: ready: false',
  'init-running': 'init container {{container}}: running',
  'probe-settings':
    '{{probe}}: {{question}} (every {{period}}s, timeout {{timeout}}s, {{failures}} failures allowed)',
  requests: 'requests: cpu {{cpu}}, memory {{memory}}',
  'requests-gpu': 'requests: cpu {{cpu}}, memory {{memory}}, gpu {{gpus}}',
  metrics: 'metrics (current/target): {{value}}',
  'quota-used': '{{resource}}: {{used}} of {{hard}} used',
  'volume-used': '{{used}} of {{capacity}} used',
  'pods-affected': '{{pods}} of {{total}} pods',
  'pods-ready': '{{ready}} of {{total}} pods ready',
  'replicas-ready': '{{ready}}/{{desired}} ready, {{pods}} exist',
  exit: 'exit code {{exitCode}}',
  'exit-signal': 'exit code {{exitCode}} ({{signal}})',
  'exit-clean': 'exit code {{exitCode}} (the process ended by itself without an error)',
  'exit-error': 'exit code {{exitCode}} (the application reported an error)',
  'exit-usage': 'exit code {{exitCode}} (the application or its shell was called wrongly)',
  'exit-not-started': 'exit code {{exitCode}} (the container could not be started)',
  'exit-not-executable': 'exit code {{exitCode}} (the command is not executable)',
  'exit-not-found': 'exit code {{exitCode}} (the command was not found)',
  'exit-out-of-range':
    'exit code {{exitCode}} (the application reported an error outside the usual range)',
  'exit-killed': 'exit code {{exitCode}} ({{signal}}: the process was killed)',
  'exit-stopped': 'exit code {{exitCode}} ({{signal}}: the process was asked to stop)',
  'exit-memory-access':
    'exit code {{exitCode}} ({{signal}}: the process accessed memory that is not its own)',
  'exit-aborted': 'exit code {{exitCode}} ({{signal}}: the process aborted itself)',
  'exit-bus': 'exit code {{exitCode}} ({{signal}}: the process had a memory bus error)',
  'exit-instruction':
    'exit code {{exitCode}} ({{signal}}: the process met an instruction that the CPU does not have)',
  'exit-arithmetic': 'exit code {{exitCode}} ({{signal}}: the process made an arithmetic error)',
} as const;

/** Where evidence stands, where that is more than the name of an object or a path in it. */
export const EVIDENCE_PLACES = {
  container: '{{owner}} container {{container}}',
  'container-previous': '{{owner}} container {{container}} (previous)',
  'container-terminated': '{{owner}} container {{container}} terminated',
  'pods-selected': 'Pods selected',
} as const;

export type EvidenceCode = keyof typeof EVIDENCE_TEXTS;
export type PlaceCode = keyof typeof EVIDENCE_PLACES;

/** An English sentence with its particulars. */
export function fillPhrase(template: string, params: Phrase['params']): string {
  return template.replace(/{{(\w+)}}/g, (_, name: string) => String(params[name] ?? ''));
}
