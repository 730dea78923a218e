package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.octets.Spill;

/**
 * What a person sees of an entity: one text and a list of files. Parts are never joined to one text; a part that is
 * neither the text nor its other form is a file.
 *
 * @param text plain; empty if there is none
 */
public record PayloadText(String text, List<Attachment> attachments) {

    /** A text beyond this size is a file. */
    private static final int MAX_TEXT_OCTETS = 4 * 1024 * 1024;

    public PayloadText {
        attachments = List.copyOf(attachments);
    }

    /**
     * @param name as the sender wrote it, without folders; {@code part-2.1} if there is none
     * @param type {@code type/subtype}
     * @param size octets after transfer decoding
     * @param sha256 of these, hexadecimal, lower case
     */
    public record Attachment(String path, String name, String type, long size, String sha256) {}

    /** @param maxOctets of one part after transfer decoding */
    public static PayloadText of(MimePart root, Spill spill, long maxOctets) throws IOException {
        Optional<MimePart> shown = textPart(root);
        String text = textOf(root, spill);
        Set<String> textPaths = shown.map(s -> pathsOfText(root, s)).orElse(Set.of());
        List<Attachment> attachments = new ArrayList<>();
        for (MimePart part : root.all()) {
            if (part.children().isEmpty() && !textPaths.contains(part.path())) {
                attachments.add(attachment(part, BodyDecoder.decoded(part, spill, maxOctets)));
            }
        }
        return new PayloadText(text, attachments);
    }

    /** The text alone. */
    public static String textOf(MimePart root, Spill spill) throws IOException {
        Optional<MimePart> shown = textPart(root);
        return shown.isPresent() ? text(shown.get(), spill) : "";
    }

    /** The first part on the way to where readers begin; an alternative's plain text goes before its HTML. */
    private static Optional<MimePart> textPart(MimePart root) {
        MimePart at = root;
        while (!at.children().isEmpty()) {
            List<MimePart> children = at.children();
            at = at.type().is("multipart", "alternative")
                    ? children.stream()
                            .filter(c -> c.type().is("text", "plain"))
                            .findFirst()
                            .orElse(children.get(children.size() - 1))
                    : children.get(0);
        }
        boolean readable = at.type().is("text", "plain") || at.type().is("text", "html");
        boolean file = at.disposition().filter(d -> d.equals("attachment")).isPresent();
        return readable && !file && at.body().size() <= MAX_TEXT_OCTETS ? Optional.of(at) : Optional.empty();
    }

    /** The text itself and, in an alternative, the same text in its other forms. */
    private static Set<String> pathsOfText(MimePart root, MimePart shown) {
        String path = shown.path();
        String parent = path.contains(".") ? path.substring(0, path.lastIndexOf('.')) : "";
        Set<String> paths = new java.util.HashSet<>(Set.of(path));
        root.all().stream()
                .filter(p -> p.path().equals(parent) && p.type().is("multipart", "alternative"))
                .flatMap(p -> p.children().stream())
                .map(PayloadText::firstLeaf)
                .filter(p -> p.type().is("text", "html"))
                .forEach(p -> paths.add(p.path()));
        return paths;
    }

    /** HTML with images is the first part of a multipart/related. */
    private static MimePart firstLeaf(MimePart part) {
        MimePart at = part;
        while (!at.children().isEmpty()) {
            at = at.children().get(0);
        }
        return at;
    }

    private static String text(MimePart part, Spill spill) throws IOException {
        DecodedText decoded =
                DecodedText.of(BodyDecoder.decoded(part, spill, MAX_TEXT_OCTETS), part.type(), MAX_TEXT_OCTETS);
        String plain = part.type().is("text", "html") ? HtmlText.of(decoded.text()) : decoded.text();
        return plain.replace("\r\n", "\n");
    }

    private static Attachment attachment(MimePart part, Content content) throws IOException {
        String name = part.fileName().orElse("part" + (part.path().isEmpty() ? "" : "-" + part.path()));
        return new Attachment(part.path(), name, part.type().name(), content.size(), sha256(content));
    }

    private static String sha256(Content content) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(content.open(), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
