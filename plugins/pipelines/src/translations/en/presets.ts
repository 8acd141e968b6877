export const presets = {
  presets: {
    choose: 'Preset',
    none: 'Defaults of the definition',
    shared: '{{name}} ({{group}})',
    save: 'Save as preset',
    delete: 'Delete preset',
    deleteNamed: 'Delete preset {{name}}',
    name: 'Name of the preset',
    for: 'For',
    mine: 'Myself',
    ofGroup: 'Everybody in {{group}}',
    noPasswords: 'Passwords are not kept.',
    lacking: 'A name is needed.',
    failed: 'Presets could not be read: {{reason}}',
    gone: 'The preset that the address names is not there, or is not yours to see.',
  },
} as const;
