export { repositoriesPlugin as default } from './plugin';
