package org.sealdesk.crypt.verdict;

import org.sealdesk.crypt.address.MailAddress;

/**
 * Who a message says it is from: the one mailbox of its one From header. Sender, Reply-To and display names never
 * count.
 */
public sealed interface Author {

    record Known(MailAddress address) implements Author {}

    /** @param reason why there is not exactly one author, in English */
    record Unclear(String reason) implements Author {}
}
