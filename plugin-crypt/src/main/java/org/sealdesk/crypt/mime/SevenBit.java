package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;
import org.sealdesk.crypt.octets.SpillBuffer;
import org.sealdesk.crypt.policy.Limits;

/**
 * Makes an entity that no mail server has a reason to change, before it is signed (RFC 3156, section 3; RFC 8551,
 * section 3.1.3): seven bits, CRLF, lines of at most 998 octets, no space at line ends, no line that begins with "From
 * ". Texts become quoted-printable, other things base64. What is safe already stays octet for octet.
 */
public final class SevenBit {

    private final Spill spill;
    private final Limits limits;

    public SevenBit(Spill spill, Limits limits) {
        this.spill = spill;
        this.limits = limits;
    }

    /**
     * @return the entity itself if it is safe
     * @throws SpillBuffer.TooManyOctets if it grew beyond twice the limit of a mail
     */
    public Content entity(MimePart root) throws IOException {
        if (isSafe(root)) {
            return root.entity();
        }
        SpillBuffer buffer =
                spill.newBuffer(limits.mailOctets() * 2, root.entity().size());
        try (buffer) {
            write(root, buffer, 0);
        } catch (IOException e) {
            buffer.discard();
            throw e;
        }
        return buffer.content();
    }

    /** As {@link #entity(MimePart)}; empty if the entity has too much of something to be read. */
    public Optional<Content> entity(Content entity) throws IOException {
        return MimeParser.parse(entity, limits) instanceof ParseOutcome.Parsed parsed
                ? Optional.of(entity(parsed.root()))
                : Optional.empty();
    }

    private static boolean isSafe(MimePart root) throws IOException {
        boolean plainLabels = root.all().stream()
                .noneMatch(p -> p.encoding() == TransferEncoding.EIGHT_BIT || p.encoding() == TransferEncoding.BINARY);
        return plainLabels && Hazard.of(root.unjudged()).isEmpty();
    }

    private void write(MimePart part, OutputStream out, int depth) throws IOException {
        if (!part.children().isEmpty()) {
            writeMultipart(part, out, depth);
        } else if (isMessage(part.type())) {
            writeMessage(part, out, depth);
        } else {
            writeLeaf(part, out);
        }
    }

    private static boolean isMessage(ContentType type) {
        return type.type().equals("message")
                && Set.of("rfc822", "global", "news").contains(type.subtype());
    }

    private void writeMultipart(MimePart part, OutputStream out, int depth) throws IOException {
        boolean signed = part.type().is("multipart", "signed");
        // A signature inside survives only if its octets do.
        if (signed && Hazard.of(part.entity()).stream().noneMatch(Hazard.HARD::contains)) {
            copy(Canonical.of(part.entity()), out);
            return;
        }
        String boundary = part.type().parameter("boundary").orElse("").stripTrailing();
        if (!boundary.chars().allMatch(c -> c >= 32 && c < 127)) {
            writeWrapped(part, out);
            return;
        }
        text(out, HeaderEncoder.safe(part.headers().without("Content-Transfer-Encoding")));
        String separator = "--";
        if (!Blank.is(part.preamble()) && Hazard.of(part.preamble()).isEmpty()) {
            copy(part.preamble(), out);
            separator = "\r\n--";
        }
        for (MimePart child : part.children()) {
            text(out, separator + boundary + "\r\n");
            write(child, out, depth + 1);
            separator = "\r\n--";
        }
        text(out, "\r\n--" + boundary + "--\r\n");
    }

    /** An attached message may not be encoded itself (RFC 2046, section 5.2.1): what is in it is. */
    private void writeMessage(MimePart part, OutputStream out, int depth) throws IOException {
        Content message = BodyDecoder.decoded(part, spill, limits.mailOctets());
        Headers headers = HeaderEncoder.safe(part.headers().without("Content-Transfer-Encoding"));
        if (isSafeApartFromLineEnds(message)) {
            text(out, headers);
            copy(Canonical.of(message), out);
            return;
        }
        ParseOutcome parsed = MimeParser.parse(message, limits);
        boolean changeable = depth < limits.mimeDepth()
                && parsed instanceof ParseOutcome.Parsed p
                && p.root().all().stream().noneMatch(SevenBit::breaksWhenChanged);
        if (changeable) {
            text(out, headers);
            write(((ParseOutcome.Parsed) parsed).root(), out, depth + 1);
        } else {
            writeWrapped(part, out);
        }
    }

    private static boolean breaksWhenChanged(MimePart part) {
        return part.type().is("multipart", "signed") || part.has(Defect.NO_BLANK_LINE);
    }

    /** As a file, whole and unchanged, where neither changing nor sending as it is would do. */
    private void writeWrapped(MimePart part, OutputStream out) throws IOException {
        ContentType file = ContentType.of("application", "octet-stream")
                .with("name", part.fileName().orElse("message.eml"));
        Headers headers = part.headers()
                .only(f -> !f.key().startsWith("content-"))
                .plus(file.field())
                .plus(HeaderField.of("Content-Transfer-Encoding", "base64"))
                .plus(HeaderField.of("Content-Disposition", "attachment"));
        text(out, HeaderEncoder.safe(headers));
        copy(new Base64Content(BodyDecoder.decoded(part, spill, limits.mailOctets())), out);
    }

    private void writeLeaf(MimePart part, OutputStream out) throws IOException {
        if (part.encoding() != TransferEncoding.BINARY && isSafeApartFromLineEnds(part.body())) {
            TransferEncoding kept =
                    part.encoding() == TransferEncoding.EIGHT_BIT ? TransferEncoding.SEVEN_BIT : part.encoding();
            text(out, kept == part.encoding() ? HeaderEncoder.safe(part.headers()) : labelled(part, kept));
            copy(Canonical.of(part.body()), out);
            return;
        }
        if (part.type().type().equals("message") || part.type().isMultipart()) {
            writeWrapped(part, out);
            return;
        }
        Content decoded = BodyDecoder.decoded(part, spill, limits.mailOctets());
        // A NUL means UTF-16 or no text at all: line ends must not be touched then.
        boolean text = part.type().isText() && !Hazard.of(decoded).contains(Hazard.NUL);
        text(out, labelled(part, text ? TransferEncoding.QUOTED_PRINTABLE : TransferEncoding.BASE64));
        if (text) {
            QuotedPrintableEncoder.encode(decoded, out);
        } else {
            copy(new Base64Content(decoded), out);
        }
    }

    private static boolean isSafeApartFromLineEnds(Content body) throws IOException {
        Set<Hazard> hazards = Hazard.of(body);
        hazards.remove(Hazard.LONE_LF);
        return hazards.isEmpty();
    }

    private static Headers labelled(MimePart part, TransferEncoding encoding) {
        return HeaderEncoder.safe(part.headers().with(HeaderField.of("Content-Transfer-Encoding", encoding.label())));
    }

    private static void text(OutputStream out, Headers headers) throws IOException {
        out.write(headers.octets());
        text(out, "\r\n");
    }

    private static void text(OutputStream out, String ascii) throws IOException {
        out.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static void copy(Content content, OutputStream out) throws IOException {
        try (var in = content.open()) {
            in.transferTo(out);
        }
    }
}
