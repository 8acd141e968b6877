import { initializeCA, initializeCTLog, initializeTLog, initializeTSA } from '@sigstore/mock';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { z } from 'zod';

/** What the log answers; the types of the package name those of one that it does not bring. */
const loggedSchema = z.object({
  body: z.string(),
  integratedTime: z.number(),
  logIndex: z.number(),
  logID: z.string(),
  verification: z.object({
    signedEntryTimestamp: z.string(),
    inclusionProof: z.object({
      logIndex: z.number(),
      treeSize: z.number(),
      rootHash: z.string(),
      checkpoint: z.string(),
    }),
  }),
});

const ISSUER_V1 = '1.3.6.1.4.1.57264.1.1';
const ISSUER_V2 = '1.3.6.1.4.1.57264.1.8';
const SHA256_OID = '2.16.840.1.101.3.4.2.1';
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

export interface KeylessOptions {
  readonly subject?: string;
  readonly issuer?: string;
  /** Of the transparency log: a signature made long after its certificate has expired. */
  readonly at?: 'now' | 'next-day';
  /** What proves when it was made. */
  readonly proof?: 'log' | 'timestamp' | 'log-and-timestamp' | 'none';
  /** Whether the certificate is in the certificate log. */
  readonly isLogged?: boolean;
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest();

/** A Sigstore of its own: Fulcio's CA with its certificate log, a Rekor and a timestamp authority, with keys made at start. */
export async function startTestSigstore() {
  const ctLog = await initializeCTLog(pair());
  const caKeys = pair();
  const ca = await initializeCA(caKeys, ctLog);
  const unlogged = await initializeCA(caKeys);
  const tlogKeys = pair();
  const url = 'https://rekor.example.com';
  const tlog = await initializeTLog(url, tlogKeys);
  const late = await initializeTLog(url, tlogKeys, new Date(Date.now() + 86_400_000));
  // Of whole seconds, as those of Sigstore: where the last digit of a fraction is a zero, DER leaves it out, and the verifier reads none but three digits.
  const wholeSecond = () => new Date(Math.floor(Date.now() / 1000) * 1000);
  const tsa = Object.assign(await initializeTSA(pair()), { getCurrentTime: wholeSecond });
  const b64 = (bytes: ArrayBufferView<ArrayBuffer> | Buffer) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const validFor = { start: '2020-01-01T00:00:00Z' };
  const logOf = (publicKey: Buffer, logId: string) => ({
    ...{ baseUrl: url, hashAlgorithm: 'SHA2_256', logId: { keyId: logId } },
    publicKey: { rawBytes: b64(publicKey), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor },
  });
  const authority = (...certificates: ArrayBufferView<ArrayBuffer>[]) => ({
    subject: { organization: 'sigstore.mock', commonName: 'sigstore' },
    certChain: { certificates: certificates.map(each => ({ rawBytes: b64(each) })) },
    validFor,
  });
  const trustedRoot = {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf(tlog.publicKey, sha256(tlog.publicKey).toString('base64'))],
    certificateAuthorities: [authority(ca.rootCertificate)],
    ctlogs: [logOf(ctLog.publicKey, b64(ctLog.logID))],
    timestampAuthorities: [authority(tsa.intCertificate, tsa.rootCertificate)],
  };

