/** Words of the YAML editor. */
export const editor = {
  label: 'Edit YAML',
  problems: 'Problems',
  noProblems: 'No problems found',
  syntax: 'The YAML cannot be read: {{message}}',
  unknownField: '{{kind}} has no field “{{field}}”',
  wrongType: '{{field}} must be of type {{type}}',
  notAllowedValue: '{{field}} must be one of {{values}}',
  required: '{{field}} is required',
  pattern: '{{field}} does not match {{pattern}}',
  tooSmall: '{{field}} must be at least {{limit}}',
  tooLarge: '{{field}} must be at most {{limit}}',
  duplicateKey: '“{{field}}” stands twice',
  owners: 'Show who owns which field',
  said: '{{message}}',
  keys: 'Ctrl-Space completes, Tab indents; Escape then Tab leaves the editor.',
} as const;
