import type { Fields } from '../Fields';
import { code, core, facts, fromMap, fromText, fromTexts, object, table, text } from './facts';
import type { FactValue, SummarySection } from './Summary';

export function summariseService(service: Fields): readonly SummarySection[] {
  const spec = service.at('spec');
  const ingress = service
    .at('status', 'loadBalancer', 'ingress')
    .items.flatMap(entry => entry.at('hostname').text ?? entry.at('ip').text ?? []);
  return [
    facts('service', [
      ['type', fromText(spec.at('type'))],
      ['clusterIP', fromText(spec.at('clusterIP'))],
      ['externalIP', ingress.length === 0 ? fromTexts(spec.at('externalIPs')) : list(ingress)],
      ['externalName', fromText(spec.at('externalName'))],
      ['sessionAffinity', fromText(spec.at('sessionAffinity'))],
      ['selector', fromMap(spec.at('selector'))],
    ]),
    table(
      'ports',
      ['name', 'port', 'targetPort', 'nodePort', 'protocol'],
      spec
        .at('ports')
        .items.map(port => [
          fromText(port.at('name')),
          fromText(port.at('port')),
          fromText(port.at('targetPort')),
          fromText(port.at('nodePort')),
          fromText(port.at('protocol')),
        ]),
    ),
  ];
}

function list(items: readonly string[]): FactValue {
  return { as: 'list', items };
}

export function summariseIngress(ingress: Fields): readonly SummarySection[] {
  const spec = ingress.at('spec');
  const namespace = ingress.at('metadata', 'namespace').text;
  const backend = (field: Fields) => {
    const service = field.at('service');
    const name = service.at('name').text;
    const port = service.at('port', 'name').text ?? service.at('port', 'number').text ?? '';
    return object(core('services'), { namespace, name, text: `${name ?? ''}:${port}` });
  };
  const tlsHosts = new Set(spec.at('tls').items.flatMap(entry => entry.at('hosts').texts));
  return [
    facts('ingress', [
      ['class', fromText(spec.at('ingressClassName'))],
      ['defaultBackend', backend(spec.at('defaultBackend'))],
    ]),
    table(
      'routes',
      ['host', 'path', 'backend', 'tls'],
      spec.at('rules').items.flatMap(rule => {
        const host = rule.at('host').text ?? '*';
        return rule
          .at('http', 'paths')
          .items.map(path => [
            text(host),
            code(path.at('path').text ?? '/'),
            backend(path.at('backend')),
            tlsHosts.has(host) ? text('✓') : undefined,
          ]);
      }),
    ),
    table(
      'certificates',
      ['secret', 'hosts'],
      spec
        .at('tls')
        .items.map(entry => [
          object(core('secrets'), { namespace, name: entry.at('secretName').text }),
          fromTexts(entry.at('hosts')),
        ]),
    ),
  ];
}