  /** Signs as cosign does with a key that is thrown away: a certificate for who signs, an entry in the log. */
  async function prove(
    data: Buffer,
    options: KeylessOptions,
    entry: (pem: string, sig: string) => object,
  ) {
    const {
      subject = 'https://github.com/shop/cart/.github/workflows/release.yaml@refs/tags/v1',
      issuer = 'https://token.actions.githubusercontent.com',
    } = options;
    const { at = 'now', proof = 'log', isLogged = true } = options;
    const { publicKey, privateKey } = pair();
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const certificate = await (isLogged ? ca : unlogged).issueCertificate({
      publicKey: new Uint8Array(der),
      subjectAltName: subject,
      extensions: [
        { oid: ISSUER_V1, value: issuer, legacy: true },
        { oid: ISSUER_V2, value: issuer },
      ],
    });
    const signature = sign('sha256', data, privateKey);
    const rawBytes = b64(certificate);
    const pem = `-----BEGIN CERTIFICATE-----\n${rawBytes.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
    const log = at === 'now' ? tlog : late;
    const logged = proof.startsWith('log')
      ? loggedSchema.parse(
          Object.values(await log.log(entry(pem, signature.toString('base64'))))[0],
        )
      : undefined;
    const timestamp = proof.endsWith('timestamp')
      ? b64(
          await tsa.timestamp({
            ...{ artifactHash: sha256(signature), hashAlgorithmOID: SHA256_OID },
            ...{ nonce: 1, policyOID: '1.3.6.1.4.1.57264.2', certReq: true },
          }),
        )
      : undefined;
    return { signature: signature.toString('base64'), pem, rawBytes, logged, timestamp };
  }

  /** The annotations that `cosign sign` writes beside what it signs, of old. */
  async function annotations(text: string, options: KeylessOptions = {}) {
    const proof = await prove(Buffer.from(text), options, (pem, content) => ({
      ...{ apiVersion: '0.0.1', kind: 'hashedrekord' },
      spec: {
        data: { hash: { algorithm: 'sha256', value: sha256(text).toString('hex') } },
        signature: { content, publicKey: { content: Buffer.from(pem).toString('base64') } },
      },
    }));
    const { logged, timestamp } = proof;
    const { body, integratedTime, logIndex, logID, verification } = logged ?? {};
    const rekor = {
      SignedEntryTimestamp: verification?.signedEntryTimestamp,
      Payload: { body, integratedTime, logIndex, logID },
    };
    return {
      'dev.cosignproject.cosign/signature': proof.signature,
      'dev.sigstore.cosign/certificate': proof.pem,
      'dev.sigstore.cosign/chain': proof.pem,
      ...(logged === undefined ? {} : { 'dev.sigstore.cosign/bundle': JSON.stringify(rekor) }),
      ...(timestamp === undefined
        ? {}
        : {
            'dev.sigstore.cosign/rfc3161timestamp': JSON.stringify({
              SignedRFC3161Timestamp: timestamp,
            }),
          }),
    };
  }

  /** A bundle with a signed statement, as `cosign sign` and `cosign attest` write it now. */
  async function bundle(statement: object, options: KeylessOptions = {}) {
    const payload = JSON.stringify(statement);
    const pae = `DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${Buffer.byteLength(payload)} ${payload}`;
    const proof = await prove(Buffer.from(pae), options, (pem, signature) => ({
      ...{ apiVersion: '0.0.1', kind: 'dsse' },
      spec: {
        payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
        envelopeHash: { algorithm: 'sha256', value: sha256('envelope').toString('hex') },
        signatures: [{ signature, verifier: Buffer.from(pem).toString('base64') }],
      },
    }));
    const { logged, timestamp } = proof;
    const { inclusionProof, signedEntryTimestamp } = logged?.verification ?? {};
    const entry = logged && {
      ...{ logIndex: String(logged.logIndex), integratedTime: String(logged.integratedTime) },
      logId: { keyId: Buffer.from(logged.logID, 'hex').toString('base64') },
      kindVersion: { kind: 'dsse', version: '0.0.1' },
      inclusionPromise: { signedEntryTimestamp },
      inclusionProof: inclusionProof && {
        ...{ logIndex: String(inclusionProof.logIndex), treeSize: String(inclusionProof.treeSize) },
        ...{ hashes: [], checkpoint: { envelope: inclusionProof.checkpoint } },
        rootHash: Buffer.from(inclusionProof.rootHash, 'hex').toString('base64'),
      },
      canonicalizedBody: logged.body,
    };
    return {
      mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      verificationMaterial: {
        certificate: { rawBytes: proof.rawBytes },
        tlogEntries: entry === undefined ? [] : [entry],
        timestampVerificationData: {
          rfc3161Timestamps: timestamp === undefined ? [] : [{ signedTimestamp: timestamp }],
        },
      },
      dsseEnvelope: {
        ...{ payload: Buffer.from(payload).toString('base64'), payloadType: PAYLOAD_TYPE },
        signatures: [{ sig: proof.signature }],
      },
    };
  }

  return { trustedRoot, annotations, bundle };
}

export type TestSigstore = Awaited<ReturnType<typeof startTestSigstore>>;
