export { FAKE_HOSTS, fakeBitbucketCloud } from './fakeHosts';
export type { FakeHost } from './FakeHost';
export { GiteaPeer } from './GiteaPeer';
