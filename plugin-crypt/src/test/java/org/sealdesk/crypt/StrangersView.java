package org.sealdesk.crypt;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** What a mail program that is not ours finds in an entity. */
final class StrangersView {

    private final MimeMessage message;

    private StrangersView(MimeMessage message) {
        this.message = message;
    }

    static StrangersView of(byte[] entity) {
        try {
            return new StrangersView(
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(entity)));
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String header(String name) {
        try {
            return String.valueOf(message.getHeader(name, null));
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    String subject() {
        try {
            return String.valueOf(message.getSubject());
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The parts that have no parts, in order, without transfer encoding. */
    List<byte[]> leaves() {
        List<byte[]> leaves = new ArrayList<>();
        try {
            collect(message, leaves);
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return leaves;
    }

    private static void collect(Part part, List<byte[]> leaves) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            Multipart multipart = (Multipart) part.getContent();
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart child = multipart.getBodyPart(i);
                collect(child, leaves);
            }
            return;
        }
        try (InputStream in = part.getInputStream()) {
            leaves.add(in.readAllBytes());
        }
    }

    /** The octets of a part of the outermost multipart, found without any mail library: between its boundary lines. */
    static byte[] rawPart(byte[] mail, int index) {
        String text = new String(mail, java.nio.charset.StandardCharsets.ISO_8859_1);
        String boundary = text.replaceFirst("(?s).*?boundary=\"?([^\"\\r\\n;]+).*", "$1");
        String[] parts = text.split("\r\n--" + java.util.regex.Pattern.quote(boundary), -1);
        String part = parts[index + 1];
        return part.substring(part.indexOf("\r\n") + 2).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
