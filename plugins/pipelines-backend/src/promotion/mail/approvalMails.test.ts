import { mockServices } from '@backstage/backend-test-utils';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import type { WaitingInput } from '@kubemate/plugin-pipelines-common';
import { makeRunDetail } from '../../__testUtils__/makeRun';
import { InputTopic } from '../../waiting/mail/InputTopic';
import { InputWatch } from '../../waiting/mail/InputWatch';
import { idOf } from '../../waiting/mail/KnexInputStore';
import { startSmtp } from '../__testUtils__/startSmtp';
import { TurnedClock } from '../../__testUtils__/TurnedClock';
import type { StoredApproval } from '../approvals/ApprovalStore';
import { parseImage } from '../imageRef';
import { openPromotionStores } from '../openPromotionStores';
import { ApprovalMails } from './ApprovalMails';
import { ApprovalTopic } from './ApprovalTopic';
import { CatalogPeople } from './People';
import { readMailConfig } from './readMailConfig';
import { SmtpMailer } from './SmtpMailer';

const ID = '00000000-0000-4000-8000-000000000001';
const MINUTE = 60_000;

const user = (name: string, more: { annotations?: object; email?: string } = {}) => ({
  ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'User' },
  metadata: { name, annotations: more.annotations ?? {} },
  spec: { profile: { email: more.email ?? `${name}@example.com`, displayName: name } },
});
const PEOPLE: Readonly<Record<string, object>> = {
  'user:default/dana': user('dana'),
  'user:default/lea': user('lea'),
  'user:default/mia': user('mia'),
  'user:default/quiet': user('quiet', { annotations: { 'kubemate.io/mail': 'none' } }),
  'user:default/gone': user('gone'),
  'user:default/odd': user('odd', { email: 'a@b.c, d@e.f' }),
};
const GROUP = {
  kind: 'Group',
  metadata: { name: 'leads' },
  relations: Object.keys(PEOPLE).map(targetRef => ({ type: 'hasMember', targetRef })),
};

function request(clock: TurnedClock, over: Partial<StoredApproval> = {}): StoredApproval {
  return {
    ...{ id: ID, component: 'component:default/cart', from: 'staging', to: 'prod' },
    ...{ image: parseImage('registry.example.com/shop/cart:2'), revision: 1 },
    ...{ requestedBy: 'user:default/dana', requestedAt: clock.now(), reason: 'The fix' },
    ...{ expiresAt: clock.now() + 120 * MINUTE, decisions: [], authors: ['mia'] },
    ...over,
  };
}

const WAITS: WaitingInput = {
  run: { ...makeRunDetail('release-7'), uid: 'u7' },
  input: { id: 'Go', message: 'Release it?', proceedText: 'Go', submitters: [], params: [] },
  ...{ needed: 1, given: 0, answers: [], mayAnswer: true },
};
const openOf = ({ run, input }: WaitingInput) => ({ run: run.ref, input: input.id, uid: run.uid });
const source = (waits: readonly WaitingInput[]) => ({
  engine: WAITS.run.ref.engine,
  open: async () => ({ items: waits.map(openOf), places: [WAITS.run.ref.place] }),
  candidates: async () => ['group:default/leads', 'user:default/lea', 'user:default/nobody'],
});

