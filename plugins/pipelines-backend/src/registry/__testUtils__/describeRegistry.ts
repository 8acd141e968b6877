/* eslint-disable jest/no-export -- the double and a real registry run these */
import { systemClock } from '@kubemate/kube-node';
import type { RunningImage } from '@kubemate/plugin-pipelines-common';
import { Registries } from '../Registries';
import { cosignKey, Pusher } from './Pusher';

const HOST = 'registry.example.com';
const VULNERABILITIES = 'https://cosign.sigstore.dev/attestation/vuln/v1';

const trivy = (...severities: string[]) => ({
  CreatedAt: '2026-03-01T10:00:00Z',
  Results: [{ Vulnerabilities: severities.map(Severity => ({ Severity })) }],
});

/** What holds for every registry. */
export function describeRegistry(start: () => Promise<{ url: string; close(): Promise<void> }>) {
  let url: string;
  let stop: () => Promise<void>;
  const open: Registries[] = [];
  let name = 0;
  beforeAll(async () => {
    const started = await start();
    url = started.url;
    stop = started.close;
  });
  afterEach(async () => {
    for (const each of open.splice(0)) await each.close();
  });
  afterAll(() => stop());

  /** A repository of its own for each test. */
  function begin(cosignKeys: readonly { name: string; publicKey: string }[] = []) {
    name += 1;
    const path = `shop/cart-${process.pid}-${name}`;
    const config = { host: HOST, url, allowPlainHttp: false, alsoAsks: [] };
    const registries = new Registries({
      configs: [{ ...config, cosignKeys: [...cosignKeys], repositories: [] }],
      clock: systemClock,
    });
    open.push(registries);
    const repository = `${HOST}/${path}`;
    const imageOf = (digest: string): RunningImage => ({ image: repository, repository, digest });
    const ask = (digest: string) => registries.evidence(imageOf(digest));
    return { push: new Pusher(url, path), registries, repository, ask };
  }

  it('lists the highest versions first, with what they stand for, and no tags of signatures', async () => {
    const { push, registries, repository } = begin();
    const nine = await push.image('2.9.0');
    const ten = await push.image('2.10.0');
    await push.signature(ten, cosignKey('team'));
    expect(await registries.tags(repository)).toEqual([
      { name: '2.10.0', digest: ten },
      { name: '2.9.0', digest: nine },
    ]);
  });

  it('knows of an image that nobody has signed or scanned, and of none that is not there', async () => {
    const { push, ask } = begin();
    const digest = await push.image('1');
    expect(await ask(digest)).toMatchObject({
      ...{ state: 'known', registry: HOST, digest, sboms: [], unsignedScans: 0 },
      signature: { state: 'none', keys: [] },
    });
    expect(await ask(`sha256:${'0'.repeat(64)}`)).toMatchObject({ state: 'absent' });
  });

  it('counts a signature of a configured key for this very image, and no other', async () => {
    const [team, stranger] = [cosignKey('team'), cosignKey('stranger')];
    const { push, ask } = begin([cosignKey('old').config, team.config]);
    const [good, foreign, copied] = [
      await push.image('1'),
      await push.image('2'),
      await push.image('3'),
    ];
    await push.signature(good, team);
    await push.signature(foreign, stranger);
    // A signature of an image that was let through, hung on another one.
    await push.signature(copied, team, good);
    expect(await ask(good)).toMatchObject({ signature: { state: 'verified', keys: ['team'] } });
    expect(await ask(foreign)).toMatchObject({ signature: { state: 'rejected', keys: [] } });
    expect(await ask(copied)).toMatchObject({ signature: { state: 'rejected', keys: [] } });
  });

  it('says that a signature is there where no key is configured to check it by', async () => {
    const { push, ask } = begin();
    const digest = await push.image('1');
    await push.signature(digest, cosignKey('team'));
    expect(await ask(digest)).toMatchObject({ signature: { state: 'unchecked', keys: [] } });
  });

  it('finds bills of material and reports that refer to an image', async () => {
    const { push, ask } = begin();
    const digest = await push.image('1');
    await push.attach(digest, 'application/vnd.cyclonedx+json', '{"bomFormat":"CycloneDX"}');
    await push.attach(digest, 'application/spdx+json', '{"spdxVersion":"SPDX-2.3"}');
    const rules = [{ id: 'CVE-1', properties: { 'security-severity': '9.8' } }];
    const sarif = {
      runs: [{ tool: { driver: { name: 'Trivy', rules } }, results: [{ ruleId: 'CVE-1' }] }],
    };
    await push.attach(digest, 'application/sarif+json', JSON.stringify(sarif));
    const evidence = await ask(digest);
    expect(evidence).toMatchObject({ scan: { scanner: 'Trivy', critical: 1, isVerified: false } });
    const formats = evidence.state === 'known' ? evidence.sboms.map(({ format }) => format) : [];
    expect(formats.sort()).toEqual(['cyclonedx', 'spdx']);
  });

  it('counts a signed scan, and none that anybody may have hung there where keys are configured', async () => {
    const [team, stranger] = [cosignKey('team'), cosignKey('stranger')];
    const { push, ask } = begin([team.config]);
    const [good, forged] = [await push.image('1'), await push.image('2')];
    const vulnerabilities = (...found: string[]) => ({
      predicateType: VULNERABILITIES,
      predicate: {
        scanner: { uri: 'pkg:github/aquasecurity/trivy', result: trivy(...found) },
        metadata: { scanFinishedOn: '2026-03-02T10:00:00Z' },
      },
    });
    await push.attestation(good, { key: team, ...vulnerabilities('CRITICAL', 'HIGH', 'HIGH') });
    await push.attestation(forged, { key: stranger, ...vulnerabilities() });
    await push.attach(good, 'application/vnd.aquasec.trivy+json', JSON.stringify(trivy()));
    expect(await ask(good)).toMatchObject({
      scan: {
        ...{ scanner: 'Trivy', critical: 1, high: 2, medium: 0, isVerified: true },
        at: Date.parse('2026-03-02T10:00:00Z'),
      },
    });
    const evidence = await ask(forged);
    expect(evidence).toMatchObject({ state: 'known', unsignedScans: 1 });
    expect(evidence).not.toHaveProperty('scan');
  });
}
