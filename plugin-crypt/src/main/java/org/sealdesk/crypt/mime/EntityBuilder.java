package org.sealdesk.crypt.mime;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.Technology;

/**
 * Writes cryptographic layers as MIME entities: header section and body, without the headers of a message. Nothing is
 * copied: what comes out reads from what went in. An entity is wrapped again, or sent by {@link OutgoingMessage}.
 */
public final class EntityBuilder {

    private static final HeaderField BASE64 = HeaderField.of("Content-Transfer-Encoding", "base64");

    private final Boundaries boundaries;

    public EntityBuilder(Boundaries boundaries) {
        this.boundaries = boundaries;
    }

    /**
     * RFC 3156, section 5; RFC 8551, section 3.5.3.
     *
     * @param signed the entity, octet for octet what the signature is over; from {@link SevenBit}
     * @param signature OpenPGP armoured, CMS as DER
     * @param micalg as the engine names it
     */
    public Content multipartSigned(Content signed, Content signature, Technology technology, String micalg)
            throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        String boundary = boundaries.next();
        parameters.put("boundary", boundary);
        parameters.put("micalg", micalg);
        parameters.put("protocol", protocol(technology));
        Content signaturePart = switch (technology) {
            case OPENPGP ->
                entity(
                        List.of(
                                type(protocol(technology), Map.of("name", "signature.asc")),
                                HeaderField.of("Content-Description", "OpenPGP digital signature")),
                        Canonical.of(signature));
            case SMIME ->
                entity(
                        List.of(
                                type(protocol(technology), Map.of("name", "smime.p7s")),
                                BASE64,
                                attachment("smime.p7s")),
                        Content.ofTrusted(new Base64Content(signature).toArray(Integer.MAX_VALUE)));
        };
        return multipart("multipart/signed", parameters, boundary, signed, signaturePart);
    }

    private static String protocol(Technology technology) {
        return switch (technology) {
            case OPENPGP -> "application/pgp-signature";
            case SMIME -> "application/pkcs7-signature";
        };
    }

    /**
     * RFC 3156, section 4.
     *
     * @param armoured an OpenPGP message
     */
    public Content pgpEncrypted(Content armoured) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        String boundary = boundaries.next();
        parameters.put("boundary", boundary);
        parameters.put("protocol", "application/pgp-encrypted");
        Content version = entity(
                List.of(
                        type("application/pgp-encrypted", Map.of()),
                        HeaderField.of("Content-Description", "PGP/MIME version identification")),
                JoinedContent.text("Version: 1\r\n"));
        Content ciphertext = entity(
                List.of(
                        type("application/octet-stream", Map.of("name", "encrypted.asc")),
                        HeaderField.of("Content-Description", "OpenPGP encrypted message"),
                        ParameterWriter.field("Content-Disposition", "inline", Map.of("filename", "encrypted.asc"))),
                Canonical.of(armoured));
        return multipart("multipart/encrypted", parameters, boundary, version, ciphertext);
    }

    /**
     * RFC 8551, sections 3.3 to 3.6.
     *
     * @param der the whole CMS
     */
    public Content cms(Content der, SmimeType smimeType) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("smime-type", smimeType.label());
        parameters.put("name", smimeType.fileName());
        return entity(
                List.of(type("application/pkcs7-mime", parameters), BASE64, attachment(smimeType.fileName())),
                JoinedContent.of(new Base64Content(der), JoinedContent.text("\r\n")));
    }

    private static Content multipart(
            String type, Map<String, String> parameters, String boundary, Content first, Content second) {
        return entity(
                List.of(type(type, parameters)),
                JoinedContent.of(
                        JoinedContent.text("--" + boundary + "\r\n"),
                        first,
                        JoinedContent.text("\r\n--" + boundary + "\r\n"),
                        second,
                        JoinedContent.text("\r\n--" + boundary + "--\r\n")));
    }

    private static HeaderField type(String type, Map<String, String> parameters) {
        return ParameterWriter.field("Content-Type", type, parameters);
    }

    private static HeaderField attachment(String fileName) {
        return ParameterWriter.field("Content-Disposition", "attachment", Map.of("filename", fileName));
    }

    static Content entity(List<HeaderField> fields, Content body) {
        return entity(new Headers(fields).octets(), body);
    }

    static Content entity(byte[] headerSection, Content body) {
        return JoinedContent.of(Content.ofTrusted(headerSection), JoinedContent.text("\r\n"), body);
    }
}
