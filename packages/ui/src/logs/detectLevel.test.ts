import { detectLevel } from './detectLevel';

describe('detectLevel', () => {
  it.each([
    ['{"level":"warn","msg":"slow"}', 'warning'],
    ['{"severity": "ERROR", "message": "x"}', 'error'],
    ['{"level":50,"time":1,"msg":"pino"}', 'error'],
    ['{"level":30,"msg":"pino"}', 'info'],
    ['{"log.level":"debug"}', 'debug'],
    ['time="2026-01-01T00:00:00Z" level=error msg="failed"', 'error'],
    ['ts=1 lvl=dbg msg=x', 'debug'],
    ['E0102 15:04:05.000000       1 controller.go:1] failed', 'error'],
    ['I0102 15:04:05.000000       1 main.go:1] starting', 'info'],
    ['2026-01-01 12:00:00,123 WARN  [main] c.e.App - careful', 'warning'],
    ['[ERROR] no route', 'error'],
    ['2026/01/01 12:00:00 [error] 7#7: *1 open() failed', 'error'],
    ['panic: runtime error: index out of range', 'error'],
    ['npm warn: deprecated', 'warning'],
    ['\u001b[31mERROR\u001b[0m it broke', 'error'],
    ['TRACE entering', 'debug'],
    // What is no level.
    ['GET /errors 200', undefined],
    ['no error found', undefined],
    ['Information desk opened', undefined],
    ['{"msg":"level of water","depth":"error"}', undefined],
    ['{"level":7,"msg":"x"}', undefined],
    ['', undefined],
  ])('%s → %s', (line, level) => {
    expect(detectLevel(line)).toBe(level);
  });

  it('looks for words only near the start of a line', () => {
    expect(detectLevel(`${'x '.repeat(100)} ERROR`)).toBeUndefined();
  });
});
