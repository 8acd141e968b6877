import { ruleText } from './ruleText';

const rule = {
  verbs: ['get', 'list'],
  apiGroups: [''],
  resources: ['bindings', 'limitranges', 'events', 'pods', 'services', 'pods/log', 'endpoints'],
  resourceNames: [],
};

describe('ruleText', () => {
  it('puts what was asked about first, and cuts the rest', () => {
    expect(ruleText(rule, 'pods/log')).toMatchObject({
      verbs: 'get, list',
      resources: ['pods/log', 'bindings', 'limitranges', 'events', 'pods'],
      more: 2,
    });
  });

  it('says of which group a resource is', () => {
    const apps = { ...rule, apiGroups: ['apps'], resources: ['deployments'] };
    expect(ruleText(apps, 'deployments.apps').resources).toEqual(['deployments (apps)']);
  });
});
