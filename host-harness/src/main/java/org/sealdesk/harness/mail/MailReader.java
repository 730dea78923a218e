package org.sealdesk.harness.mail;

import jakarta.mail.Address;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealdesk.api.mail.MailContent;
import org.sealdesk.harness.ticket.Article;

/**
 * What people read of a mail: text, HTML and attachments. Strangers write mail, so every step has a limit and whatever
 * cannot be parsed is shown as it is.
 */
public final class MailReader {

    private static final int MAX_DEPTH = 20;
    private static final int MAX_PARTS = 500;
    private static final int MAX_TEXT_OCTETS = 2 * 1024 * 1024;
    private static final Pattern MESSAGE_ID = Pattern.compile("<[^<>\\s]{1,998}>");

    private Article.Headers headers = Article.Headers.NONE;
    private final StringBuilder text = new StringBuilder();
    private Optional<String> html = Optional.empty();
    private final List<Attachment> attachments = new ArrayList<>();
    private final List<Inline> inline = new ArrayList<>();
    private int parts;

    /** A file in a mail; the octets are decoded. */
    public record Attachment(String name, String type, Octets octets) {}

    /** A picture that the HTML part names by its Content-ID. */
    public record Inline(String contentId, String type, Octets octets) {}

    private MailReader() {}

    /** Never fails for what is in the mail. */
    public static MailReader of(MailContent content) throws IOException {
        MailReader reader = new MailReader();
        try (InputStream in = content.open()) {
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()), in);
            reader.headers = headers(message);
            reader.read(message, 0);
        } catch (MessagingException | RuntimeException e) {
            try (InputStream in = content.open()) {
                reader.text.append(new String(in.readNBytes(MAX_TEXT_OCTETS), StandardCharsets.ISO_8859_1));
            }
        }
        return reader;
    }

    public Article.Headers headers() {
        return headers;
    }

    public String text() {
        return text.isEmpty() ? html.map(Html::toText).orElse("") : text.toString();
    }

    public Optional<String> html() {
        return html;
    }

    public List<Attachment> attachments() {
        return attachments;
    }

    public List<Inline> inlineImages() {
        return inline;
    }

    private static Article.Headers headers(MimeMessage message) throws MessagingException {
        List<String> references = new ArrayList<>();
        for (String name : List.of("In-Reply-To", "References")) {
            Matcher ids = MESSAGE_ID.matcher(raw(message, name));
            while (ids.find() && references.size() < 100) {
                references.add(ids.group());
            }
        }
        Matcher own = MESSAGE_ID.matcher(raw(message, "Message-ID"));
        return new Article.Headers(
                decoded(raw(message, "From")),
                decoded(raw(message, "To")),
                decoded(raw(message, "Cc")),
                decoded(raw(message, "Subject")),
                own.find() ? own.group() : "",
                references);
    }

    private static String raw(Part part, String name) throws MessagingException {
        String[] values = part.getHeader(name);
        return values == null ? "" : MimeUtility.unfold(String.join(", ", values));
    }

    private static String decoded(String raw) {
        try {
            return MimeUtility.decodeText(raw);
        } catch (IOException e) {
            return raw;
        }
    }

    private void read(Part part, int depth) throws MessagingException, IOException {
        if (depth > MAX_DEPTH || ++parts > MAX_PARTS) {
            return;
        }
        ContentType type = type(part);
        boolean attached = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
        if (type.match("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart child = multipart.getBodyPart(i);
                read(child, depth + 1);
            }
        } else if (type.match("text/plain") && !attached && name(part).isEmpty()) {
            text.append(text.isEmpty() ? "" : "\n").append(text(part, type));
        } else if (type.match("text/html") && !attached && html.isEmpty()) {
            html = Optional.of(text(part, type));
        } else {
            attach(part, type);
        }
    }

    private void attach(Part part, ContentType type) throws MessagingException, IOException {
        Octets octets = Octets.of(octets(part));
        String mediaType = type.getBaseType().toLowerCase(Locale.ROOT);
        String contentId = raw(part, "Content-ID");
        if (mediaType.startsWith("image/") && contentId.length() > 2) {
            inline.add(new Inline(contentId.replaceAll("[<>]", ""), mediaType, octets));
        }
        String name = name(part);
        attachments.add(new Attachment(name.isEmpty() ? "attachment" : name, mediaType, octets));
    }

    private static String name(Part part) {
        try {
            String name = part.getFileName();
            return name == null ? "" : decoded(name);
        } catch (MessagingException e) {
            return "";
        }
    }

    private static ContentType type(Part part) throws MessagingException {
        try {
            String type = part.getContentType();
            return new ContentType(type == null ? "text/plain" : type);
        } catch (MessagingException e) {
            return new ContentType("application/octet-stream");
        }
    }

    private static String text(Part part, ContentType type) throws IOException, MessagingException {
        byte[] octets = octets(part);
        return new String(octets, 0, Math.min(octets.length, MAX_TEXT_OCTETS), charset(type.getParameter("charset")));
    }

    /** A transfer encoding that is not what it says leaves the octets as they are. */
    private static byte[] octets(Part part) throws IOException, MessagingException {
        try (InputStream in = part.getInputStream()) {
            return in.readAllBytes();
        } catch (IOException | MessagingException e) {
            if (part instanceof MimeBodyPart body) {
                return body.getRawInputStream().readAllBytes();
            }
            return part instanceof MimeMessage m ? m.getRawInputStream().readAllBytes() : new byte[0];
        }
    }

    private static Charset charset(@Nullable String name) {
        try {
            return name == null ? StandardCharsets.UTF_8 : Charset.forName(MimeUtility.javaCharset(name));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** The mailboxes of a header, without display names; empty if it cannot be parsed. */
    public static List<String> addresses(String header) {
        try {
            List<String> found = new ArrayList<>();
            for (Address a : InternetAddress.parseHeader(header, false)) {
                if (a instanceof InternetAddress i && i.getAddress() != null) {
                    found.add(i.getAddress());
                }
            }
            return found;
        } catch (MessagingException e) {
            return List.of();
        }
    }
}
