import { NO_SETTINGS, settingsProblems, toSettings } from './clusterSettings';

describe('settingsProblems', () => {
  it.each([
    ['', { name: 'missing' }],
    ['add', { name: 'invalid' }],
    ['Prod', { name: 'invalid' }],
    ['prod-eu.1', {}],
  ])('of the name %j', (name, problems) => {
    expect(settingsProblems({ ...NO_SETTINGS, name })).toEqual(problems);
  });

  it('of an owner that is no entity', () => {
    const fields = { ...NO_SETTINGS, name: 'prod' };
    expect(settingsProblems({ ...fields, owner: 'platform' })).toEqual({ owner: 'invalid' });
    expect(settingsProblems({ ...fields, owner: 'group:default/platform' })).toEqual({});
  });
});

it('leaves out what is empty, so that it becomes empty', () => {
  const fields = { ...NO_SETTINGS, name: ' prod ', title: ' ', namespaces: 'shop, payments  web' };
  expect(toSettings(fields)).toEqual({
    name: 'prod',
    identity: 'impersonate',
    labels: {},
    namespaces: ['shop', 'payments', 'web'],
  });
});
