package org.sealdesk.crypt.mime;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom the header fields of an outgoing mail name, for callers that have no envelope. Never used to judge a mail: see
 * {@link FromField} for that.
 *
 * @param from addr-specs of the From fields
 */
public record Addressees(List<String> from, List<String> to, List<String> cc, List<String> bcc) {

    public Addressees {
        from = List.copyOf(from);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    public static Addressees of(Headers headers) {
        return new Addressees(
                named(headers, "From"), named(headers, "To"), named(headers, "Cc"), named(headers, "Bcc"));
    }

    /** Text that is no address list is kept as one address: the planner then says that it is none. */
    private static List<String> named(Headers headers, String field) {
        List<String> found = new ArrayList<>();
        for (HeaderField each : headers.all(field)) {
            try {
                for (InternetAddress address : InternetAddress.parseHeader(each.value(), true)) {
                    found.add(address.getAddress());
                }
            } catch (AddressException e) {
                found.add(each.value().strip());
            }
        }
        return found;
    }
}
