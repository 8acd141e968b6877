export const entity = {
  entityAccess: {
    places: 'Where',
    none: 'It is nowhere in a cluster that you can see',
    noneHint: 'Rights are shown for the namespaces that its objects are in.',
    mine: 'What you may do here',
    why: 'Why?',
    whyOf: 'Why? {{what}}',
    unknown: 'Not known',
    roles: 'Members of the tenant {{tenant}}',
    everybody: 'Who may do what here',
  },
  groupTenants: {
    title: 'Tenants',
    none: 'It answers for no tenant that you may see.',
    failed: 'Tenants could not be loaded',
    tenant: 'Tenant {{tenant}}',
    open: 'Open tenant',
    members: 'Members and roles',
  },
} as const;
