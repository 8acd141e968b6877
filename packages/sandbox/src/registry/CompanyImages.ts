import { generateKeyPairSync, sign } from 'node:crypto';
import { hash32 } from '../simulation/Random';
import type { ImageCatalog, ImageEvidence } from '../simulation/runtime/ImageCatalog';
import { contentOf, IMAGE, imageManifest, splitImage } from './imageManifest';
import type { Content } from './imageManifest';

const EMPTY = 'application/vnd.oci.empty.v1+json';
const CYCLONEDX = 'application/vnd.cyclonedx+json';
const TRIVY = 'application/vnd.aquasec.trivy.report+json';

/** A manifest that says that it belongs to an image. */
export interface Referrer {
  readonly artifactType: string;
  readonly manifest: Content;
}

/** What a registry keeps of one tag of a repository. */
export interface TaggedImage {
  readonly repository: string;
  readonly tag: string;
  readonly manifest: Content;
  readonly referrers: readonly Referrer[];
  /** The tags under which cosign keeps what belongs to the image. */
  readonly companions: ReadonlyMap<string, Content>;
  readonly blobs: readonly Content[];
}

/**
 * Images of the sandbox's company as its pipelines would have pushed them: signed with its key by cosign, with a bill of material and the report of a scanner.
 * Only their layers are nowhere.
 */
export class CompanyImages {
  /** PEM. */
  readonly publicKey: string;
  readonly #sign: (text: string) => string;
  readonly #catalog: ImageCatalog;
  readonly #scannedAt: string;
  readonly #made = new Map<string, TaggedImage>();

  /** @param scannedAt - when the scanner last ran, in epoch milliseconds */
  constructor({ catalog, scannedAt }: { catalog: ImageCatalog; scannedAt: number }) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.publicKey = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    this.#sign = text => sign('sha256', Buffer.from(text), privateKey).toString('base64');
    this.#catalog = catalog;
    this.#scannedAt = new Date(scannedAt).toISOString();
  }

  /** The same at each call: a signature is made once. */
  image(name: string): TaggedImage {
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const made = this.#make(name);
    this.#made.set(name, made);
    return made;
  }

  #make(name: string): TaggedImage {
    const { repository, tag } = splitImage(name);
    const { manifest, config } = imageManifest(name);
    const evidence = this.#catalog.find(name).behaviour.evidence;
    const bill = contentOf(billOf(repository, tag));
    const report = contentOf({
      ...{ SchemaVersion: 2, CreatedAt: this.#scannedAt, ArtifactName: name },
      Results: [{ Target: name, Vulnerabilities: foundIn(name, evidence) }],
    });
    const empty = contentOf('{}');
    const attached = [
      { artifactType: CYCLONEDX, content: bill },
      { artifactType: TRIVY, content: report },
    ].map(({ artifactType, content }) => ({
      artifactType,
      manifest: contentOf({
        ...{ schemaVersion: 2, mediaType: IMAGE, artifactType },
        config: { mediaType: EMPTY, digest: empty.digest, size: empty.text.length },
        layers: [layerOf(artifactType, content)],
        subject: { mediaType: IMAGE, digest: manifest.digest, size: manifest.text.length },
      }),
    }));
    const signed = evidence?.signed === false ? [] : [this.#signed(manifest, empty)];
    const statement = this.#attested(manifest, { report, empty });
    return {
      ...{ repository, tag, manifest, referrers: attached },
      companions: new Map(
        [...signed, ...(signed.length > 0 ? [statement] : [])].map(each => [
          `${manifest.digest.replace(':', '-')}.${each.suffix}`,
          each.manifest,
        ]),
      ),
      blobs: [config, bill, report, empty, statement.blob, ...signed.map(({ blob }) => blob)],
    };
  }

  /** As `cosign sign --key` writes it: https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md */
  #signed({ digest }: Content, empty: Content) {
    const image = { 'docker-manifest-digest': digest };
    const blob = contentOf({ critical: { image, type: 'cosign container image signature' } });
    const layer = layerOf('application/vnd.dev.cosign.simplesigning.v1+json', blob, {
      'dev.cosignproject.cosign/signature': this.#sign(blob.text),
    });
    return { suffix: 'sig', blob, manifest: companionOf(layer, empty) };
  }

  /** The scan as `cosign attest --type vuln --key` writes it, in a DSSE envelope: https://github.com/secure-systems-lab/dsse */
  #attested({ digest }: Content, { report, empty }: { report: Content; empty: Content }) {
    const predicateType = 'https://cosign.sigstore.dev/attestation/vuln/v1';
    const payload = JSON.stringify({
      ...{ _type: 'https://in-toto.io/Statement/v1', predicateType },
      subject: [{ name: 'image', digest: { sha256: digest.slice('sha256:'.length) } }],
      predicate: {
        scanner: { uri: 'pkg:github/aquasecurity/trivy', result: JSON.parse(report.text) },
        metadata: { scanFinishedOn: this.#scannedAt },
      },
    });
    const payloadType = 'application/vnd.in-toto+json';
    const pae = `DSSEv1 ${payloadType.length} ${payloadType} ${Buffer.byteLength(payload)} ${payload}`;
    const blob = contentOf({
      ...{ payloadType, payload: Buffer.from(payload).toString('base64') },
      signatures: [{ sig: this.#sign(pae) }],
    });
    const layer = layerOf('application/vnd.dsse.envelope.v1+json', blob, { predicateType });
    return { suffix: 'att', blob, manifest: companionOf(layer, empty) };
  }
}

function layerOf(mediaType: string, { digest, text }: Content, annotations?: object) {
  return { mediaType, digest, size: Buffer.byteLength(text), ...(annotations && { annotations }) };
}

function companionOf(layer: object, empty: Content): Content {
  return contentOf({
    ...{ schemaVersion: 2, mediaType: IMAGE },
    config: { mediaType: EMPTY, digest: empty.digest, size: empty.text.length },
    layers: [layer],
  });
}

function billOf(repository: string, version: string) {
  const name = repository.split('/').at(-1);
  return {
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
    metadata: { component: { type: 'container', name, version } },
    components: [{ type: 'operating-system', name: 'debian', version: '13' }],
  };
}

function foundIn(name: string, { critical = 0, high = 0 }: Partial<ImageEvidence> = {}) {
  const counts = [
    ['CRITICAL', critical],
    ['HIGH', high],
    ['MEDIUM', hash32(name, 11) % 4],
    ['LOW', hash32(name, 12) % 9],
  ] as const;
  return counts.flatMap(([Severity, count]) =>
    Array.from({ length: count }, (_, at) => ({
      VulnerabilityID: `SIMULATED-${Severity}-${at + 1}`,
      ...{ Severity, PkgName: 'simulated' },
    })),
  );
}
