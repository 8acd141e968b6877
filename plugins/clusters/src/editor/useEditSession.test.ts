import { act, renderHook } from '@testing-library/react';
import { parse } from 'yaml';
import { atVersion, useEditSession } from './useEditSession';

function deployment(spec: object, version: string) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'web',
      namespace: 'shop',
      uid: 'u',
      resourceVersion: version,
      managedFields: [],
    },
    spec,
    status: { replicas: 1 },
  };
}

describe('useEditSession', () => {
  it('begins with what a person may write', () => {
    const { result } = renderHook(() => useEditSession(deployment({ replicas: 1 }, '7')));
    expect(parse(result.current.text)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { replicas: 1 },
    });
    expect(result.current.dirty).toBe(false);
  });

  it('is not disturbed by a new status', () => {
    const { result, rerender } = renderHook(({ object }) => useEditSession(object), {
      initialProps: { object: deployment({ replicas: 1 }, '7') },
    });
    rerender({ object: { ...deployment({ replicas: 1 }, '8'), status: { replicas: 9 } } });
    expect(result.current.drift).toBeUndefined();
    expect(parse(result.current.manifest)).toHaveProperty('metadata.resourceVersion', '8');
  });

  it('stays at the version it was made from while others have changed the object', () => {
    const { result, rerender } = renderHook(({ object }) => useEditSession(object), {
      initialProps: { object: deployment({ replicas: 1 }, '7') },
    });
    rerender({ object: deployment({ replicas: 4 }, '9') });
    expect(parse(result.current.manifest)).toHaveProperty('metadata.resourceVersion', '7');
  });

  it('says what others changed, and takes it in under my own edit', () => {
    const { result, rerender } = renderHook(({ object }) => useEditSession(object), {
      initialProps: { object: deployment({ replicas: 1, paused: false }, '7') },
    });
    act(() => result.current.setText(result.current.text.replace('replicas: 1', 'replicas: 3')));
    rerender({ object: deployment({ replicas: 1, paused: true }, '9') });
    expect(result.current.drift?.after).toContain('paused: true');
    act(() => result.current.takeIn());
    expect(parse(result.current.text)).toMatchObject({
      spec: { replicas: 3, paused: true },
    });
    expect(result.current.drift).toBeUndefined();
    expect(result.current.conflicts).toEqual([]);
    expect(result.current.dirty).toBe(true);
  });

  it('names a field that both changed', () => {
    const { result, rerender } = renderHook(({ object }) => useEditSession(object), {
      initialProps: { object: deployment({ replicas: 1 }, '7') },
    });
    act(() => result.current.setText(result.current.text.replace('replicas: 1', 'replicas: 3')));
    rerender({ object: deployment({ replicas: 5 }, '9') });
    act(() => result.current.takeIn());
    expect(result.current.conflicts).toEqual(['spec.replicas']);
  });
});

describe('atVersion', () => {
  it('leaves a text alone that does not parse', () => expect(atVersion('a: [', '1')).toBe('a: ['));
});
