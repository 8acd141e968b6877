export { GiteaPeer } from './GiteaPeer';
