package org.sealdesk.harness.demo;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** RFC 5322, RFC 3156 and RFC 8551 by hand: octets with CRLF, so that signatures hold. */
final class Mails {

    private static final String DESK = "support@acme.test";
    private static final String BOUNDARY = "=-demo-boundary-1";

    private final Instant now;
    private int count;

    Mails(Instant now) {
        this.now = now;
    }

    /** A MIME entity of plain text. */
    static String entity(String text) {
        return "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
                + text.replace("\n", "\r\n") + "\r\n";
    }

    /** @param entity its header fields, an empty line, its body */
    String mail(String from, String subject, String entity) {
        String date =
                DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT).format(now.atOffset(ZoneOffset.UTC));
        return "From: " + from + "\r\nTo: Support <" + DESK + ">\r\nSubject: " + subject + "\r\nDate: " + date
                + "\r\nMessage-ID: <demo-" + now.getEpochSecond() + "-" + ++count
                + "@demo.test>\r\nMIME-Version: 1.0\r\n" + entity;
    }

    /** multipart/signed. */
    static String signed(String entity, String protocol, String micalg, String signaturePart) {
        return "Content-Type: multipart/signed; micalg=" + micalg + ";\r\n protocol=\"" + protocol
                + "\"; boundary=\"" + BOUNDARY + "\"\r\n\r\n--" + BOUNDARY + "\r\n" + entity + "\r\n--" + BOUNDARY
                + "\r\n" + signaturePart + "\r\n--" + BOUNDARY + "--\r\n";
    }

    static String pgpSignature(String armoured) {
        return "Content-Type: application/pgp-signature; name=\"signature.asc\"\r\n\r\n" + armoured;
    }

    static String smimeSignature(String base64) {
        return "Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
                + "Content-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n\r\n" + base64;
    }

    static String pgpEncrypted(String armoured) {
        return "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\";\r\n boundary=\"" + BOUNDARY
                + "\"\r\n\r\n--" + BOUNDARY + "\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n\r\n--"
                + BOUNDARY + "\r\nContent-Type: application/octet-stream; name=\"encrypted.asc\"\r\n\r\n" + armoured
                + "\r\n--" + BOUNDARY + "--\r\n";
    }

    static String smimeEncrypted(String base64) {
        return "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=\"smime.p7m\"\r\n"
                + "Content-Transfer-Encoding: base64\r\n"
                + "Content-Disposition: attachment; filename=\"smime.p7m\"\r\n\r\n" + base64 + "\r\n";
    }

    /** A part that says nothing about the rest. */
    static String mixed(String first, String second) {
        String outer = "=-demo-outer";
        return "Content-Type: multipart/mixed; boundary=\"" + outer + "\"\r\n\r\n--" + outer + "\r\n" + first + "\r\n--"
                + outer + "\r\n" + second + "\r\n--" + outer + "--\r\n";
    }
}
