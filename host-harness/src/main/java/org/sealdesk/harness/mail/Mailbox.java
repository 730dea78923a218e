package org.sealdesk.harness.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A display name, perhaps empty, with an addr-spec. */
public record Mailbox(String name, String address) {

    private static final int MAX_ADDRESSES = 100;

    /** Parses what somebody typed into an address field; empty input gives no mailbox. */
    public static List<Mailbox> parse(String field, String typed) throws BadFieldException {
        HeaderGuard.check(field, typed);
        List<Mailbox> mailboxes = new ArrayList<>();
        try {
            for (InternetAddress address : InternetAddress.parse(typed, true)) {
                if (address.isGroup()) {
                    throw new BadFieldException(field, "a group has no single address: " + address);
                }
                address.validate();
                if (address.getAddress().indexOf('@') < 1
                        || !StandardCharsets.US_ASCII.newEncoder().canEncode(address.getAddress())) {
                    throw new BadFieldException(field, "not an address: " + address.getAddress());
                }
                String name = address.getPersonal();
                mailboxes.add(new Mailbox(name == null ? "" : name, address.getAddress()));
            }
        } catch (AddressException e) {
            throw new BadFieldException(field, "not an address: " + typed + " (" + e.getMessage() + ")");
        }
        if (mailboxes.size() > MAX_ADDRESSES) {
            throw new BadFieldException(
                    field, mailboxes.size() + " addresses, at most " + MAX_ADDRESSES + " are allowed");
        }
        return mailboxes;
    }

    InternetAddress header() {
        try {
            return name.isEmpty() ? new InternetAddress(address, false) : new InternetAddress(address, name, "UTF-8");
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }

    @Override
    public String toString() {
        return name.isEmpty() ? address : header().toUnicodeString();
    }
}
