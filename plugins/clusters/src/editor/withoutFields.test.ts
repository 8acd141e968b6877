import { withoutFields } from './withoutFields';

const text = `spec:
  replicas: 3 # wished for
  template:
    spec:
      containers:
        - name: app
          image: app:2
          ports:
            - containerPort: 80
              protocol: TCP
        - name: proxy
          image: proxy:1
`;

describe('withoutFields', () => {
  it.each([
    ['.spec.replicas', 'replicas'],
    ['.spec.template.spec.containers[name="app"].image', 'app:2'],
    [
      '.spec.template.spec.containers[name="app"].ports[containerPort=80,protocol="TCP"].protocol',
      'protocol',
    ],
  ])('takes %s out and nothing else', (path, gone) => {
    const after = withoutFields(text, [path]);
    expect(after).not.toContain(gone);
    expect(after).toContain('proxy:1');
    expect(after.split('\n')).toHaveLength(text.split('\n').length - 1);
  });

  it('leaves a text alone that has no such field', () => {
    expect(withoutFields(text, ['.spec.template.spec.containers[name="none"].image'])).toBe(text);
  });
});
