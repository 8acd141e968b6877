import type { SignatureRefusal } from './promotionTypes';

/** Why a signature does not count, in English. */
export const SIGNATURE_PHRASES = {
  signedByUnknownKey: 'A signature was made by no key that counts.',
  signedOther: 'A signature is of another image.',
  signedNoRoot:
    'A signature is keyless, and no trusted root of Sigstore is configured for the registry.',
  signedOtherIssuer:
    '{{subject}} has signed; {{issuer}}, which vouches for that, is no provider that counts.',
  signedOtherSubject:
    '{{subject}} has signed, says {{issuer}}, and is nobody whose signature counts.',
  signedUntrusted: 'The certificate of a signature is of no authority of the trusted root.',
  signedExpired: 'The certificate of a signature was not valid when it was made.',
  signedNoTime: 'Nothing that is trusted proves when a signature was made.',
  signedNoLog: 'No transparency log of the trusted root proves a signature.',
  signedNoCertificateLog:
    'No certificate log of the trusted root has the certificate of a signature.',
  signedTampered: 'A signature is of something else than what it hangs on.',
  signedMalformed: 'A signature cannot be read.',
} as const;

const CODES: Readonly<Record<SignatureRefusal['reason'], keyof typeof SIGNATURE_PHRASES>> = {
  'unknown-key': 'signedByUnknownKey',
  'other-image': 'signedOther',
  'no-root': 'signedNoRoot',
  'other-issuer': 'signedOtherIssuer',
  'other-subject': 'signedOtherSubject',
  untrusted: 'signedUntrusted',
  expired: 'signedExpired',
  'no-timestamp': 'signedNoTime',
  'no-transparency': 'signedNoLog',
  'no-certificate-log': 'signedNoCertificateLog',
  tampered: 'signedTampered',
  malformed: 'signedMalformed',
};

/** The code of the sentence that says why a signature does not count. */
export function signatureCode({ reason }: SignatureRefusal): keyof typeof SIGNATURE_PHRASES {
  return CODES[reason];
}
