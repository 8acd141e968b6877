export { pipelinesPlugin as default } from './plugin';
export { useSay } from './board/useSay';
