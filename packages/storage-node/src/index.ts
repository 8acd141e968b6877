export { keyFromFile, readKeySource } from './credentials/credentialKeys';
export type { KeySource } from './credentials/credentialKeys';
export { UnreadableError } from './credentials/EnvelopeCipher';
export type { CredentialKey, Subject } from './credentials/EnvelopeCipher';
export { SecretVault } from './credentials/SecretVault';
export { FileObjectStore } from './FileObjectStore';
export { openObjectStore } from './openObjectStore';
export type { ObjectStore } from './ObjectStore';
