package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealdesk.crypt.mime.ParseOutcome.Limit;
import org.sealdesk.crypt.mime.ParseOutcome.LimitExceeded;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

/**
 * Reads a mail in one pass, in bounded memory, without recursion. Any octets give a tree, however odd; too many of
 * anything give {@link LimitExceeded} at once, before more of it is looked at. Lines may end with CRLF, LF or CR.
 *
 * <p>Where nested multiparts share a boundary the outer one wins: the tree is the same as if each multipart were split
 * by its own boundary from the outside in.
 */
public final class MimeParser {

    /** RFC 2046, section 5.1.1, allows 70; what some senders write is still recognised, with a defect. */
    private static final int MAX_BOUNDARY_OCTETS = 200;

    /** Enough of a line to recognise the longest delimiter. */
    private static final int BODY_LINE_HEAD = MAX_BOUNDARY_OCTETS + 8;

    /** All header sections together, so that many parts cannot fill the memory, as a multiple of one section's limit. */
    private static final int ALL_HEADERS_FACTOR = 16;

    private final Content mail;
    private final Limits limits;
    private final List<OpenPart> multiparts = new ArrayList<>();
    private OpenPart current;
    private int parts = 1;
    private long headerOctets;
    private boolean inHeader = true;
    private boolean someLineFeeds;

    private MimeParser(Content mail, Limits limits) {
        this.mail = mail;
        this.limits = limits;
        this.current = new OpenPart(Optional.empty(), "", 0);
    }

    /** @throws IOException if the content cannot be read; never for what is in it */
    public static ParseOutcome parse(Content mail, Limits limits) throws IOException {
        if (mail.size() > limits.mailOctets()) {
            return new LimitExceeded(Limit.MAIL_OCTETS, mail.size(), limits.mailOctets());
        }
        return new MimeParser(mail, limits).run();
    }

    private ParseOutcome run() throws IOException {
        OpenPart root = current;
        MimePart.Lines lines;
        try (LineScanner line = new LineScanner(mail.open(), mail.size())) {
            while (inHeader ? line.next(limits.lineOctets() + 1) : line.nextInBody(BODY_LINE_HEAD)) {
                Optional<LimitExceeded> exceeded = accept(line);
                if (exceeded.isPresent()) {
                    return exceeded.get();
                }
                if (line.terminator() == LineScanner.Terminator.LF) {
                    someLineFeeds = true;
                }
            }
            lines = line.isHarmless() ? MimePart.Lines.HARMLESS : lines();
        }
        closeAbove(0, mail.size());
        root.close(mail.size());
        return new ParseOutcome.Parsed(root.build(mail, lines));
    }

    private MimePart.Lines lines() {
        return someLineFeeds ? MimePart.Lines.SOME_LF : MimePart.Lines.NO_LONE_LF;
    }

    private Optional<LimitExceeded> accept(LineScanner line) {
        Optional<Delimiter> delimiter = delimiter(line);
        if (delimiter.isPresent()) {
            return acceptDelimiter(delimiter.get(), line);
        }
        return inHeader ? acceptHeaderLine(line) : Optional.empty();
    }

    private record Delimiter(int level, Kind kind) {
        enum Kind {
            NEXT,
            CLOSING
        }
    }

    private Optional<Delimiter> delimiter(LineScanner line) {
        if (line.headLength() < 3 || line.headAt(0) != '-' || line.headAt(1) != '-') {
            return Optional.empty();
        }
        for (int level = 0; level < multiparts.size(); level++) {
            OpenPart multipart = multiparts.get(level);
            if (!multipart.isClosed() && line.headStartsWith(multipart.delimiter())) {
                int after = multipart.delimiter().length;
                if (line.isBlankFrom(after)) {
                    return Optional.of(new Delimiter(level, Delimiter.Kind.NEXT));
                }
                boolean dashes = line.headLength() >= after + 2
                        && line.headAt(after) == '-'
                        && line.headAt(after + 1) == '-'
                        && line.isBlankFrom(after + 2);
                if (dashes) {
                    return Optional.of(new Delimiter(level, Delimiter.Kind.CLOSING));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<LimitExceeded> acceptDelimiter(Delimiter delimiter, LineScanner line) {
        long previousEnd = line.previousEnd();
        closeAbove(delimiter.level() + 1, previousEnd);
        OpenPart multipart = multiparts.get(delimiter.level());
        if (current != multipart) {
            current.close(previousEnd);
        }
        multipart.endPreamble(previousEnd);
        current = multipart;
        inHeader = false;
        if (delimiter.kind() == Delimiter.Kind.CLOSING) {
            multipart.closeParts(line.end());
            return Optional.empty();
        }
        int depth = delimiter.level() + 1;
        if (depth > limits.mimeDepth()) {
            return exceeded(Limit.DEPTH, depth, limits.mimeDepth());
        }
        if (++parts > limits.mimeParts()) {
            return exceeded(Limit.PARTS, parts, limits.mimeParts());
        }
        current = multipart.newChild(line.end());
        inHeader = true;
        return Optional.empty();
    }

    /** Ends the current part and all open multiparts from a level on. */
    private void closeAbove(int level, long end) {
        while (multiparts.size() > level) {
            OpenPart innermost = multiparts.remove(multiparts.size() - 1);
            if (current != innermost) {
                current.close(end);
            }
            innermost.close(end);
            current = innermost;
        }
    }

    private Optional<LimitExceeded> acceptHeaderLine(LineScanner line) {
        long octets = line.contentEnd() - line.start();
        if (octets > limits.lineOctets()) {
            return exceeded(Limit.LINE_OCTETS, octets, limits.lineOctets());
        }
        headerOctets += line.end() - line.start();
        if (headerOctets > (long) ALL_HEADERS_FACTOR * limits.headerOctets()) {
            return exceeded(Limit.HEADER_OCTETS, headerOctets, (long) ALL_HEADERS_FACTOR * limits.headerOctets());
        }
        switch (current.acceptHeaderLine(line)) {
            case FIELD -> {
                return current.headerLimit(limits);
            }
            case END_OF_HEADER -> beginBody();
        }
        return Optional.empty();
    }

    private void beginBody() {
        inHeader = false;
        current.readHeaders();
        if (current.prepareDelimiter(MAX_BOUNDARY_OCTETS)) {
            multiparts.add(current);
        }
    }

    private static Optional<LimitExceeded> exceeded(Limit limit, long found, long allowed) {
        return Optional.of(new LimitExceeded(limit, found, allowed));
    }
}
