import { questionProblem, subjectText, toAccessRequest, toMatrixRequest } from './accessState';
import type { Question } from './accessState';

const question = (given: Partial<Question> = {}): Question => ({
  subject: '',
  verb: 'delete',
  resource: 'pods',
  cluster: 'prod',
  namespace: 'shop',
  name: '',
  ...given,
});

describe('a question about access', () => {
  it('leaves out what is not asked', () => {
    expect(toAccessRequest(question())).toEqual({
      verb: 'delete',
      resource: 'pods',
      cluster: 'prod',
      namespace: 'shop',
    });
    expect(toAccessRequest(question({ subject: 'user:default/dana', name: 'cart' }))).toMatchObject(
      { subject: 'user:default/dana', name: 'cart' },
    );
  });

  it.each<[Partial<Question>, string | undefined]>([
    [{}, undefined],
    [{ subject: 'dana' }, 'subject'],
    [{ subject: 'serviceaccount:shop/default' }, undefined],
    [{ verb: '' }, 'verb'],
    [{ resource: 'Pods' }, 'resource'],
    [{ resource: 'deployments.apps/scale' }, undefined],
    [{ cluster: '' }, 'cluster'],
    [{ namespace: '' }, undefined],
    [{ namespace: 'Shop' }, 'namespace'],
  ])('%j lacks %s', (given, problem) => {
    expect(questionProblem(question(given))).toBe(problem);
    expect(toAccessRequest(question(given)) === undefined).toBe(problem !== undefined);
  });

  it('asks for the matrix of a cluster or of a namespace', () => {
    expect(toMatrixRequest({ cluster: '', namespace: 'shop' })).toBeUndefined();
    expect(toMatrixRequest({ cluster: 'dev', namespace: '' })).toEqual({ cluster: 'dev' });
  });

  it('names the subject of a binding so that it can be asked about', () => {
    expect(subjectText({ kind: 'User', name: 'kubemate:dana' })).toBe('kubeuser:kubemate:dana');
    expect(subjectText({ kind: 'Group', name: 'system:masters' })).toBe('kubegroup:system:masters');
    expect(subjectText({ kind: 'ServiceAccount', name: 'default', namespace: 'shop' })).toBe(
      'serviceaccount:shop/default',
    );
  });
});
