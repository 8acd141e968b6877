import { createHmac } from 'node:crypto';
import { core, filter, PAYLOAD, SECRET } from './caseParts';
import type { TriggerCase } from './caseParts';

const secretRef = { secretName: 'git-webhook', secretKey: 'token' };
const sha256 = (text: string, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;

/** What interceptors of git hosts make of a delivery. */
export const HOSTS: readonly TriggerCase[] = [
  {
    title: 'a signature of GitHub',
    interceptors: [core('github', { secretRef, eventTypes: ['push'] })],
    headers: { 'x-hub-signature-256': sha256(PAYLOAD) },
    a: 'x',
    made: [['x', '']],
  },
  {
    title: 'a signature by another secret',
    interceptors: [core('github', { secretRef, eventTypes: ['push'] })],
    headers: { 'x-hub-signature-256': sha256(PAYLOAD, 'other') },
    a: 'x',
    made: [],
  },
  {
    title: 'no signature',
    interceptors: [core('github', { secretRef })],
    a: 'x',
    made: [],
  },
  {
    title: 'a signature by SHA-1 alone',
    interceptors: [core('github', { secretRef })],
    headers: {
      'x-hub-signature': `sha1=${createHmac('sha1', SECRET).update(PAYLOAD).digest('hex')}`,
    },
    a: 'x',
    made: [],
  },
  {
    title: 'another event of GitHub',
    interceptors: [core('github', { eventTypes: ['pull_request'] })],
    a: 'x',
    made: [],
  },
  {
    title: 'no kind of event that is allowed',
    interceptors: [core('github', { eventTypes: [] })],
    a: 'x',
    made: [],
  },
  {
    title: 'a Secret that is not there',
    interceptors: [core('github', { secretRef: { ...secretRef, secretName: 'gone' } })],
    headers: { 'x-hub-signature-256': sha256(PAYLOAD) },
    a: 'x',
    made: [],
  },
  {
    title: 'a key that the Secret has not',
    interceptors: [core('github', { secretRef: { ...secretRef, secretKey: 'none' } })],
    headers: { 'x-hub-signature-256': sha256(PAYLOAD) },
    a: 'x',
    made: [],
  },
  {
    title: 'a token of GitLab',
    interceptors: [core('gitlab', { secretRef, eventTypes: ['Push Hook'] })],
    headers: { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': SECRET },
    a: 'x',
    made: [['x', '']],
  },
  {
    title: 'another token of GitLab',
    interceptors: [core('gitlab', { secretRef, eventTypes: ['Push Hook'] })],
    headers: { 'x-gitlab-event': 'Push Hook', 'x-gitlab-token': 'other' },
    a: 'x',
    made: [],
  },
  {
    title: 'a signature in place of the token of GitLab',
    interceptors: [core('gitlab', { secretRef })],
    headers: { 'x-hub-signature-256': sha256(PAYLOAD) },
    a: 'x',
    made: [],
  },
  {
    title: 'a signature of Bitbucket',
    interceptors: [core('bitbucket', { secretRef })],
    headers: { 'x-hub-signature': sha256(PAYLOAD) },
    a: 'x',
    made: [['x', '']],
  },
  {
    title: 'a signature of GitHub before a filter',
    interceptors: [core('github', { secretRef }), ...filter('body.isDraft')],
    headers: { 'x-hub-signature-256': sha256(PAYLOAD) },
    a: 'x',
    made: [],
  },
  {
    title: 'an interceptor that there is not',
    interceptors: [core('none', {})],
    a: 'x',
    made: [],
  },
];
