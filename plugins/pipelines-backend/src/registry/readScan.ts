import type { ImageScan } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';

/** What one vulnerability is: the scanner's word, or a CVSS score. */
type Severity = string | number;

const time = z.string().transform(text => Date.parse(text) || undefined);

const trivySchema = z
  .object({
    CreatedAt: time.optional(),
    Results: z.array(
      z.object({ Vulnerabilities: z.array(z.object({ Severity: z.string() })).nullish() }),
    ),
  })
  .transform(({ CreatedAt, Results }) => ({
    ...{ scanner: 'Trivy', at: CreatedAt },
    severities: Results.flatMap(({ Vulnerabilities }) =>
      (Vulnerabilities ?? []).map((each): Severity => each.Severity),
    ),
  }));

const grypeSchema = z
  .object({
    matches: z.array(z.object({ vulnerability: z.object({ severity: z.string() }) })),
    descriptor: z.object({ timestamp: time.optional() }).optional(),
  })
  .transform(({ matches, descriptor }) => ({
    ...{ scanner: 'Grype', at: descriptor?.timestamp },
    severities: matches.map(({ vulnerability }): Severity => vulnerability.severity),
  }));

/** Harbor's, `application/vnd.security.vulnerability.report`. */
const harborSchema = z
  .object({
    generated_at: time.optional(),
    scanner: z.object({ name: z.string() }),
    vulnerabilities: z.array(z.object({ severity: z.string() })),
  })
  .transform(({ generated_at: at, scanner, vulnerabilities }) => ({
    ...{ scanner: scanner.name, at },
    severities: vulnerabilities.map(({ severity }): Severity => severity),
  }));

const sarifRule = z.object({
  id: z.string(),
  properties: z.object({ 'security-severity': z.coerce.number().optional() }).optional(),
});
const sarifSchema = z
  .object({
    runs: z.array(
      z.object({
        tool: z.object({
          driver: z.object({ name: z.string(), rules: z.array(sarifRule).default([]) }),
        }),
        results: z.array(z.object({ ruleId: z.string().optional() })).default([]),
        invocations: z.array(z.object({ endTimeUtc: time.optional() })).default([]),
      }),
    ),
  })
  .transform(({ runs }) => ({
    scanner: runs[0]?.tool.driver.name ?? 'SARIF',
    at: runs[0]?.invocations[0]?.endTimeUtc,
    severities: runs.flatMap(({ tool, results }) => {
      const scores = new Map(
        tool.driver.rules.map(({ id, properties }) => [id, properties?.['security-severity']]),
      );
      return results.map(({ ruleId = '' }): Severity => scores.get(ruleId) ?? 'unknown');
    }),
  }));

const reportSchema = z.union([trivySchema, grypeSchema, harborSchema, sarifSchema]);

/** https://cosign.sigstore.dev/attestation/vuln/v1 */
const cosignVulnSchema = z.object({
  scanner: z.object({ uri: z.string().optional(), result: z.unknown() }),
  metadata: z.object({ scanFinishedOn: time.optional() }).optional(),
});

/** https://in-toto.io/attestation/vulns */
const inTotoVulnsSchema = z.object({
  scanner: z.object({
    uri: z.string().optional(),
    result: z.array(
      z.object({ severity: z.array(z.object({ score: z.coerce.number() })).default([]) }),
    ),
  }),
  metadata: z.object({ scanFinishedOn: time.optional() }).optional(),
});

type Counts = Pick<ImageScan, 'critical' | 'high' | 'medium' | 'low' | 'unknown'>;

/** CVSS v3: https://www.first.org/cvss/v3-1/specification-document, 5. */
function rankOf(severity: Severity): keyof Counts {
  if (typeof severity === 'number') {
    if (severity >= 9) return 'critical';
    if (severity >= 7) return 'high';
    return severity >= 4 ? 'medium' : 'low';
  }
  const word = severity.toLowerCase();
  if (word === 'critical' || word === 'high' || word === 'medium') return word;
  return ['low', 'negligible', 'none'].includes(word) ? 'low' : 'unknown';
}

function countsOf(severities: readonly Severity[]): Counts {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
  for (const severity of severities) counts[rankOf(severity)] += 1;
  return counts;
}

/** A scanner's own report, as it is attached to an image; undefined for what is none that is known. */
export function readReport(value: unknown): Omit<ImageScan, 'isVerified'> | undefined {
  const report = reportSchema.safeParse(value).data;
  if (report === undefined) return undefined;
  const { scanner, at, severities } = report;
  return { scanner, ...(at === undefined ? {} : { at }), ...countsOf(severities) };
}

/** What an attestation of vulnerabilities says; undefined for every other one. */
export function readVulnerabilities(
  predicateType: string,
  predicate: unknown,
): Omit<ImageScan, 'isVerified'> | undefined {
  if (/^https:\/\/in-toto\.io\/attestation\/vulns?\b/.test(predicateType)) {
    const parsed = inTotoVulnsSchema.safeParse(predicate).data;
    if (parsed === undefined) return undefined;
    const { uri = '', result } = parsed.scanner;
    const at = parsed.metadata?.scanFinishedOn;
    const scores = result.map(({ severity }): Severity =>
      severity.length === 0 ? 'unknown' : Math.max(...severity.map(({ score }) => score)),
    );
    return { scanner: uri, ...(at === undefined ? {} : { at }), ...countsOf(scores) };
  }
  if (!/attestation\/vuln\b/.test(predicateType)) return undefined;
  const parsed = cosignVulnSchema.safeParse(predicate).data;
  const report = parsed && readReport(parsed.scanner.result);
  if (report === undefined) return undefined;
  const at = parsed?.metadata?.scanFinishedOn ?? report.at;
  return { ...report, ...(at === undefined ? {} : { at }) };
}
