export { templateRunsPlugin as default } from './plugin';
