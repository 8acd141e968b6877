import type { ImageEvidence, ImageScan, SignatureRefusal } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import { readReport, readVulnerabilities } from './readScan';
import { orNothing } from './RegistryClient';
import type { RegistryClient } from './RegistryClient';
import type { Descriptor, Manifest } from './registrySchemas';
import { bundleOf } from './Keyless';
import type { Verdict } from './Keyless';
import {
  aboutImage,
  checksSignatures,
  jsonOf,
  openEnvelope,
  verifySimpleSigning,
} from './verifySignature';
import type { SignedStatement, Trust } from './verifySignature';

export type KnownEvidence = Extract<ImageEvidence, { state: 'known' }>;

/** Of what belongs to one image, so many are opened. */
const MAX_OPENED = 24;

const SIMPLE_SIGNING = 'application/vnd.dev.cosign.simplesigning.v1+json';
const SIGNATURE = 'dev.cosignproject.cosign/signature';
const BUNDLE = /^application\/vnd\.dev\.sigstore\.bundle/;
const COSIGN_SIGN = 'https://sigstore.dev/cosign/sign/v1';
const REPORT = /sarif|trivy|grype|vulnerabilit/i;
const SPDX = /spdx/i;
const CYCLONEDX = /cyclonedx/i;

/** So many reasons are told. */
const MAX_REFUSALS = 5;

const bundleSchema = z.looseObject({
  dsseEnvelope: z.unknown().optional(),
  verificationMaterial: z.looseObject({ publicKey: z.unknown().optional() }).optional(),
});

/** What was found, before it is summed up. */
interface Found {
  /** One for each signature; undefined for one that nothing is configured to check by. */
  readonly signatures: (Verdict | undefined)[];
  readonly sboms: KnownEvidence['sboms'];
  readonly scans: ImageScan[];
}

interface Subject {
  readonly client: RegistryClient;
  readonly repository: string;
  readonly digest: string;
  readonly found: Found;
}

/**
 * What the registry keeps about an image: signatures, bills of material and scans, by referrers, by cosign's tags and by BuildKit's attestations.
 * @throws NotFoundError where the registry has no such image
 */
export async function readEvidence(
  client: RegistryClient,
  { repository, digest }: { repository: string; digest: string },
): Promise<KnownEvidence> {
  const found: Found = { signatures: [], sboms: [], scans: [] };
  const subject = { client, repository, digest, found };
  const { manifest } = await client.manifest(repository, digest);
  const tag = digest.replace(':', '-');
  const tagged = ['sig', 'att', 'sbom'].map(suffix =>
    orNothing(client.manifest(repository, `${tag}.${suffix}`)),
  );
  const [referrers, ...manifests] = await Promise.all([
    client.referrers(repository, digest),
    ...tagged,
  ]);
  // What one tool wrote under a tag another may list as a referrer too.
  const seen = new Set(manifests.map(each => each?.digest));
  for (const each of manifests) if (each !== undefined) await readLayers(subject, each.manifest);
  const rest = referrers.filter(each => !seen.has(each.digest)).slice(0, MAX_OPENED);
  for (const each of rest) await readReferrer(subject, each);
  for (const each of manifest.manifests.filter(isBuildKit).slice(0, MAX_OPENED))
    await readBuildKit(subject, each);
  return sumUp(subject);
}

async function readReferrer(subject: Subject, { digest, artifactType }: Descriptor): Promise<void> {
  const answer = await orNothing(subject.client.manifest(subject.repository, digest));
  if (answer === undefined) return;
  const type =
    artifactType ?? answer.manifest.artifactType ?? answer.manifest.config?.mediaType ?? '';
  await readLayers(subject, answer.manifest, type);
}

async function readLayers(subject: Subject, manifest: Manifest, type = ''): Promise<void> {
  for (const layer of manifest.layers.slice(0, MAX_OPENED)) await readLayer(subject, layer, type);
}

