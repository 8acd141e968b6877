import { KUBERNETES_ANNOTATIONS, parseLabelSelector } from '@kubemate/kube-common';

const LABEL_VALUE = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;
const MAX_SELECTOR = 1_000;
const MAX_CLUSTER = 63;

/** What is wrong with a value; undefined where nothing is. */
type Check = (value: string) => string | undefined;

/** `ghcr.io/shop/cart`, `localhost:5000/cart`: a host, then a repository as registries name it. */
const REPOSITORY =
  /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+((\.|_{1,2}|-+)[a-z0-9]+)*)+$/i;
/** What SonarQube takes as a key: not digits alone. With a server before it where there are several. */
const SONAR_KEY = /^([\w-]{1,63}\/)?(?!\d+$)[\w.:-]{1,400}$/;

function name(what: string): Check {
  return value => (DNS_NAME.test(value) ? undefined : `must be the name of one ${what}`);
}

const CHECKS: Readonly<Record<string, Check>> = {
  [KUBERNETES_ANNOTATIONS.id]: value =>
    LABEL_VALUE.test(value)
      ? undefined
      : 'must be the value of a label: up to 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends',
  [KUBERNETES_ANNOTATIONS.selector]: selectorFault,
  [KUBERNETES_ANNOTATIONS.namespace]: value =>
    DNS_LABEL.test(value)
      ? undefined
      : 'must be the name of one namespace: up to 63 lower-case letters, digits and dashes',
  // Whether there is such a cluster is not asked: one that is removed for an hour must not take its components along.
  [KUBERNETES_ANNOTATIONS.cluster]: value =>
    value.length <= MAX_CLUSTER && !/[\s,]/.test(value)
      ? undefined
      : 'must be the name of one cluster in the portal',
  'kubemate.io/environments': value =>
    value.split(',').every(each => DNS_LABEL.test(each.trim()))
      ? undefined
      : 'must be names of environments, separated by commas',
  'kubemate.io/workload': name('Deployment or StatefulSet'),
  'kubemate.io/container': name('container'),
  'kubemate.io/registry-repository': value =>
    REPOSITORY.test(value)
      ? undefined
      : 'must be a repository with its registry’s host, without tag and digest: ghcr.io/shop/cart',
  'sonarqube.org/project-key': value =>
    SONAR_KEY.test(value)
      ? undefined
      : 'must be the key of one project, or server/key: letters, digits, dashes, underscores, dots and colons',
};

/** Of the annotations that tie an entity to clusters, a sentence for each that cannot be meant. */
export function annotationFaults(annotations: Readonly<Record<string, string>>): string[] {
  return Object.entries(CHECKS).flatMap(([key, check]) => {
    const value = annotations[key];
    if (value === undefined) return [];
    const trimmed = value.trim();
    const fault = trimmed === '' ? 'is empty' : check(trimmed);
    return fault === undefined ? [] : [`the annotation ${key} ${fault}`];
  });
}

function selectorFault(value: string): string | undefined {
  if (value.length > MAX_SELECTOR) return `is longer than ${MAX_SELECTOR} characters`;
  const parsed = parseLabelSelector(value);
  return parsed.ok ? undefined : `is no label selector: ${parsed.message}`;
}
