package org.sealdesk.crypt.openpgp;

import java.util.Optional;
import org.sealdesk.crypt.address.MailAddress;

/**
 * The mailbox of a user id: {@code Name <a@b>} or {@code a@b}, nothing else. An address in the name is decoration that
 * an attacker chose.
 */
final class UserIdAddress {

    private UserIdAddress() {}

    static Optional<MailAddress> of(String userId) {
        if (userId.codePoints().anyMatch(c -> c < 0x20 || c == 0x7F || c == 0xFFFD)) {
            return Optional.empty();
        }
        int open = userId.indexOf('<');
        if (open < 0) {
            return userId.indexOf('>') < 0 ? MailAddress.parse(userId) : Optional.empty();
        }
        int close = userId.length() - 1;
        boolean oneBracket = userId.lastIndexOf('<') == open && userId.indexOf('>') == close;
        return oneBracket ? MailAddress.parse(userId.substring(open + 1, close)) : Optional.empty();
    }
}
