import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { textOf } from '@kubemate/operations-common';
import { lintManifest } from './lintManifest';
import { parseManifest } from './parseManifest';

const TASKS: Readonly<Record<string, unknown>> = {
  build: { params: [{ name: 'image' }], steps: [] },
};

async function lint(text: string) {
  const context = {
    viewer: {},
    kube: {
      async get({ name, namespace }: { name: string; namespace: string }) {
        expect(namespace).toBe('shop');
        if (name === 'secret') throw new NotAllowedError('no');
        if (!Object.hasOwn(TASKS, name)) throw new NotFoundError('none');
        return { spec: TASKS[name] };
      },
    },
  };
  const named = { ref: { cluster: 'live', namespace: 'shop' } };
  const manifest = parseManifest(text);
  const { refusal, warnings } = await lintManifest(
    { text, manifest, named: named as never },
    context as never,
  );
  return { refusal: refusal && textOf(refusal), warnings: warnings.map(textOf) };
}

const pipeline = (tasks: string, metadata = '') => `apiVersion: tekton.dev/v1
kind: Pipeline
metadata:
  name: p${metadata}
spec:
  tasks:
${tasks}`;

const UNKNOWN = '    - { name: a, taskRef: { name: nobody } }\n';
const MISSING = '    - { name: b, taskRef: { name: build } }\n';
const EDIT = '\n  resourceVersion: "7"';

it('refuses what would not run, with the line, what is missing and how many more there are', async () => {
  expect((await lint(pipeline(MISSING))).refusal).toBe(
    'Line 7: b: the Task build needs the parameter image. Give it under params of b, or give it a default in the Task',
  );
  expect((await lint(pipeline(MISSING + MISSING))).refusal).toMatch(
    /^Line 8: The name b is used twice \(and 2 more\)$/,
  );
});

it('refuses a Task that is not there to an editor, and warns who applies several manifests one by one', async () => {
  expect(await lint(pipeline(UNKNOWN))).toEqual({
    refusal: undefined,
    warnings: [expect.stringContaining('Line 7: There is no Task nobody in this namespace')],
  });
  expect((await lint(pipeline(UNKNOWN, EDIT))).refusal).toContain(
    'Line 8: There is no Task nobody',
  );
});

it('only warns where the manifest says so', async () => {
  const metadata = '\n  annotations: { kubemate.io/lint: warn }';
  const { refusal, warnings } = await lint(pipeline(MISSING, metadata));
  expect(refusal).toBeUndefined();
  expect(warnings).toEqual([expect.stringContaining('needs the parameter image')]);
});

it('says nothing of what the person may not read, nor of other kinds', async () => {
  const nothing = { refusal: undefined, warnings: [] };
  expect(await lint(pipeline('    - { name: a, taskRef: { name: secret } }\n'))).toEqual(nothing);
  expect(await lint('apiVersion: v1\nkind: Pod\nmetadata: { name: p }\n')).toEqual(nothing);
});
