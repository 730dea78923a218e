/**
 * Whole mails: opening and judging them, planning and making protected ones. Start with
 * {@link org.sealdesk.crypt.message.MessageOpener} and {@link org.sealdesk.crypt.message.ProtectionPlanner}. Does not know
 * which engine it has, where keys live, or the host.
 */
@NullMarked
package org.sealdesk.crypt.message;

import org.jspecify.annotations.NullMarked;
