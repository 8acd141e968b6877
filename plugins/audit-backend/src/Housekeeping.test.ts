import { operation, request } from './__testUtils__/events';
import { startAudit } from './__testUtils__/startAudit';

const DAY = 24 * 60 * 60_000;

describe('housekeeping', () => {
  it('anchors each chain once a day, and a check holds records to the anchors', async () => {
    const { record, housekeeping, verifier, clock, objects, chainsStatus, stop } =
      await startAudit();
    await housekeeping.anchor();
    await record(operation());
    await housekeeping.anchor();
    await record(operation());
    await housekeeping.anchor();
    clock.time += DAY;
    await housekeeping.anchor();
    const keys: string[] = [];
    for await (const key of objects.list('audit/anchors/')) keys.push(key);
    expect(keys).toEqual([
      'audit/anchors/trail/2026-09-21.json',
      'audit/anchors/trail/2026-09-22.json',
    ]);
    expect((await verifier.verify()).chains[0]).toMatchObject({
      ok: true,
      anchors: 2,
      anchoredAt: clock.time,
    });
    expect((await chainsStatus())[0]).toMatchObject({ records: 2, anchoredAt: clock.time });
    await stop();
  });

  it('finds an anchor that somebody wrote anew', async () => {
    const { record, housekeeping, verifier, objects, stop } = await startAudit();
    await record(operation());
    await housekeeping.anchor();
    const [key = ''] = [...(await keysOf(objects))];
    const anchor = JSON.parse(new TextDecoder().decode(await objects.get(key)));
    await objects.put(key, new TextEncoder().encode(JSON.stringify({ ...anchor, hash: '0' })));
    expect((await verifier.verify()).chains[0]).toMatchObject({
      ok: false,
      problems: [{ kind: 'forged' }],
    });
    await objects.put(key, new TextEncoder().encode('no JSON'));
    expect((await verifier.verify()).ok).toBe(false);
    await stop();
  });

  it('forgets plain reads after days and the rest after a year, but nothing that a hold covers', async () => {
    const audit = await startAudit({
      audit: { holds: [{ name: 'case 7', query: { object: 'Deployment/held' } }] },
    });
    const { record, housekeeping, verifier, clock } = audit;
    const target = { cluster: 'prod', kind: 'Deployment', namespace: 'shop', name: 'held' };
    await record(request(), operation(), operation({ target }), operation());
    clock.time += 20 * DAY;
    expect(await housekeeping.forget()).toEqual({ reads: 1, trail: 0 });
    clock.time += 400 * DAY;
    expect(await housekeeping.forget()).toEqual({ reads: 0, trail: 1 });
    expect(await housekeeping.forget()).toEqual({ reads: 0, trail: 0 });
    expect(await verifier.verify()).toMatchObject({
      ok: true,
      chains: [{ records: 2, first: 2 }, { records: 0 }],
    });
    expect((await audit.chainsStatus())[0]).toMatchObject({ heldBy: 'case 7', records: 2 });
    await audit.stop();
  });

  it('says in the log what does not verify', async () => {
    const { record, knex, housekeeping, logger, stop } = await startAudit();
    await record(operation());
    await knex('audit_records').update({ plugin: 'other' });
    await housekeeping.check();
    expect(logger.error).toHaveBeenCalledWith(expect.stringContaining('from record 1'));
    await stop();
  });

  it('stops the start where the configuration is wrong, naming the key', async () => {
    const wrong: [object, string][] = [
      [{ keepDays: { trail: 0 } }, 'kubemate.audit.keepDays.trail'],
      [{ signingKeys: [{ id: 'a', secret: 'short' }] }, 'kubemate.audit.signingKeys.0.secret'],
      [{ holds: [{ name: 'x', query: { actr: 'y' } }] }, 'kubemate.audit.holds[0]'],
      [{ rules: { offHoursWrite: { timeZone: 'Mars/Olympus' } } }, 'timeZone'],
    ];
    for (const [audit, key] of wrong)
      await expect(startAudit({ audit: JSON.parse(JSON.stringify(audit)) })).rejects.toThrow(key);
  });
});

async function keysOf(objects: { list(prefix: string): AsyncIterable<string> }) {
  const keys: string[] = [];
  for await (const key of objects.list('audit/anchors/')) keys.push(key);
  return keys;
}
