package org.sealdesk.crypt;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Entities as people mail them, with what a reader must find in each. */
enum MailSample {
    SHORT_TEXT,
    EIGHT_BIT_TEXT,
    HTML_WITH_IMAGE,
    LONG_LINES,
    FORWARDED_MAIL,
    LARGE_ATTACHMENT;

    private static final int LARGE_OCTETS = 5 * 1024 * 1024 + 1;
    private static final int LONG_LINE = 5_000;

    /** A MIME entity with CRLF: its header fields, an empty line, its body. */
    byte[] entity() {
        return switch (this) {
            case SHORT_TEXT ->
                octets("Content-Type: text/plain; charset=us-ascii\r\n\r\n" + text().replace("\n", "\r\n"));
            case EIGHT_BIT_TEXT ->
                octets("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        + text().replace("\n", "\r\n"));
            case LONG_LINES ->
                octets("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                        + text().replace("\n", "\r\n"));
            case HTML_WITH_IMAGE ->
                octets("Content-Type: multipart/related; boundary=\"rel\"; type=\"text/html\"\r\n\r\n--rel\r\n"
                        + "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                        + html() + "\r\n--rel\r\nContent-Type: image/png; name=\"dot.png\"\r\n"
                        + "Content-Disposition: inline; filename=\"dot.png\"\r\nContent-ID: <dot@example.org>\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n" + base64(image()) + "\r\n--rel--\r\n");
            case FORWARDED_MAIL ->
                mixed("Content-Type: message/rfc822\r\n"
                        + "Content-Disposition: attachment; filename=\"before.eml\"\r\n\r\n"
                        + new String(forwarded(), StandardCharsets.US_ASCII));
            case LARGE_ATTACHMENT ->
                mixed("Content-Type: application/octet-stream\r\n"
                        + "Content-Disposition: attachment; filename=\"large.bin\"\r\n"
                        + "Content-Transfer-Encoding: base64\r\n\r\n" + base64(large()));
        };
    }

    /** The text, lines ended by LF. */
    String text() {
        return switch (this) {
            case SHORT_TEXT -> "Hello,\nthe printer is on fire.\n-- \nBob\n";
            case EIGHT_BIT_TEXT -> "Grüße aus Köln\nFrom here on: 10 €, 東京\n.\n";
            case LONG_LINES -> "ä" + "x".repeat(LONG_LINE) + "\n" + "y".repeat(990) + "\nend \n";
            case HTML_WITH_IMAGE -> html();
            case FORWARDED_MAIL, LARGE_ATTACHMENT -> "See what is attached.";
        };
    }

    /** Everything in order: first the text, in UTF-8 with CRLF, then what is attached, without transfer encoding. */
    List<byte[]> leaves() {
        byte[] text = octets(text().replace("\n", "\r\n"));
        return switch (this) {
            case SHORT_TEXT, EIGHT_BIT_TEXT, LONG_LINES -> List.of(text);
            case HTML_WITH_IMAGE -> List.of(text, image());
            case FORWARDED_MAIL -> List.of(text, forwarded());
            case LARGE_ATTACHMENT -> List.of(text, large());
        };
    }

    private static String html() {
        return "<html><body><p>Grüße <img src=\"cid:dot@example.org\" alt=\"\"></p></body></html>";
    }

    private static byte[] image() {
        byte[] image = new byte[4_000];
        new Random(3).nextBytes(image);
        return image;
    }

    private static byte[] large() {
        byte[] large = new byte[LARGE_OCTETS];
        new Random(5).nextBytes(large);
        return large;
    }

    private static byte[] forwarded() {
        return octets("From: carol@example.net\r\nTo: bob@example.org\r\nSubject: =?utf-8?q?Fr=C3=BCher?=\r\n"
                + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=C3=BC=C3=9Fe, Carol");
    }

    private static byte[] mixed(String attachment) {
        return octets("Content-Type: multipart/mixed; boundary=\"mix\"\r\n\r\n--mix\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\nSee what is attached.\r\n--mix\r\n" + attachment
                + "\r\n--mix--\r\n");
    }

    private static String base64(byte[] octets) {
        return Base64.getMimeEncoder().encodeToString(octets);
    }

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Lines ended by LF get CRLF, as they do on their way through the mail system. */
    static byte[] crlf(byte[] octets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + 1_000);
        int before = 0;
        for (byte b : octets) {
            if (b == '\n' && before != '\r') {
                out.write('\r');
            }
            out.write(b);
            before = b;
        }
        return out.toByteArray();
    }
}
