/**
 * Tickets as folders: {@code tickets/000012/article-0001/} holds {@code original.eml} octet for octet as it came,
 * {@code content.eml} if a hook made something readable of it, {@code report.json} and {@code article.json}. A mail
 * that is not in a ticket yet waits in {@code arrivals/}.
 */
@NullMarked
package org.sealdesk.harness.ticket;

import org.jspecify.annotations.NullMarked;