async function readLayer(subject: Subject, layer: Descriptor, type: string): Promise<void> {
  const { client, repository, digest, found } = subject;
  const trust = trustOf(client);
  const { mediaType = '', annotations = {} } = layer;
  const kind = `${type} ${mediaType}`;
  const open = () => client.blob(repository, layer.digest);
  const signature = annotations[SIGNATURE];
  if (mediaType === SIMPLE_SIGNING && signature !== undefined) {
    found.signatures.push(
      checksSignatures(trust)
        ? verifySimpleSigning({ payload: await open(), signature, digest, annotations }, trust)
        : undefined,
    );
  } else if (/dsse\.envelope/.test(mediaType)) {
    const dsseEnvelope = jsonOf(await open());
    const read = () => bundleOf(annotations, { dsseEnvelope });
    const statement = openEnvelope(dsseEnvelope, { digest, trust, read });
    if (statement !== undefined) take(found, statement, layer.digest);
  } else if (BUNDLE.test(mediaType) || BUNDLE.test(type)) {
    const bundle = bundleSchema.safeParse(jsonOf(await open())).data;
    const read = () => (isOfKey(bundle) ? undefined : bundle);
    const statement = openEnvelope(bundle?.dsseEnvelope, { digest, trust, read });
    if (statement !== undefined) take(found, statement, layer.digest);
  } else if (SPDX.test(kind) || CYCLONEDX.test(kind)) {
    found.sboms.push({ format: formatOf(kind), digest: layer.digest });
  } else if (REPORT.test(kind)) {
    const report = readReport(jsonOf(await open()));
    if (report !== undefined) found.scans.push({ ...report, isVerified: false });
  }
}

/** Signed by a key, which the bundle does not hold. */
function isOfKey(bundle: z.output<typeof bundleSchema> | undefined): boolean {
  return bundle?.verificationMaterial?.publicKey !== undefined;
}

function trustOf({ config: { cosignKeys: keys, keyless } }: RegistryClient): Trust {
  return { keys, keyless };
}

function take(found: Found, statement: SignedStatement, digest: string): void {
  const { predicateType, predicate, verdict } = statement;
  if (predicateType === COSIGN_SIGN) found.signatures.push(verdict);
  if (SPDX.test(predicateType) || CYCLONEDX.test(predicateType))
    found.sboms.push({ format: formatOf(predicateType), digest });
  const scan = readVulnerabilities(predicateType, predicate);
  if (scan !== undefined) found.scans.push({ ...scan, isVerified: 'by' in verdict });
}

function formatOf(type: string): 'spdx' | 'cyclonedx' {
  return SPDX.test(type) ? 'spdx' : 'cyclonedx';
}

function isBuildKit({ annotations = {} }: Descriptor): boolean {
  return annotations['vnd.docker.reference.type'] === 'attestation-manifest';
}

/** Statements that nobody has signed, about the image of one platform: bills of material, and nothing else that counts. */
async function readBuildKit(
  { client, repository, found }: Subject,
  { digest, annotations = {} }: Descriptor,
) {
  const answer = await orNothing(client.manifest(repository, digest));
  const about = annotations['vnd.docker.reference.digest'] ?? '';
  for (const layer of (answer?.manifest.layers ?? []).slice(0, MAX_OPENED)) {
    const type = layer.annotations?.['in-toto.io/predicate-type'] ?? '';
    if (!SPDX.test(type) && !CYCLONEDX.test(type)) continue;
    const statement = aboutImage(jsonOf(await client.blob(repository, layer.digest)), about);
    if (statement !== undefined) found.sboms.push({ format: formatOf(type), digest: layer.digest });
  }
}

function sumUp({ client, repository, digest, found }: Subject): KnownEvidence {
  const isChecked = checksSignatures(trustOf(client));
  const scan = found.scans
    .filter(({ isVerified }) => isVerified || !isChecked)
    .sort((left, right) => (right.at ?? 0) - (left.at ?? 0))[0];
  return {
    ...{ state: 'known', registry: client.config.host, repository, digest },
    signature: sumUpSignatures(found.signatures, isChecked),
    sboms: found.sboms,
    ...(scan === undefined ? {} : { scan }),
    unsignedScans: scan === undefined ? found.scans.length : 0,
  };
}

function sumUpSignatures(
  verdicts: Found['signatures'],
  isChecked: boolean,
): KnownEvidence['signature'] {
  const keys = verdicts.flatMap(verdict => (verdict && 'by' in verdict ? [verdict.by] : []));
  if (keys.length > 0) return { state: 'verified', keys: [...new Set(keys)], refusals: [] };
  if (verdicts.length === 0) return { state: 'none', keys: [], refusals: [] };
  if (!isChecked) return { state: 'unchecked', keys: [], refusals: [] };
  const refusals = new Map<string, SignatureRefusal>();
  for (const verdict of verdicts)
    if (verdict && 'refusal' in verdict)
      refusals.set(JSON.stringify(verdict.refusal), verdict.refusal);
  return { state: 'rejected', keys: [], refusals: [...refusals.values()].slice(0, MAX_REFUSALS) };
}
