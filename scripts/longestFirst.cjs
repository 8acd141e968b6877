// Which test files begin first in `npm test`: those that take minutes, mostly waiting, so that none of them is left alone at the end.
// Jest itself goes by the size of a file where it has not yet seen how long it takes.
const { default: Sequencer } = require('@jest/test-sequencer');

const LONG = [
  'operationContract',
  'promotion/kill',
  'serviceTemplates',
  'promotion.peer',
  'templateRuns',
  'templateKill',
  'templateAttacks',
  'tenantIsolation',
  'templateUpgrade',
  'git-hosts-node/src/hosts',
  'conformance',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const at = LONG.findIndex(name => path.endsWith(`${name}.test.ts`));
      return at < 0 ? LONG.length : at;
    };
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
