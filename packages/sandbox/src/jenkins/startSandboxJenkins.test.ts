import { startSandboxJenkins } from './startSandboxJenkins';

/** Loopback only: the stand-in under test. */
const { fetch: request } = globalThis;
const NOW = Date.parse('2026-03-03T10:00:00Z');

async function builds(seed: number, now = NOW) {
  const clock = { now: () => now, after: () => () => {} };
  const jenkins = await startSandboxJenkins({ seed, clock });
  try {
    const ofJob = 'builds[number,timestamp,result,building,actions[waitingForInput]]';
    const tree = `jobs[jobs[fullName,${ofJob},jobs[fullName,${ofJob}]]]`;
    const credential = Buffer.from(`${jenkins.username}:${jenkins.token}`).toString('base64');
    const answer = await request(`${jenkins.url}/api/json?tree=${encodeURIComponent(tree)}`, {
      headers: { authorization: `Basic ${credential}` },
    });
    return await answer.text();
  } finally {
    await jenkins.close();
  }
}

describe('startSandboxJenkins', () => {
  it('has the same past at each start, and another with another seed', async () => {
    expect(await builds(1)).toBe(await builds(1));
    expect(await builds(1)).not.toBe(await builds(2));
  });

  it('has builds that went well, that failed and that were stopped, and one that waits', async () => {
    const text = await builds(1);
    for (const result of ['SUCCESS', 'FAILURE', 'ABORTED'])
      expect(text).toContain(`"result":"${result}"`);
    expect(text).toContain('"waitingForInput":true');
  });

  it('shows a browser that it is none', async () => {
    const clock = { now: () => NOW, after: () => () => {} };
    const jenkins = await startSandboxJenkins({ seed: 1, clock });
    const page = await request(`${jenkins.url}/job/shop/`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('This stands in for a Jenkins in the sandbox');
    await jenkins.close();
  });
});
