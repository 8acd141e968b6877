import { z } from 'zod';
import { z as actionZod } from 'zod/v3';
import { toActionSchema } from './toActionSchema';

describe('toActionSchema', () => {
  const input = z.strictObject({
    name: z.string().describe('Whose'),
    level: z.union([z.literal(1), z.literal(2)]),
    size: z.enum(['s', 'l']).optional(),
    note: z.string().nullable(),
    list: z.array(z.strictObject({ port: z.number().int() })),
    extra: z.record(z.string(), z.unknown()).default({}),
    when: z.date().optional(),
    choice: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), a: z.boolean() }),
      z.object({ kind: z.literal('b') }),
    ]),
  });
  const schema = toActionSchema(input, actionZod, { plan: actionZod.boolean().optional() });
  const good = {
    name: 'x',
    level: 2,
    note: null,
    list: [{ port: 1 }],
    choice: { kind: 'a', a: true },
  };

  it('takes what the operation takes, unchanged', () => {
    expect(schema.parse(good)).toEqual(good);
    const full = { ...good, size: 's', extra: { any: [1] }, plan: true };
    expect(schema.parse(full)).toEqual(full);
  });

  it.each([
    ['an unknown field', { ...good, x: 1 }],
    ['an unknown field in a list', { ...good, list: [{ port: 1, x: 1 }] }],
    ['another literal', { ...good, level: 3 }],
    ['another of a list', { ...good, size: 'm' }],
    ['a missing field', { ...good, name: undefined }],
    ['no whole number', { ...good, list: [{ port: 1.5 }] }],
  ])('refuses %s', (_, value) => {
    expect(schema.safeParse(value).success).toBe(false);
  });

  it('refuses an operation whose field has the name of one of its own', () => {
    const clash = z.strictObject({ plan: z.string() });
    expect(() => toActionSchema(clash, actionZod, { plan: actionZod.boolean() })).toThrow(
      'named plan',
    );
  });
});
