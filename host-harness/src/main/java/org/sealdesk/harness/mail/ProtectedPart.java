package org.sealdesk.harness.mail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.sealdesk.api.mail.MailContent;

/**
 * What a hook after PROTECT must leave alone: the body, and the header fields that say how to read it. Other header
 * fields may come, as DKIM does.
 */
final class ProtectedPart {

    private static final int MAX_HEADER_OCTETS = 1024 * 1024;
    private static final List<String> BODY_FIELDS =
            List.of("content-type:", "content-transfer-encoding:", "mime-version:");

    private ProtectedPart() {}

    static String digest(MailContent content) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new BufferedInputStream(content.open())) {
            for (String field : fields(header(in))) {
                if (BODY_FIELDS.stream().anyMatch(field.toLowerCase(Locale.ROOT)::startsWith)) {
                    digest.update(field.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static boolean hasField(MailContent content, String name) throws IOException {
        try (InputStream in = new BufferedInputStream(content.open())) {
            String start = name.toLowerCase(Locale.ROOT);
            return fields(header(in)).stream()
                    .map(f -> f.toLowerCase(Locale.ROOT))
                    .anyMatch(f -> f.startsWith(start)
                            && f.substring(start.length()).stripLeading().startsWith(":"));
        }
    }

    /** Up to and without the empty line. */
    private static String header(InputStream in) throws IOException {
        StringBuilder header = new StringBuilder();
        for (int c = in.read(); c >= 0 && header.length() < MAX_HEADER_OCTETS; c = in.read()) {
            header.append((char) c);
            int n = header.length();
            boolean emptyLine = n >= 4 && header.substring(n - 4).equals("\r\n\r\n");
            if (emptyLine || (n >= 2 && header.substring(n - 2).equals("\n\n"))) {
                break;
            }
        }
        return header.toString();
    }

    private static List<String> fields(String header) {
        return List.of(header.split("\r?\n(?![ \t])"));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
