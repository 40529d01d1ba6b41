export {
  AUDIT_ACTIONS,
  type AuditAction,
  type AuditEntry,
  type AuditFault,
  type NewAuditEntry,
  type ReviewStanding,
  readAudit,
  standingOf,
  writeAudit,
} from './log.ts';
