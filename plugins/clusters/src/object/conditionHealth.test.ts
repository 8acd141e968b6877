import { conditionHealth } from './conditionHealth';

describe('conditionHealth', () => {
  it.each([
    ['Ready', 'True', 'ok'],
    ['Ready', 'False', 'warning'],
    ['Ready', 'Unknown', 'unknown'],
    ['MemoryPressure', 'False', 'ok'],
    ['MemoryPressure', 'True', 'warning'],
    ['NetworkUnavailable', 'False', 'ok'],
    ['ReplicaFailure', 'True', 'warning'],
    ['Failed', 'True', 'warning'],
    ['Complete', 'True', 'ok'],
    ['ScalingLimited', 'True', 'idle'],
  ] as const)('%s=%s is %s', (type, status, health) => {
    expect(conditionHealth({ type, status })).toBe(health);
  });
});
