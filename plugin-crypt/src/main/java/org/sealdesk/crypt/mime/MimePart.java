package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.octets.Content;

/**
 * One entity (RFC 2045, section 2.4) and exactly where its octets are. The line end before a delimiter line belongs to
 * the delimiter (RFC 2046, section 5.1.1), so {@link #entity()} is what a signature is over. Offsets are from the
 * beginning of the mail that was parsed. An attached message (message/rfc822) is one part, not taken apart.
 */
public final class MimePart {

    private final Content mail;
    private final String path;
    private final Headers headers;
    private final EntityHeaders entityHeaders;
    private final Ranges ranges;
    private final List<MimePart> children;
    private final Set<Defect> defects;
    private final Lines lines;

    /** What is known of all lines of the mail that was read. */
    enum Lines {
        /** In none of them is a {@link Hazard}. */
        HARMLESS,
        NO_LONE_LF,
        SOME_LF
    }

    /**
     * Offsets of an entity's sections; each begins where another ends.
     *
     * @param start first octet of the header section
     * @param headerEnd after the last header line, before the empty line
     * @param bodyStart first octet of the body
     * @param preambleEnd for a multipart, where the text before the first part ends; else {@code end}
     * @param epilogueStart for a multipart, after the closing delimiter line; else {@code end}
     * @param end after the last octet
     */
    public record Ranges(long start, long headerEnd, long bodyStart, long preambleEnd, long epilogueStart, long end) {
        private Ranges moved(long by) {
            return new Ranges(
                    start + by, headerEnd + by, bodyStart + by, preambleEnd + by, epilogueStart + by, end + by);
        }
    }

    MimePart(
            Content mail,
            String path,
            EntityHeaders entityHeaders,
            Ranges ranges,
            List<MimePart> children,
            Set<Defect> defects,
            Lines lines) {
        this.mail = mail;
        this.lines = lines;
        this.path = path;
        this.headers = entityHeaders.headers();
        this.entityHeaders = entityHeaders;
        this.ranges = ranges;
        this.children = List.copyOf(children);
        Set<Defect> all = EnumSet.noneOf(Defect.class);
        all.addAll(defects);
        all.addAll(entityHeaders.defects());
        this.defects = Collections.unmodifiableSet(all);
    }

    /** Empty for the root; {@code 2} is its second part and {@code 2.1} the first one therein. */
    public String path() {
        return path;
    }

    public Headers headers() {
        return headers;
    }

    public ContentType type() {
        return entityHeaders.type();
    }

    public TransferEncoding encoding() {
        return entityHeaders.encoding();
    }

    /** {@code attachment} or {@code inline} in lower case; empty if nothing is said. */
    public Optional<String> disposition() {
        return entityHeaders.disposition().map(d -> d.value().toLowerCase(Locale.ROOT));
    }

    /** Name for a file, without folders and control characters. */
    public Optional<String> fileName() {
        return entityHeaders.fileName();
    }

    public Ranges ranges() {
        return ranges;
    }

    /** Parts of a multipart in order; empty for anything else. */
    public List<MimePart> children() {
        return children;
    }

    public Set<Defect> defects() {
        return defects;
    }

    public boolean has(Defect defect) {
        return defects.contains(defect);
    }

    /** Header section and body, octet for octet. */
    public Content entity() {
        return mail.slice(ranges.start(), ranges.end());
    }

    /** As {@link #entity()}, with CRLF where there is a lone LF. */
    Content canonicalEntity() throws IOException {
        return lines == Lines.SOME_LF ? Canonical.of(entity()) : entity();
    }

    /** What of the entity may hold a {@link Hazard}: where no line of the mail did, the header section that was put on. */
    Content unjudged() {
        return lines == Lines.HARMLESS ? mail.slice(ranges.start(), ranges.bodyStart()) : entity();
    }

    /** The header lines without the empty line after them. */
    public Content headerSection() {
        return mail.slice(ranges.start(), ranges.headerEnd());
    }

    /**
     * The same body under other header fields, without reading it again.
     *
     * @return empty if these fields describe the body otherwise, so that other parts might be found in it
     */
    Optional<MimePart> under(Headers other) {
        EntityHeaders described = EntityHeaders.of(other, ContentType.TEXT_PLAIN);
        // Without an empty line before it, the first line of the body was not looked at as one.
        boolean alike = !has(Defect.NO_BLANK_LINE)
                && described.type().isLike(type())
                && described.encoding() == encoding()
                && described.defects().equals(entityHeaders.defects());
        if (!alike) {
            return Optional.empty();
        }
        byte[] section = other.octets();
        Content moved = EntityBuilder.entity(section, body());
        long by = section.length + 2L - ranges.bodyStart();
        Ranges from = ranges.moved(by);
        Ranges all =
                new Ranges(0, section.length, from.bodyStart(), from.preambleEnd(), from.epilogueStart(), from.end());
        return Optional.of(new MimePart(
                moved,
                path,
                described,
                all,
                children.stream().map(c -> c.moved(moved, by)).toList(),
                defects,
                lines));
    }

    /** Depth was limited while reading, so this recursion is too. */
    private MimePart moved(Content into, long by) {
        return new MimePart(
                into,
                path,
                entityHeaders,
                ranges.moved(by),
                children.stream().map(c -> c.moved(into, by)).toList(),
                defects,
                lines);
    }

    /** As in the mail, with its transfer encoding. */
    public Content body() {
        return mail.slice(ranges.bodyStart(), ranges.end());
    }

    /** Text before the first part of a multipart, which readers do not show. */
    public Content preamble() {
        return mail.slice(ranges.bodyStart(), children.isEmpty() ? ranges.bodyStart() : ranges.preambleEnd());
    }

    /** Text after the last part of a multipart, which readers do not show. */
    public Content epilogue() {
        return mail.slice(ranges.epilogueStart(), ranges.end());
    }

    /** This part and all within, in the order of the mail. */
    public List<MimePart> all() {
        List<MimePart> found = new ArrayList<>();
        Deque<MimePart> open = new ArrayDeque<>();
        open.push(this);
        while (!open.isEmpty()) {
            MimePart part = open.pop();
            found.add(part);
            for (int i = part.children.size() - 1; i >= 0; i--) {
                open.push(part.children.get(i));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "MimePart[" + path + " " + type() + " " + ranges.start() + "-" + ranges.end() + "]";
    }
}
