import { createPermission } from '@backstage/plugin-permission-common';

/** Opens the audit pages: a person's own records, and those of objects that they may list. */
export const auditReadPermission = createPermission({
  name: 'audit.record.read',
  attributes: { action: 'read' },
});

/** Shows every record: for the platform team and for auditors. */
export const auditReadAllPermission = createPermission({
  name: 'audit.record.read.all',
  attributes: { action: 'read' },
});

/** Takes records out as a file. What is taken out is what the person may read. */
export const auditExportPermission = createPermission({
  name: 'audit.record.export',
  attributes: { action: 'read' },
});

/** Checks the chains, which reads all of them. */
export const auditVerifyPermission = createPermission({
  name: 'audit.chain.verify',
  attributes: { action: 'read' },
});

export const auditPermissions = [
  auditReadPermission,
  auditReadAllPermission,
  auditExportPermission,
  auditVerifyPermission,
];
