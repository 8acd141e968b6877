export { FAKE_HOSTS } from './fakeHosts';
export type { FakeHost } from './FakeHost';
export { GiteaPeer } from './GiteaPeer';
