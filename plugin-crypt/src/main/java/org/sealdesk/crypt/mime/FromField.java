package org.sealdesk.crypt.mime;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.verdict.Author;

/**
 * Who the mail says it is from, for comparing with who signed it. Only one From field with one mailbox that every reader
 * understands the same way names an author (RFC 5322, section 3.6.2, read strictly); Sender, Reply-To and display names
 * never do.
 */
public sealed interface FromField {

    /**
     * @param display the name beside the address, for people; empty if there is none. It may hold anything, even
     *     another address
     */
    record Known(MailAddress address, String display) implements FromField {

        /** True if the name tries to be an address itself; shown escaped beside the real one. */
        public boolean displayHoldsAnAddress() {
            return display.indexOf('@') >= 0 || display.indexOf('\uff20') >= 0;
        }
    }

    /** What the verdict goes by. */
    default Author author() {
        return this instanceof Known known
                ? new Author.Known(known.address())
                : new Author.Unclear(((Unclear) this).reason().description());
    }

    /** @param raw the From fields as they came, unfolded, control characters as spaces */
    record Unclear(Reason reason, List<String> raw) implements FromField {
        public Unclear {
            raw = List.copyOf(raw);
        }
    }

    /** Why there is no author. */
    enum Reason {
        MISSING("there is no From field"),
        SEVERAL_FIELDS("there is more than one From field"),
        SEVERAL_MAILBOXES("the From field names more than one mailbox"),
        GROUP("the From field names a group"),
        NO_ADDRESS("the From field holds no address"),
        CONTROL_CHARACTER("the From field holds a control character"),
        AMBIGUOUS("the From field can be read in more than one way"),
        BAD_ADDRESS("the address in the From field is none by RFC 5321"),
        MALFORMED_HEADER("the header section can be read in more than one way");

        private final String description;

        Reason(String description) {
            this.description = description;
        }

        /** For the details view, in English. */
        public String description() {
            return description;
        }
    }

    /** Of the whole mail: its root part. */
    static FromField of(MimePart root) {
        Set<Defect> ambiguous = Set.of(Defect.BARE_CR, Defect.NUL_OCTET, Defect.NO_BLANK_LINE);
        FromField field = of(root.headers());
        boolean clear = root.defects().stream().noneMatch(ambiguous::contains);
        return clear || field instanceof Unclear ? field : unclear(Reason.MALFORMED_HEADER, root.headers());
    }

    static FromField of(Headers headers) {
        List<HeaderField> from = headers.all("From");
        if (from.size() != 1) {
            return unclear(from.isEmpty() ? Reason.MISSING : Reason.SEVERAL_FIELDS, headers);
        }
        HeaderField field = from.get(0);
        if (field.hasControlCharacter()) {
            return unclear(Reason.CONTROL_CHARACTER, headers);
        }
        MailboxList read = MailboxList.parse(field.value());
        return read instanceof MailboxList.One one
                ? known(one, headers)
                : unclear(((MailboxList.Ambiguous) read).reason(), headers);
    }

    private static FromField known(MailboxList.One one, Headers headers) {
        Optional<MailAddress> address = MailAddress.parse(one.addrSpec());
        boolean encodedWord = one.addrSpec().contains("=?");
        if (address.isEmpty() || encodedWord) {
            return unclear(Reason.BAD_ADDRESS, headers);
        }
        String display = EncodedWords.decode(one.display());
        boolean hidden = display.chars().anyMatch(Character::isISOControl);
        return hidden ? unclear(Reason.CONTROL_CHARACTER, headers) : new Known(address.get(), display.strip());
    }

    private static Unclear unclear(Reason reason, Headers headers) {
        return new Unclear(
                reason,
                headers.all("From").stream()
                        .map(f -> Charsets.printable(f.value()))
                        .toList());
    }
}
