/**
 * The mail hooks and the report they give. At this border a mail is its octets as RFC 5322 has them, lines ended by
 * CRLF: signatures are over octets, so a plugin never sees a re-serialised mail.
 *
 * <p>Outgoing fails closed: an exception, a timeout, a missing plugin or no answer for a wanted protection means
 * <em>not sent</em>. Incoming fails visible: the same means <em>delivered unchanged, not checked yet, tried again</em>.
 */
@NullMarked
package org.sealdesk.api.mail;

import org.jspecify.annotations.NullMarked;
