/**
 * The mail hooks as the host sees them. Start with {@link org.sealdesk.crypt.hook.IncomingMails} and
 * {@link org.sealdesk.crypt.hook.OutgoingMails}. Here the verdict becomes a report and the plan becomes words; engines
 * and stores are not known.
 */
@NullMarked
package org.sealdesk.crypt.hook;

import org.jspecify.annotations.NullMarked;
