package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.octets.Content;

/**
 * Finds blocks between {@code -----BEGIN …-----} and {@code -----END …-----} lines (RFC 9580, section 6.2; RFC 7468) in
 * a text, in one pass. Only a line that begins with the dashes counts: a quoted block is somebody else's.
 */
final class ArmourScan {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final int LINE_HEAD = 80;

    /** More blocks than this in one text are not counted further. */
    private static final int MAX_BLOCKS = 50;

    private ArmourScan() {}

    enum Label {
        PGP_MESSAGE("PGP MESSAGE", "PGP MESSAGE"),
        PGP_SIGNED_MESSAGE("PGP SIGNED MESSAGE", "PGP SIGNATURE"),
        PGP_PUBLIC_KEY("PGP PUBLIC KEY BLOCK", "PGP PUBLIC KEY BLOCK"),
        PGP_PRIVATE_KEY("PGP PRIVATE KEY BLOCK", "PGP PRIVATE KEY BLOCK"),
        PKCS7("PKCS7", "PKCS7"),
        CMS("CMS", "CMS");

        private final String begin;
        private final String end;

        Label(String begin, String end) {
            this.begin = BEGIN + begin + DASHES;
            this.end = END + end + DASHES;
        }

        boolean isMessage() {
            return this == PGP_MESSAGE || this == PGP_SIGNED_MESSAGE;
        }

        private static Optional<Label> beginningWith(String line) {
            return List.of(values()).stream()
                    .filter(l -> line.stripTrailing().equals(l.begin))
                    .findFirst();
        }
    }

    /** @param to after the last line of the block; the end of the text if the block has no end */
    record Block(Label label, long from, long to, Ending ending) {}

    enum Ending {
        COMPLETE,
        MISSING
    }

    static List<Block> blocks(Content text) throws IOException {
        List<Block> found = new java.util.ArrayList<>();
        Optional<Label> open = Optional.empty();
        long from = 0;
        try (LineScanner line = new LineScanner(text.open(), text.size())) {
            while (found.size() < MAX_BLOCKS && line.next(LINE_HEAD)) {
                if (line.headLength() < BEGIN.length() - 2 || line.headAt(0) != '-') {
                    continue;
                }
                String head = line.head();
                if (open.isPresent()) {
                    if (head.stripTrailing().equals(open.get().end)) {
                        found.add(new Block(open.get(), from, line.end(), Ending.COMPLETE));
                        open = Optional.empty();
                    }
                } else {
                    open = Label.beginningWith(head);
                    from = line.start();
                }
            }
        }
        long start = from;
        open.ifPresent(l -> found.add(new Block(l, start, text.size(), Ending.MISSING)));
        return found;
    }
}
