export const evidence = {
  running: {
    title: 'Versions and evidence',
    by: 'by {{by}}',
    builtBy: 'built by {{run}}',
  },
  evidence: {
    images: 'Images',
    nothingRuns: 'It runs in no environment that you may see.',
    failed: 'What registries and SonarQube say could not be loaded',
    again: 'Try again',
    tags: 'Highest versions in the registry: {{tags}}',
    signature: {
      verified: 'Signed by {{keys}}',
      unchecked: 'Signed, not checked',
      rejected: 'No signature counts',
      none: 'Not signed',
    },
    sbom: 'Bill of material: {{formats}}',
    noSbom: 'No bill of material',
    format: { spdx: 'SPDX', cyclonedx: 'CycloneDX' },
    noScan: 'Not scanned',
    unsignedScan: 'Scans are not signed',
    counts: '{{critical}} critical, {{high}} high, {{medium}} medium, {{low}} low.',
    untold: {
      'no-registry':
        'No registry is configured for {{registry}}, so nothing is known of this image.',
      'no-digest': 'The pods do not tell the digest of their image, so nothing is known of it.',
      absent: '{{registry}} does not have this image.',
      forbidden: 'The registry does not let the portal read it: {{detail}}.',
      unreachable: 'The registry tells nothing now: {{detail}}.',
    },
    qualityTitle: 'Code quality',
    quality: {
      'no-project':
        'The component names no project of SonarQube (annotation sonarqube.org/project-key).',
      'no-server': 'No SonarQube is configured, so nothing is known of the code.',
      absent: 'SonarQube does not know the project {{project}}.',
      forbidden: 'SonarQube does not let the portal read it: {{detail}}.',
      unreachable: 'SonarQube tells nothing now: {{detail}}.',
    },
    gate: {
      passed: 'Quality gate passed',
      failed: 'Quality gate failed',
      none: 'No quality gate computed',
    },
    broken: '{{metric}}: {{actual}}, the limit is {{threshold}}',
    analysed: 'Analysed',
    measure: {
      coverage: 'Coverage, %',
      bugs: 'Bugs',
      vulnerabilities: 'Vulnerabilities',
      security_hotspots: 'Security hotspots',
      code_smells: 'Code smells',
      duplicated_lines_density: 'Duplicated lines, %',
    },
  },
} as const;
