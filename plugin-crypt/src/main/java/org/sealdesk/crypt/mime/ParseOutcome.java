package org.sealdesk.crypt.mime;

/** What reading a mail gave. */
public sealed interface ParseOutcome {

    record Parsed(MimePart root) implements ParseOutcome {}

    /**
     * The mail is too much of something; nothing further was looked at.
     *
     * @param found how many there were when reading stopped; there may be more
     */
    record LimitExceeded(Limit limit, long found, long allowed) implements ParseOutcome {

        /** For the details view, in English. */
        public String detail() {
            return limit.description() + ": at least " + found + ", allowed are " + allowed;
        }
    }

    /** What there may be too much of. */
    enum Limit {
        MAIL_OCTETS("octets of the mail"),
        DEPTH("parts within parts"),
        PARTS("parts of the mail"),
        HEADER_FIELDS("header fields of one part"),
        HEADER_OCTETS("octets of header fields"),
        LINE_OCTETS("octets of one header line");

        private final String description;

        Limit(String description) {
            this.description = description;
        }

        public String description() {
            return description;
        }
    }
}
