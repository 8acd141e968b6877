/* eslint-disable jest/no-export -- the double and a real registry run these */
import { mockServices } from '@backstage/backend-test-utils';
import { systemClock } from '@kubemate/kube-node';
import { readRegistries } from '../readRegistries';
import { Registries } from '../Registries';
import { cosignKey, Pusher } from './Pusher';
import { startTestSigstore } from './TestSigstore';
import type { KeylessOptions, TestSigstore } from './TestSigstore';

const HOST = 'registry.example.com';
const BUNDLE = 'application/vnd.dev.sigstore.bundle.v0.3+json';
const WORKFLOW = 'https://github.com/shop/cart/.github/workflows/release.yaml@refs/tags/v1';
const GITHUB = 'https://token.actions.githubusercontent.com';
const IDENTITIES = [
  { name: 'people', issuer: 'https://login.example.com', subject: 'mailto:release@example.com' },
  {
    ...{ name: 'release', issuer: GITHUB },
    subjectPattern:
      'https://github\\.com/shop/[^/]+/\\.github/workflows/release\\.yaml@refs/tags/.+',
  },
];

jest.setTimeout(60_000);

/** Keyless signatures hold for every registry, in both layouts of cosign. */
export function describeKeyless(start: () => Promise<{ url: string; close(): Promise<void> }>) {
  let url: string;
  let stop: () => Promise<void>;
  let company: TestSigstore;
  let stranger: TestSigstore;
  const open: Registries[] = [];
  let name = 0;
  beforeAll(async () => {
    const started = await start();
    url = started.url;
    stop = started.close;
    company = await startTestSigstore();
    stranger = await startTestSigstore();
  });
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });
  afterAll(() => stop());

  function begin(
    given: object = { keyless: { trustedRoot: company.trustedRoot, identities: IDENTITIES } },
  ) {
    name += 1;
    const path = `shop/keyless-${process.pid}-${name}`;
    const [config] = readRegistries(mockServices.rootConfig(), [{ host: HOST, url, ...given }]);
    const registries = new Registries({ configs: config ? [config] : [], clock: systemClock });
    open.push(registries);
    const repository = `${HOST}/${path}`;
    const push = new Pusher(url, path);
    return {
      push,
      // The double of a registry has referrers of all repositories together.
      image: (text = '1') => push.image(text, `${path} ${text}`),
      ask: (digest: string) => registries.evidence({ image: repository, repository, digest }),
    };
  }

  const simple = (digest: string) =>
    JSON.stringify({
      critical: {
        image: { 'docker-manifest-digest': digest },
        type: 'cosign container image signature',
      },
    });
  const statement = (digest: string, given: object = {}) => ({
    ...{
      _type: 'https://in-toto.io/Statement/v1',
      predicateType: 'https://sigstore.dev/cosign/sign/v1',
    },
    ...{
      subject: [{ digest: { sha256: digest.slice('sha256:'.length) } }],
      predicate: {},
      ...given,
    },
  });

  type Push = (given: {
    push: Pusher;
    digest: string;
    by: TestSigstore;
    options?: KeylessOptions;
    signed?: string;
  }) => Promise<void>;
  const byTag: Push = async ({ push, digest, by, options, signed = digest }) => {
    const text = simple(signed);
    await push.layer(`${digest.replace(':', '-')}.sig`, {
      ...{ mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json', text },
      annotations: await by.annotations(text, options),
    });
  };
  const byReferrer: Push = async ({ push, digest, by, options, signed = digest }) =>
    push.attach(digest, BUNDLE, JSON.stringify(await by.bundle(statement(signed), options)));
  const layouts = [
    ['by tag', byTag],
    ['by referrer', byReferrer],
  ] as const;

  describe.each(layouts)('a keyless signature %s', (_, sign) => {
    it.each([
      ['a workflow by its pattern', {}, 'release'],
      ['a timestamp beside the log', { proof: 'log-and-timestamp' }, 'release'],
      [
        'a person by the very address',
        { subject: 'mailto:release@example.com', issuer: 'https://login.example.com' },
        'people',
      ],
    ] as const)('counts: %s', async (__, options, who) => {
      const { push, image, ask } = begin();
      const digest = await image('1');
      await sign({ push, digest, by: company, options });
      expect(await ask(digest)).toMatchObject({
        signature: { state: 'verified', keys: [who], refusals: [] },
      });
    });

    it.each([
      [
        'somebody else of the provider',
        { subject: 'https://github.com/evil/cart/.github/workflows/release.yaml@refs/tags/v1' },
        'other-subject',
      ],
      [
        'one whose pattern is only a part',
        { subject: `https://evil.example/?${WORKFLOW}` },
        'other-subject',
      ],
      ['the same name from another provider', { issuer: 'https://evil.example' }, 'other-issuer'],
      [
        'a person’s name from the provider of workflows',
        { subject: 'mailto:release@example.com' },
        'other-subject',
      ],
      ['one made when its certificate had expired', { at: 'next-day' }, 'expired'],
      ['one that nothing proves the time of', { proof: 'none' }, 'no-timestamp'],
      ['one with a timestamp and in no log', { proof: 'timestamp' }, 'no-transparency'],
      ['one whose certificate is in no log', { isLogged: false }, 'no-certificate-log'],
    ] as const)('does not count, and it is said why: %s', async (__, options, reason) => {
      const { push, image, ask } = begin();
      const digest = await image('1');
      await sign({ push, digest, by: company, options });
      const { subject = WORKFLOW, issuer = GITHUB }: KeylessOptions = options;
      const who = reason.startsWith('other-') ? { subject, issuer } : {};
      expect(await ask(digest)).toMatchObject({
        signature: { state: 'rejected', keys: [], refusals: [{ reason, ...who }] },
      });
    });

    it('does not count by a certificate of another authority, whatever it says', async () => {
      const { push, image, ask } = begin();
      const digest = await image('1');
      await sign({ push, digest, by: stranger });
      expect(await ask(digest)).toMatchObject({
        signature: { state: 'rejected', refusals: [{ reason: 'untrusted' }] },
      });
    });

    it('does not count for another image than the one that was signed', async () => {
      const { push, image, ask } = begin();
      const [digest, signed] = [await image('1'), await image('2')];
      await sign({ push, digest, by: company, signed });
      const evidence = await ask(digest);
      expect(evidence).toMatchObject({ signature: { keys: [] } });
      expect(evidence).not.toMatchObject({ signature: { state: 'verified' } });
    });

    it('does not count where no trusted root is configured beside the keys', async () => {
      const { push, image, ask } = begin({ cosignKeys: [cosignKey('team').config] });
      const digest = await image('1');
      await sign({ push, digest, by: company });
      expect(await ask(digest)).toMatchObject({
        signature: { state: 'rejected', refusals: [{ reason: 'no-root' }] },
      });
    });

    it('counts by a timestamp alone where the trusted root has no logs', async () => {
      const trustedRoot = { ...company.trustedRoot, tlogs: [], ctlogs: [] };
      const { push, image, ask } = begin({ keyless: { trustedRoot, identities: IDENTITIES } });
      const digest = await image('1');
      await sign({ push, digest, by: company, options: { proof: 'timestamp', isLogged: false } });
      expect(await ask(digest)).toMatchObject({ signature: { state: 'verified' } });
    });
  });

  it('does not count what was changed after it was signed', async () => {
    const { push, image, ask } = begin();
    const [digest, other] = [await image('1'), await image('2')];
    const annotations = await company.annotations(simple(other));
    const layer = {
      mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
      text: simple(digest),
      annotations,
    };
    await push.layer(`${digest.replace(':', '-')}.sig`, layer);
    const bundle = await company.bundle(statement(other));
    const payload = Buffer.from(JSON.stringify(statement(digest))).toString('base64');
    const changed = { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, payload } };
    await push.attach(digest, BUNDLE, JSON.stringify(changed));
    await push.attach(digest, BUNDLE, JSON.stringify({ dsseEnvelope: changed.dsseEnvelope }));
    expect(await ask(digest)).toMatchObject({
      signature: {
        ...{ state: 'rejected', keys: [] },
        refusals: expect.arrayContaining([{ reason: 'tampered' }, { reason: 'malformed' }]),
      },
    });
  });

  it('lets one that counts stand beside others that do not', async () => {
    const { push, image, ask } = begin();
    const digest = await image('1');
    await byTag({ push, digest, by: stranger });
    await byReferrer({ push, digest, by: company });
    expect(await ask(digest)).toMatchObject({
      signature: { state: 'verified', keys: ['release'], refusals: [] },
    });
  });

  it('takes a scan that somebody who counts has attested, and no other', async () => {
    const { push, image, ask } = begin();
    const [good, forged] = [await image('1'), await image('2')];
    const scan = (digest: string) =>
      statement(digest, {
        predicateType: 'https://cosign.sigstore.dev/attestation/vuln/v1',
        predicate: { scanner: { result: { Results: [{ Vulnerabilities: null }] } } },
      });
    await push.attach(good, BUNDLE, JSON.stringify(await company.bundle(scan(good))));
    await push.attach(forged, BUNDLE, JSON.stringify(await stranger.bundle(scan(forged))));
    expect(await ask(good)).toMatchObject({
      scan: { isVerified: true },
      signature: { state: 'none' },
    });
    expect(await ask(forged)).toMatchObject({ unsignedScans: 1, signature: { state: 'none' } });
    expect(await ask(forged)).not.toHaveProperty('scan');
  });
}
