export { FileObjectStore } from './FileObjectStore';
export { openObjectStore } from './openObjectStore';
export type { ObjectStore } from './ObjectStore';
