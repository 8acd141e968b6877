import type { Finding } from '../finding';
import type { ContainerStatus, Pod } from '../shapes/pod';
import type { WhyContext } from './WhyContext';
import { eventEvidence, fieldSaid, finding } from './WhyContext';
import { advice, describe } from './nextSteps';
import type { NextStep } from '../finding';

/** Waiting reasons of the kubelet that mean: no image, therefore no container. */
export const IMAGE_REASONS: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
  'RegistryUnavailable',
  'SignatureValidationFailed',
]);

export type PullProblem =
  | 'rate-limit'
  | 'missing-or-private'
  | 'denied'
  | 'not-found'
  | 'wrong-platform'
  | 'untrusted-certificate'
  | 'unreachable'
  | 'invalid-name'
  | 'never-pull'
  | 'unknown';

// In this order: a registry that limits or refuses often adds words that a later line would take for its own.
const PROBLEMS: readonly (readonly [PullProblem, RegExp])[] = [
  ['invalid-name', /InvalidImageName|couldn't parse image|invalid reference format/i],
  ['never-pull', /ErrImageNeverPull|pull policy of Never/],
  ['rate-limit', /toomanyrequests|too many requests|\b429\b|rate limit/i],
  ['missing-or-private', /repository does not exist or may require/i],
  ['wrong-platform', /no match for platform|no matching manifest/i],
  ['untrusted-certificate', /x509|certificate (is|has|signed)|tls: failed to verify/i],
  ['denied', /unauthorized|forbidden|denied|authentication required|no basic auth|\b40[13]\b/i],
  ['not-found', /not found|manifest unknown|name unknown|\b404\b/i],
  [
    'unreachable',
    /no such host|i\/o timeout|connection refused|connection reset|dial tcp|network is unreachable|server misbehaving|deadline exceeded|TLS handshake|\bEOF\b|\b50[0234]\b|RegistryUnavailable/i,
  ],
];

/** Why an image could not be pulled, from the words of the container runtime. */
export function classifyPullError(message: string): PullProblem {
  return PROBLEMS.find(([, pattern]) => pattern.test(message))?.[0] ?? 'unknown';
}

const SAID: Readonly<Record<PullProblem, string>> = {
  'rate-limit': 'the registry limits how often it may be asked',
  'missing-or-private': 'the repository does not exist or needs credentials',
  denied: 'the registry refuses access',
  'not-found': 'the registry has no such image or tag',
  'wrong-platform': "the image has no build for the node's platform",
  'untrusted-certificate': "the registry's certificate is not trusted",
  unreachable: 'the registry cannot be reached',
  'invalid-name': 'the name is not a valid image reference',
  'never-pull': 'it is not on the node and may not be pulled (imagePullPolicy: Never)',
  unknown: 'see the message',
};

const STEPS: Readonly<Record<PullProblem, readonly NextStep[]>> = {
  'rate-limit': [
    advice('pull-credentials', 'Pull with credentials, or through a mirror of the registry'),
  ],
  'missing-or-private': [
    advice('check-image', 'Check the name and tag of the image'),
    advice('pull-secret', 'Add a pull secret for the registry to the pod or its service account'),
  ],
  denied: [
    advice('pull-secret', 'Add a pull secret for the registry to the pod or its service account'),
    advice('check-pull-rights', 'Check that these credentials may read the repository'),
  ],
  'not-found': [
    advice('check-image', 'Check the name and tag of the image'),
    advice('check-pushed', 'Check that the build that pushes this tag has finished'),
  ],
  'wrong-platform': [
    advice('build-platform', "Build the image for the node's platform, or choose other nodes"),
  ],
  'untrusted-certificate': [
    advice('trust-registry', "Give the nodes the registry's certificate authority"),
  ],
  unreachable: [
    advice('check-registry', 'Check from the node that the registry answers: DNS, proxy, firewall'),
  ],
  'invalid-name': [advice('check-image', 'Check the name and tag of the image')],
  'never-pull': [
    advice('pull-policy', 'Set imagePullPolicy to IfNotPresent, or load the image on the nodes'),
  ],
  unknown: [],
};

/** Explains a container that waits for its image. */
export function explainImagePull(
  pod: Pod,
  container: ContainerStatus,
  context: WhyContext,
): Finding {
  const waiting = container.state?.waiting;
  const image =
    [...(pod.spec?.containers ?? []), ...(pod.spec?.initContainers ?? [])].find(
      ({ name }) => name === container.name,
    )?.image ??
    container.image ??
    '';
  // ImagePullBackOff only repeats the image's name; the event of the attempt has the registry's answer.
  const attempt = context
    .eventsOf('Pod', pod)
    .find(
      ({ reason, message, regarding }) =>
        reason === 'Failed' &&
        /pull/i.test(message) &&
        message !== `Error: ${waiting?.reason}` &&
        (!regarding.fieldPath || regarding.fieldPath.includes(`{${container.name}}`)) &&
        message.includes(image),
    );
  const said = [waiting?.message, attempt?.message, waiting?.reason].filter(Boolean).join('\n');
  const problem = classifyPullError(said.replaceAll(image, ''));
  return finding('image-pull', 'failed', {
    summary: `Image ${image} cannot be pulled: ${SAID[problem]}`,
    ...(problem === 'unknown' ? {} : { code: `image-pull-${problem}` as const }),
    params: { image, container: container.name, reason: problem },
    evidence: [
      attempt && eventEvidence(attempt),
      fieldSaid(pod, 'container-waiting', {
        container: container.name,
        value: waiting?.message || (waiting?.reason ?? ''),
      }),
    ],
    nextSteps: [...STEPS[problem], describe(pod)],
  });
}
