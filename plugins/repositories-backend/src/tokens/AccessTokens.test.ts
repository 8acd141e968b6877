import { AccessTokens, isAccessToken } from './AccessTokens';
import type { StoredAccessToken } from './AccessTokenStore';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

function start() {
  const kept: StoredAccessToken[] = [];
  let now = 1_000_000;
  const uses: number[] = [];
  const store = {
    insert: async (token: StoredAccessToken) => void kept.push(token),
    list: async (user: string) => kept.filter(each => each.user === user),
    find: async (hash: string) => kept.find(each => each.hash === hash),
    used: async (id: string, at: number) => {
      uses.push(at);
      const index = kept.findIndex(each => each.id === id);
      const [found] = kept.splice(index, 1);
      if (found) kept.push({ ...found, lastUsedAt: at });
    },
    remove: async () => true,
  };
  const clock = { now: () => now, after: () => () => {} };
  const tokens = new AccessTokens({ store, clock });
  return { tokens, kept, uses, pass: (ms: number) => (now += ms) };
}

const DANA = { user: 'user:default/dana', name: 'laptop', scope: 'read', days: 2 } as const;

it('keeps a token by its hash alone, and knows it until it is over', async () => {
  const { tokens, kept, pass } = start();
  const { token } = await tokens.create(DANA);
  expect(isAccessToken(token)).toBe(true);
  expect(JSON.stringify(kept)).not.toContain(token);
  expect(JSON.stringify(await tokens.list(DANA.user))).not.toMatch(/hash|user:/);
  expect(await tokens.find(token)).toEqual({ user: DANA.user, scope: 'read' });
  expect(await tokens.find(`${token}x`)).toBeUndefined();
  pass(2 * DAY_MS - 1);
  expect(await tokens.find(token)).toBeDefined();
  pass(1);
  expect(await tokens.find(token)).toBeUndefined();
});

it('notes that one is used once an hour at most', async () => {
  const { tokens, uses, pass } = start();
  const { token } = await tokens.create(DANA);
  await tokens.find(token);
  pass(HOUR_MS - 1);
  await tokens.find(token);
  pass(1);
  await tokens.find(token);
  expect(uses).toEqual([1_000_000, 1_000_000 + HOUR_MS]);
});
