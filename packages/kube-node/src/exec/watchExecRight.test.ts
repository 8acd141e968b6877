import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { ManualClock } from '../testUtils/ManualClock';
import { watchExecRight } from './watchExecRight';

const question = {
  verb: 'create',
  group: '',
  plural: 'pods',
  subresource: 'exec',
  namespace: 'shop',
  name: 'api-0',
};
const viewer = { userEntityRef: 'user:default/dana', ownershipEntityRefs: [] };
const settle = () => new Promise(resolve => setImmediate(resolve));

function watch(answer: () => boolean) {
  const clock = new ManualClock();
  const reasons: string[] = [];
  const listeners = new Set<() => void>();
  const asked = jest.fn(async () => ({ allowed: answer() }));
  const stop = watchExecRight(
    {
      access: { ask: asked },
      onAccessChange: listener => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      question,
      viewer,
      clock,
    },
    reason => reasons.push(reason),
  );
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      await settle();
    }
  };
  return { clock, reasons, listeners, asked, stop, pass };
}

describe('the watch on a right to run commands', () => {
  it('goes on while the answer is yes', async () => {
    const { pass, reasons, asked } = watch(() => true);
    await pass(300);
    expect(reasons).toEqual([]);
    expect(asked).toHaveBeenCalledTimes(30);
  });

  it('finds a right that was taken unseen, at any moment, within 30 s', async () => {
    for (let moment = 0; moment < 12; moment++) {
      let allowed = true;
      const { pass, reasons } = watch(() => allowed);
      await pass(60 + moment);
      allowed = false;
      await pass(29);
      expect(reasons).toEqual(['you may no longer create pods/exec in namespace shop']);
    }
  });

  it('asks at once when RBAC objects change', async () => {
    const { reasons, listeners } = watch(() => false);
    for (const listener of listeners) listener();
    await settle();
    expect(reasons).toHaveLength(1);
    expect(listeners.size).toBe(0);
  });

  it('takes silence of the cluster for no, half a minute after the last yes', async () => {
    const { pass, reasons } = watch(() => {
      throw new ServiceUnavailableError('gone');
    });
    await pass(27);
    expect(reasons).toEqual([]);
    await pass(3);
    expect(reasons).toEqual([expect.stringContaining('could not confirm')]);
  });

  it('ends with the refusal of a viewer who cannot act at all', async () => {
    const { pass, reasons } = watch(() => {
      throw new NotAllowedError('sign in again');
    });
    await pass(10);
    expect(reasons).toEqual(['sign in again']);
  });

  it('asks no more once it is stopped', async () => {
    const { pass, stop, asked, clock } = watch(() => true);
    stop();
    await pass(60);
    expect(asked).not.toHaveBeenCalled();
    expect(clock.delays).toEqual([]);
  });
});
