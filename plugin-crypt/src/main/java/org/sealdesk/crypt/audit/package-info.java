/**
 * The audit log: who changed what, in which order, and whether anybody altered the record afterwards. One JSON object a
 * line, each with the SHA-256 of the line before; the keystore remembers the last one. Start with
 * {@link org.sealdesk.crypt.audit.AuditLog}, which also gives the keystore whose changes are recorded. Must not know
 * engines, how the keystore stores, mail or the host.
 */
@NullMarked
package org.sealdesk.crypt.audit;

import org.jspecify.annotations.NullMarked;
