import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';

const unpack = promisify(gunzip);
const pack = promisify(gzip);

/** A Secret holds 1 MiB; what it unpacks to is bounded, because a person wrote it. */
const MAX_UNPACKED = 32 * 1024 * 1024;
const BEST = 9;

const time = z.string().optional();

/**
 * A release as Helm 3 keeps it: `Release` of helm.sh/helm/v3 `pkg/release/release.go`. Fields that are not named here are kept as they
 * are, because they are written back.
 */
const storedReleaseSchema = z.looseObject({
  name: z.string(),
  namespace: z.string().optional(),
  version: z.number().int(),
  info: z.looseObject({
    status: z.string(),
    first_deployed: time,
    last_deployed: time,
    deleted: time,
    description: z.string().optional(),
    notes: z.string().optional(),
  }),
  chart: z
    .looseObject({
      metadata: z
        .looseObject({
          name: z.string().optional(),
          version: z.string().optional(),
          appVersion: z.string().optional(),
        })
        .nullish(),
      values: z.record(z.string(), z.unknown()).nullish(),
    })
    .nullish(),
  /** What people gave. */
  config: z.record(z.string(), z.unknown()).nullish(),
  manifest: z.string().default(''),
  hooks: z
    .array(z.looseObject({ name: z.string().optional(), events: z.array(z.string()).nullish() }))
    .nullish(),
});

export type StoredRelease = z.infer<typeof storedReleaseSchema>;

/**
 * Reads the value of `release` in a Secret of Helm 3's storage: base64 of the Secret, and in it base64 of gzip of JSON. Releases from before Helm
 * compressed them are plain JSON inside. Source: helm.sh/helm/v3 `pkg/storage/driver/util.go`, `decodeRelease`.
 * @throws Error where it is something else
 */
export async function decodeRelease(data: string): Promise<StoredRelease> {
  const bytes = Buffer.from(Buffer.from(data, 'base64').toString('latin1'), 'base64');
  const packed = bytes.subarray(0, 3).equals(Buffer.from([0x1f, 0x8b, 0x08]));
  const json = packed ? await unpack(bytes, { maxOutputLength: MAX_UNPACKED }) : bytes;
  return storedReleaseSchema.parse(JSON.parse(json.toString('utf8')));
}

/** The inverse of {@link decodeRelease}, as `encodeRelease` there does it. */
export async function encodeRelease(release: StoredRelease): Promise<string> {
  const packed = await pack(Buffer.from(JSON.stringify(release)), { level: BEST });
  return Buffer.from(packed.toString('base64')).toString('base64');
}