describe.each(testDatabases)('mail about approvals on $name', ({ skipped, start }) => {
  const test = skipped === undefined ? it : it.skip;
  let databases: RunningDatabases | undefined;
  const ends: (() => unknown)[] = [];
  beforeAll(async () => {
    if (skipped === undefined) databases = await start();
  }, 60_000);
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });
  afterAll(() => databases?.stop());

  async function portal(options: { port: number; security?: string }) {
    const { knex } = (await databases?.create()) ?? {};
    if (knex === undefined) throw new Error('no database');
    const clock = new TurnedClock();
    const stores = await openPromotionStores(
      { getClient: async () => knex },
      { tellsByMail: true },
    );
    const { port, security = 'none' } = options;
    const smtp = { host: '127.0.0.1', port, security };
    const data = { kubemate: { mail: { from: 'kubemate@example.com', smtp } } };
    const config = readMailConfig(mockServices.rootConfig({ data }));
    if (config === undefined) throw new Error('no mail');
    let isCatalogAway = false;
    const waits: WaitingInput[] = [];
    const catalog = {
      async getEntitiesByRefs({ entityRefs }: { entityRefs: string[] }) {
        if (isCatalogAway) throw new Error('The catalog is away');
        return {
          items: entityRefs.map(ref => (ref === 'group:default/leads' ? GROUP : undefined)),
        };
      },
      getEntityByRef: async (ref: string) => PEOPLE[ref],
    };
    /** As a replica does, also one that has just been started. */
    const replica = () => {
      const mailer = new SmtpMailer(config);
      ends.push(() => mailer.close());
      const people = new CatalogPeople({ catalog: catalog as never, auth: mockServices.auth() });
      const topic = new ApprovalTopic({
        ...{ ...stores, clock, people, language: 'en', baseUrl: 'https://kubemate.example.com/' },
        environments: [
          {
            name: 'prod',
            gates: {
              ...{ imageSigned: false, freeze: true },
              approvals: {
                ...{ count: 1, groups: ['group:default/leads'], expiresAfterMs: MINUTE },
                notBy: ['requester', 'author'],
              },
            },
          },
        ],
      });
      const inputs = new InputTopic({
        ...{ store: stores.inputs, people, language: 'en' },
        baseUrl: 'https://kubemate.example.com',
        // Lea may answer; the others find it with a reason why they may not, or not at all.
        engines: [
          {
            source: source(waits),
            waiting: {
              list: async (_scope, { viewer: { userEntityRef } }) => ({
                items: waits.map(each => ({
                  ...each,
                  mayAnswer: userEntityRef === 'user:default/lea',
                })),
                ...{ isCut: false, failures: [] },
              }),
            },
          },
        ],
      });
      return new ApprovalMails({
        ...{ ...stores, clock, mailer, people, topics: [topic, inputs] },
        logger: mockServices.logger.mock(),
      });
    };
    const watch = new InputWatch({
      ...{ sources: [], store: stores.inputs, clock, logger: mockServices.logger.mock() },
    });
    return {
      ...{ clock, stores, replica, watch, waits },
      left: () => knex('approval_mails').pluck('recipient'),
      loseCatalog: (away: boolean) => {
        isCatalogAway = away;
      },
      async deliverAll() {
        while (await replica().deliver());
      },
    };
  }

  test('goes once to everybody who may decide, with a link to the request', async () => {
    const smtp = await startSmtp();
    ends.push(smtp.stop);
    const { clock, stores, deliverAll, left } = await portal(smtp);
    await stores.approvals.insert(request(clock));
    await expect(stores.approvals.insert(request(clock))).rejects.toThrow();
    await deliverAll();
    clock.turn(60 * MINUTE);
    await deliverAll();
    // Dana asked, Mia built it, one wants no mail, one has two addresses for one, and one is refused by the server.
    expect(smtp.letters.map(({ to }) => to)).toEqual([['lea@example.com']]);
    const [{ text } = { text: '' }] = smtp.letters;
    expect(text).toContain('Subject: Approval asked for: cart to prod');
    expect(text.replace(/=\r\n/g, '').replace(/=3D/g, '=')).toContain(
      `https://kubemate.example.com/pipelines/approvals?request=${ID}`,
    );
    expect(text).toContain('Reason: The fix');
    expect(await left()).toEqual([]);
  }, 60_000);

  test('waits for a server that is down and a catalog that is away, over restarts', async () => {
    const first = await startSmtp();
    await first.stop();
    const { clock, stores, replica, deliverAll, loseCatalog, left } = await portal(first);
    await stores.approvals.insert(request(clock));
    loseCatalog(true);
    await deliverAll();
    expect(await left()).toEqual(['']);
    loseCatalog(false);
    clock.turn(MINUTE);
    await deliverAll();
    expect(await left()).toContain('user:default/lea');
    const again = await startSmtp(first.port);
    ends.push(again.stop);
    clock.turn(2 * MINUTE);
    const now = clock.now();
    const dead = await stores.mails.claim({ now, until: now + 15 * MINUTE, limit: 9 });
    expect(dead.map(({ recipient }) => recipient)).toContain('user:default/lea');
    // Whoever has them in hand has died: until then nobody else takes them, and afterwards somebody does.
    expect(await replica().deliver()).toBe(false);
    clock.turn(15 * MINUTE);
    await deliverAll();
    expect(again.letters.map(({ to }) => to)).toEqual([['lea@example.com']]);
    expect(await left()).toEqual([]);
  }, 60_000);

  test('is not sent when nothing waits any more', async () => {
    const smtp = await startSmtp();
    ends.push(smtp.stop);
    const { clock, stores, deliverAll, left } = await portal(smtp);
    await stores.approvals.insert(request(clock));
    clock.turn(121 * MINUTE);
    await deliverAll();
    expect(smtp.letters).toEqual([]);
    expect(await left()).toEqual([]);
  }, 60_000);

  test('about a run that waits goes once to each who may answer, whichever replica sees it', async () => {
    const smtp = await startSmtp();
    ends.push(smtp.stop);
    const { clock, stores, deliverAll, watch, waits, left } = await portal(smtp);
    waits.push(WAITS);
    await watch.look(source(waits));
    await watch.look(source(waits));
    await deliverAll();
    expect(smtp.letters.map(({ to }) => to)).toEqual([['lea@example.com']]);
    const text = smtp.letters[0]?.text.replace(/=\r\n/g, '').replace(/=3D/g, '=');
    expect(text).toContain('Subject: An answer is asked for: release-7');
    expect(text).toContain('pipelines/approvals?input=u7%20Go');
    clock.turn(90 * MINUTE);
    await watch.look(source(waits));
    await deliverAll();
    expect(smtp.letters).toHaveLength(1);
    // A place that does not answer is not one where nothing waits.
    await watch.look({ ...source([]), open: async () => ({ items: [], places: [] }) });
    expect(await stores.inputs.get(idOf(openOf(WAITS)))).toEqual(openOf(WAITS));
    await watch.look(source([]));
    expect(await stores.inputs.get(idOf(openOf(WAITS)))).toBeUndefined();
    expect(await left()).toEqual([]);
  }, 60_000);

  test('about a run that was answered meanwhile is not sent', async () => {
    const smtp = await startSmtp();
    ends.push(smtp.stop);
    const { deliverAll, watch, left } = await portal(smtp);
    await watch.look(source([WAITS]));
    await deliverAll();
    expect(smtp.letters).toEqual([]);
    expect(await left()).toEqual([]);
  }, 60_000);

  test('is never sent past a certificate that nobody has signed', async () => {
    const smtp = await startSmtp();
    ends.push(smtp.stop);
    const { clock, stores, deliverAll, left } = await portal({ ...smtp, security: 'starttls' });
    await stores.approvals.insert(request(clock));
    await deliverAll();
    expect(smtp.letters).toEqual([]);
    expect(await left()).toContain('user:default/lea');
  }, 60_000);
});

it.each([
  [{ from: 'a@b.c, d@e.f', smtp: { host: 'mail' } }, 'kubemate.mail.from'],
  [{ from: 'a@b.c', smtp: { host: 'mail', username: 'u' } }, 'kubemate.mail.smtp.password'],
  [
    { from: 'a@b.c', smtp: { host: 'mail', username: 'u', password: 'p4ss', security: 'none' } },
    'kubemate.mail.smtp.security',
  ],
  [{ from: 'a@b.c', smtp: { host: 'mail', port: 0 } }, 'kubemate.mail.smtp.port'],
])('stops the start and names the key of a bad configuration', (mail, key) => {
  const config = mockServices.rootConfig({ data: { kubemate: { mail } } });
  expect(() => readMailConfig(config)).toThrow(key);
  expect(() => readMailConfig(config)).not.toThrow(/p4ss/);
});
