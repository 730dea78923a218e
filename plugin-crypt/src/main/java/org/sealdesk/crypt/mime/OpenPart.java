package org.sealdesk.crypt.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealdesk.crypt.mime.ParseOutcome.Limit;
import org.sealdesk.crypt.mime.ParseOutcome.LimitExceeded;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;

/** A part while it is read. */
final class OpenPart {

    /** RFC 2046, section 5.1.1. */
    private static final int STANDARD_BOUNDARY_OCTETS = 70;

    private static final String MAILBOX_LINE = "From ";

    private final Optional<OpenPart> parent;
    private final String path;
    private final List<HeaderField> fields = new ArrayList<>();
    private final List<OpenPart> children = new ArrayList<>();
    private final Set<Defect> defects = EnumSet.noneOf(Defect.class);
    private @Nullable EntityHeaders entityHeaders;
    private @Nullable String fieldName;
    private final StringBuilder fieldValue = new StringBuilder();
    private byte[] delimiter = new byte[0];
    private State state = State.PREAMBLE;
    private int headerLines;
    private long start;
    private long headerEnd;
    private long bodyStart;
    private long preambleEnd;
    private long epilogueStart = Long.MAX_VALUE;
    private long end;
    private boolean finished;

    private enum State {
        PREAMBLE,
        PARTS,
        EPILOGUE
    }

    enum HeaderLine {
        FIELD,
        END_OF_HEADER
    }

    OpenPart(Optional<OpenPart> parent, String path, long start) {
        this.parent = parent;
        this.path = path;
        startAt(start);
    }

    private void startAt(long offset) {
        start = offset;
        headerEnd = offset;
        bodyStart = offset;
    }

    OpenPart newChild(long offset) {
        String childPath = (path.isEmpty() ? "" : path + ".") + (children.size() + 1);
        OpenPart child = new OpenPart(Optional.of(this), childPath, offset);
        children.add(child);
        state = State.PARTS;
        return child;
    }

    /** Takes a line of the header section, or says that the section is over. */
    HeaderLine acceptHeaderLine(LineScanner line) {
        if (line.isEmpty()) {
            headerEnd = line.start();
            bodyStart = line.end();
            return HeaderLine.END_OF_HEADER;
        }
        String text = line.head();
        if (isMailboxLine(text)) {
            defects.add(Defect.MAILBOX_LINE);
            startAt(line.end());
            return HeaderLine.FIELD;
        }
        boolean folded = text.charAt(0) == ' ' || text.charAt(0) == '\t';
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : stripTrailing(text.substring(0, colon));
        boolean field = HeaderField.isName(name);
        if (folded ? fieldName == null : !field) {
            defects.add(Defect.NO_BLANK_LINE);
            headerEnd = line.start();
            bodyStart = line.start();
            return HeaderLine.END_OF_HEADER;
        }
        noteOddities(line, text);
        headerEnd = line.end();
        bodyStart = line.end();
        headerLines++;
        if (folded) {
            fieldValue.append("\r\n").append(text);
        } else {
            endField();
            fieldName = name;
            fieldValue.append(text, colon + 1, text.length());
        }
        return HeaderLine.FIELD;
    }

    private boolean isMailboxLine(String text) {
        boolean first = parent.isEmpty() && headerLines == 0 && fieldName == null && start == 0;
        return first && (text.startsWith(MAILBOX_LINE) || text.startsWith(">" + MAILBOX_LINE));
    }

    /** White space before the colon was once allowed (RFC 5322, section 4.5). */
    private static String stripTrailing(String name) {
        int to = name.length();
        while (to > 0 && (name.charAt(to - 1) == ' ' || name.charAt(to - 1) == '\t')) {
            to--;
        }
        return name.substring(0, to);
    }

    private void noteOddities(LineScanner line, String text) {
        if (line.terminator() == LineScanner.Terminator.CR) {
            defects.add(Defect.BARE_CR);
        }
        if (text.indexOf(0) >= 0) {
            defects.add(Defect.NUL_OCTET);
        }
    }

    private void endField() {
        if (fieldName != null) {
            fields.add(new HeaderField(fieldName, fieldValue.toString()));
            fieldName = null;
            fieldValue.setLength(0);
        }
    }

    Optional<LimitExceeded> headerLimit(Limits limits) {
        if (fields.size() >= limits.headerFields() && fieldName != null) {
            return Optional.of(new LimitExceeded(Limit.HEADER_FIELDS, fields.size() + 1L, limits.headerFields()));
        }
        if (headerEnd - start > limits.headerOctets()) {
            return Optional.of(new LimitExceeded(Limit.HEADER_OCTETS, headerEnd - start, limits.headerOctets()));
        }
        return Optional.empty();
    }

    EntityHeaders readHeaders() {
        if (entityHeaders == null) {
            endField();
            boolean inDigest = parent.filter(p -> p.readHeaders().type().is("multipart", "digest"))
                    .isPresent();
            entityHeaders =
                    EntityHeaders.of(new Headers(fields), inDigest ? ContentType.MESSAGE : ContentType.TEXT_PLAIN);
        }
        return entityHeaders;
    }

    /** Whether this is a multipart whose parts can be found. */
    boolean prepareDelimiter(int maxBoundaryOctets) {
        ContentType type = readHeaders().type();
        if (!type.isMultipart()) {
            return false;
        }
        String boundary = type.parameter("boundary").orElse("").stripTrailing();
        byte[] octets = boundary.getBytes(StandardCharsets.UTF_8);
        if (octets.length == 0 || octets.length > maxBoundaryOctets) {
            defects.add(Defect.NO_BOUNDARY);
            return false;
        }
        if (octets.length > STANDARD_BOUNDARY_OCTETS) {
            defects.add(Defect.LONG_BOUNDARY);
        }
        delimiter = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
        return true;
    }

    byte[] delimiter() {
        return delimiter;
    }

    boolean isClosed() {
        return state == State.EPILOGUE;
    }

    void endPreamble(long offset) {
        if (state == State.PREAMBLE) {
            preambleEnd = Math.max(bodyStart, offset);
        }
    }

    void closeParts(long offset) {
        if (state == State.PREAMBLE) {
            defects.add(Defect.NO_PARTS);
        }
        state = State.EPILOGUE;
        epilogueStart = offset;
    }

    /** Nothing more belongs to this part. A part without octets ends where it starts. */
    void close(long offset) {
        if (finished) {
            return;
        }
        finished = true;
        end = Math.max(start, offset);
        headerEnd = Math.min(headerEnd, end);
        bodyStart = Math.min(bodyStart, end);
        readHeaders();
        if (delimiter.length > 0 && state != State.EPILOGUE) {
            defects.add(state == State.PREAMBLE ? Defect.NO_PARTS : Defect.MISSING_FINAL_BOUNDARY);
        }
        preambleEnd = state == State.PREAMBLE || delimiter.length == 0 ? end : Math.min(preambleEnd, end);
        epilogueStart = Math.min(epilogueStart, end);
    }

    /** Depth is limited while reading, so this recursion is too. */
    MimePart build(Content mail, MimePart.Lines lines) {
        List<MimePart> built = children.stream().map(c -> c.build(mail, lines)).toList();
        MimePart.Ranges ranges = new MimePart.Ranges(start, headerEnd, bodyStart, preambleEnd, epilogueStart, end);
        return new MimePart(mail, path, readHeaders(), ranges, built, defects, lines);
    }
}
