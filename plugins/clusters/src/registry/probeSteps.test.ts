import type { ClusterProbe } from '@kubemate/plugin-clusters-common';
import { countRights, orderRights, probeLines, topicOf, type ProbeRight } from './probeSteps';

function probe(steps: ClusterProbe['steps']): ClusterProbe {
  return { outcome: 'failed', steps, server: '10.0.0.1:6443', addresses: [] };
}

function right(id: string, need: ProbeRight['need'], allowed: boolean): ProbeRight {
  return { id, need, allowed, verb: 'list', group: '', plural: id };
}

it('shows which steps were not reached', () => {
  const lines = probeLines(
    probe([
      { step: 'address', ok: true },
      { step: 'tls', ok: false, reason: 'its certificate has expired' },
    ]),
  );
  expect(lines.map(({ step, health }) => `${step} ${health}`)).toEqual([
    'address ok',
    'tls failed',
    'version idle',
    'credential idle',
    'apis idle',
    'rights idle',
  ]);
  expect(lines[1]?.reason).toBe('its certificate has expired');
});

it('takes missing rights for a limit', () => {
  expect(probeLines(probe([{ step: 'rights', ok: false }])).at(-1)?.health).toBe('warning');
});

it('counts what the portal uses, and puts first what is missing', () => {
  const rights = [
    right('a', 'needed', true),
    right('b', 'excess', false),
    right('c', 'excess', true),
    right('d', 'wanted', false),
    right('e', 'needed', false),
  ];
  expect(countRights(rights)).toEqual({ held: 1, total: 3, excess: [rights[2]] });
  expect(orderRights(rights).map(({ id }) => id)).toEqual(['e', 'd', 'c', 'a', 'b']);
});

it('does not speak of trust where no handshake came about', () => {
  const refused = probe([{ step: 'tls', ok: false, reason: 'the connection was refused' }]);
  const http = probe([{ step: 'tls', ok: true }]);
  const untrusted = { ...refused, tls: { trusted: false, chain: [], names: [] } };
  const topics = [refused, http, untrusted].map(each =>
    probeLines(each)
      .filter(({ step }) => step === 'tls')
      .map(line => topicOf(line, each)),
  );
  expect(topics.flat()).toEqual(['reach', 'plainHttp', 'tls']);
});
