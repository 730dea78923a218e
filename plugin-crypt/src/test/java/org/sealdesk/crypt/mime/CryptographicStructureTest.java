package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.mime.Mails.parse;
import static org.sealdesk.crypt.mime.Mails.structure;
import static org.sealdesk.crypt.mime.Mails.text;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.mime.RootLayer.InlinePgp;
import org.sealdesk.crypt.mime.RootLayer.Malformed;
import org.sealdesk.crypt.verdict.ErrantLayer;
import org.sealdesk.crypt.verdict.Technology;

class CryptographicStructureTest {

    private static final String SIGNED_TYPE =
            "Content-Type: multipart/signed; boundary=s; micalg=pgp-sha256; protocol=\"application/pgp-signature\"\n";
    private static final String SIGNED_BODY = """

            --s
            Content-Type: text/plain

            hello
            --s
            Content-Type: application/pgp-signature

            SIGNATURE
            --s--
            """;
    private static final String ENCRYPTED_PARTS = """

            --e
            Content-Type: application/pgp-encrypted

            Version: 1
            --e
            Content-Type: application/octet-stream; name=encrypted.asc

            -----BEGIN PGP MESSAGE-----

            AAAA
            -----END PGP MESSAGE-----
            --e--
            """;

    private static RootLayer layer(String mail) throws IOException {
        return structure(parse(mail)).layer();
    }

    private static Malformed.Code malformed(String mail) throws IOException {
        return ((Malformed) layer(mail)).code();
    }

    @Test
    void signedPartAndSignatureAreCutExactly() throws IOException {
        RootLayer.MultipartSigned signed = (RootLayer.MultipartSigned) layer(SIGNED_TYPE + SIGNED_BODY);
        assertThat(signed.technology()).isEqualTo(Technology.OPENPGP);
        assertThat(signed.micalg()).contains("pgp-sha256");
        assertThat(text(signed.signed())).isEqualTo("Content-Type: text/plain\r\n\r\nhello");
        assertThat(text(signed.signature())).isEqualTo("SIGNATURE");
    }

    @Test
    void aStoreThatDropsTheCrsDoesNotChangeWhatWasSigned() throws IOException {
        MimePart root = parse(Mails.octets(SIGNED_TYPE + SIGNED_BODY));
        RootLayer.MultipartSigned signed =
                (RootLayer.MultipartSigned) structure(root).layer();
        assertThat(text(signed.signed())).isEqualTo("Content-Type: text/plain\r\n\r\nhello");
        assertThat(text(signed.part().entity())).isEqualTo("Content-Type: text/plain\n\nhello");
    }

    @Test
    void aSignatureIsTransferDecoded() throws IOException {
        String mail = (SIGNED_TYPE + SIGNED_BODY)
                .replace("pgp-signature", "pkcs7-signature")
                .replace("\n\nSIGNATURE", "\nContent-Transfer-Encoding: base64\n\nMIAG\nAQID");
        RootLayer.MultipartSigned signed = (RootLayer.MultipartSigned) layer(mail);
        assertThat(signed.technology()).isEqualTo(Technology.SMIME);
        assertThat(signed.signature().toArray(100)).containsExactly(0x30, 0x80, 6, 1, 2, 3);
    }

    @Test
    void threePartsAreMalformed() throws IOException {
        String mail = SIGNED_TYPE + SIGNED_BODY.replace("--s--", "--s\n\nfooter\n--s--");
        assertThat(malformed(mail)).isEqualTo(Malformed.Code.PART_COUNT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/pgp-signature\"; micalg | application/pkcs7-signature\"; micalg | PROTOCOL_MISMATCH",
                "\"application/pgp-signature\" | \"application/unknown\" | PROTOCOL_UNKNOWN",
                "boundary=s | boundary=s; boundary=t | DUPLICATE",
                "boundary=s | boundary=s; boundary*=us-ascii''t | DUPLICATE",
                "micalg= | protocol=\"application/pkcs7-signature\"; micalg= | DUPLICATE",
                "Content-Type: multipart | Content-Type: text/plain; x=\\nContent-Type: multipart | NONE",
                "Content-Type: multipart | Content-Transfer-Encoding: base64\\nContent-Type: multipart | STRUCTURE",
                "boundary=s | boundary=s(comment | STRUCTURE",
            })
    void structuresThatReadersReadDifferentlyAreMalformed(String from, String to, String code) throws IOException {
        String mail = (SIGNED_TYPE.replace(
                                "micalg=pgp-sha256; protocol=\"application/pgp-signature\"",
                                "protocol=\"application/pgp-signature\"; micalg=pgp-sha256")
                        + SIGNED_BODY)
                .replaceFirst(
                        java.util.regex.Pattern.quote(from),
                        java.util.regex.Matcher.quoteReplacement(to.replace("\\n", "\n")));
        RootLayer layer = layer(mail);
        assertThat(layer instanceof Malformed m ? m.code().name() : "NONE").isEqualTo(code);
        assertThat(layer).isNotInstanceOf(RootLayer.MultipartSigned.class);
    }

    @Test
    void aSecondContentTypeAfterTheFirstIsMalformed() throws IOException {
        assertThat(malformed(SIGNED_TYPE + "Content-Type: text/plain\n" + SIGNED_BODY))
                .isEqualTo(Malformed.Code.DUPLICATE);
    }

    @Test
    void aMailingListFooterLeavesTheSignedPartErrant() throws IOException {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=m\n\n--m\n" + SIGNED_TYPE + SIGNED_BODY
                + "\n--m\nContent-Type: text/plain\n\nfooter\n--m--\n");
        CryptographicStructure structure = structure(root);
        assertThat(structure.layer()).isInstanceOf(RootLayer.Plain.class);
        assertThat(structure.errant().stream().map(ErrantPart::layer))
                .containsExactly(new ErrantLayer("1", "pgp-signed", true));
    }

    @Test
    void aSignedMailAttachedAsFileIsErrantAndNotVisible() throws IOException {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=m\n\n--m\n\ntext\n--m\n"
                + "Content-Disposition: attachment\n" + SIGNED_TYPE + SIGNED_BODY + "\n--m--\n");
        assertThat(structure(root).errant().stream().map(ErrantPart::layer))
                .containsExactly(new ErrantLayer("2", "pgp-signed", false));
    }

    @Test
    void aForwardedSignedMailIsALeaf() throws IOException {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=m\n\n--m\n\ntext\n--m\n"
                + "Content-Type: message/rfc822\n\nSubject: x\n" + SIGNED_TYPE + SIGNED_BODY + "\n--m--\n");
        assertThat(structure(root).errant()).isEmpty();
    }

    @Test
    void ciphertextBetweenHtmlPartsIsErrant() throws IOException {
        MimePart root = parse("""
                Content-Type: multipart/mixed; boundary=m

                --m
                Content-Type: text/html

                <img src="http://x.example/
                --m
                Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m

                MIAG
                --m
                Content-Type: text/html

                ">
                --m--
                """);
        CryptographicStructure structure = structure(root);
        assertThat(structure.layer()).isInstanceOf(RootLayer.Plain.class);
        assertThat(structure.errant()).extracting(ErrantPart::kind).containsExactly(ErrantPart.Kind.SMIME_ENVELOPED);
    }

    @Test
    void encryptedMailGivesItsCiphertext() throws IOException {
        RootLayer.PgpEncrypted encrypted = (RootLayer.PgpEncrypted)
                layer("Content-Type: multipart/encrypted; boundary=e; protocol=\"application/pgp-encrypted\"\n"
                        + ENCRYPTED_PARTS);
        assertThat(encrypted.form()).isEqualTo(RootLayer.PgpEncrypted.Form.STANDARD);
        assertThat(text(encrypted.ciphertext()))
                .startsWith("-----BEGIN PGP MESSAGE")
                .endsWith("MESSAGE-----");
    }

    @Test
    void encryptedMailThatAServerMadeMixedIsStillFound() throws IOException {
        String mail = "Content-Type: multipart/mixed; boundary=e\n"
                + ENCRYPTED_PARTS.replaceFirst("--e\n", "--e\nContent-Type: text/plain\n\n\n--e\n");
        assertThat(((RootLayer.PgpEncrypted) layer(mail)).form()).isEqualTo(RootLayer.PgpEncrypted.Form.MANGLED);
    }

    @Test
    void aTextBesideTheCiphertextMakesItErrant() throws IOException {
        String mail = "Content-Type: multipart/mixed; boundary=e\n"
                + ENCRYPTED_PARTS.replaceFirst("--e\n", "--e\nContent-Type: text/plain\n\nread me\n--e\n");
        CryptographicStructure structure = structure(parse(mail));
        assertThat(structure.layer()).isInstanceOf(RootLayer.Plain.class);
        assertThat(structure.errant()).isNotEmpty();
    }

    @Test
    void encryptedMailWithoutVersionIsMalformed() throws IOException {
        String type = "Content-Type: multipart/encrypted; boundary=e; protocol=\"application/pgp-encrypted\"\n";
        assertThat(malformed(type + ENCRYPTED_PARTS.replace("Version: 1", "Version: 2")))
                .isEqualTo(Malformed.Code.VERSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
                "application/x-pkcs7-mime",
                "application/octet-stream; name=\"SMIME.P7M\"",
                "application/octet-stream; name=smime.p7s",
            })
    void cmsIsFoundHoweverItIsLabelled(String type) throws IOException {
        RootLayer.CmsWrapped cms =
                (RootLayer.CmsWrapped) layer("Content-Type: " + type + "\nContent-Transfer-Encoding: base64\n\nMIAG\n");
        assertThat(cms.cms().toArray(10)).containsExactly(0x30, 0x80, 6);
    }

    @Test
    void cmsWhoseTransferEncodingGotLostIsDecoded() throws IOException {
        RootLayer.CmsWrapped cms = (RootLayer.CmsWrapped)
                layer("Content-Type: application/pkcs7-mime; smime-type=Signed-Data\n\nMIAGCSqGSIb3\nDQEHAqCA\n");
        assertThat(cms.cms().toArray(100)).startsWith(0x30, 0x80, 6, 9);
        assertThat(cms.smimeType()).isEqualTo(Optional.of("signed-data"));
    }

    @Test
    void cmsInATextIsFoundIfNothingStandsAround() throws IOException {
        String pem = "-----BEGIN PKCS7-----\nMIAG\n-----END PKCS7-----\n";
        assertThat(layer("Subject: x\n\n\n" + pem)).isInstanceOf(RootLayer.CmsWrapped.class);
        assertThat(layer("Subject: x\n\nhello\n" + pem)).isInstanceOf(RootLayer.Plain.class);
    }

    private static final String CLEAR_SIGNED = """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            hello
            -----BEGIN PGP SIGNATURE-----

            AAAA
            -----END PGP SIGNATURE-----
            """;

    @Test
    void clearSignedTextIsCutFromItsSurroundings() throws IOException {
        InlinePgp inline = (InlinePgp) layer("Subject: x\n\nbefore\n" + CLEAR_SIGNED + "after\n");
        assertThat(inline.kind()).isEqualTo(InlinePgp.Kind.CLEAR_SIGNED);
        assertThat(text(inline.block())).isEqualTo(CLEAR_SIGNED.replace("\n", "\r\n"));
        assertThat(text(inline.before())).isEqualTo("before\r\n");
        assertThat(text(inline.after())).isEqualTo("after\r\n");
        assertThat(inline.surroundings()).isEqualTo(InlinePgp.Surroundings.TEXT);
    }

    @Test
    void blankLinesAroundABlockAreNoText() throws IOException {
        InlinePgp inline = (InlinePgp) layer("Subject: x\n\n \n\n" + CLEAR_SIGNED + "\n\t\n");
        assertThat(inline.surroundings()).isEqualTo(InlinePgp.Surroundings.NONE);
    }

    @Test
    void aQuotedBlockIsPlainText() throws IOException {
        assertThat(layer("Subject: x\n\n" + CLEAR_SIGNED.replaceAll("(?m)^", "> ")))
                .isInstanceOf(RootLayer.Plain.class);
    }

    @Test
    void aBlockWithoutEndIsPlainText() throws IOException {
        assertThat(layer("Subject: x\n\n-----BEGIN PGP MESSAGE-----\n\nAAAA\n")).isInstanceOf(RootLayer.Plain.class);
    }

    @Test
    void armourBesideAnAttachmentIsErrantAndNamed() throws IOException {
        MimePart root = parse("Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\n"
                + CLEAR_SIGNED + "\n--m\nContent-Type: application/pdf; name=a.pdf.pgp\n\nxx\n--m--\n");
        assertThat(structure(root).errant())
                .extracting(ErrantPart::path, ErrantPart::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1", ErrantPart.Kind.PGP_SIGNED),
                        org.assertj.core.groups.Tuple.tuple("2", ErrantPart.Kind.PGP_ENCRYPTED));
    }

    @Test
    void keysAreListedAndAreNoLayer() throws IOException {
        MimePart root = parse("""
                Content-Type: multipart/mixed; boundary=m

                --m

                text
                --m
                Content-Type: application/pgp-keys; name=key.asc

                -----BEGIN PGP PUBLIC KEY BLOCK-----

                AAAA
                -----END PGP PUBLIC KEY BLOCK-----
                --m--
                """);
        CryptographicStructure structure = structure(root);
        assertThat(structure.errant()).isEmpty();
        assertThat(structure.certificateParts()).extracting(MimePart::path).isEqualTo(List.of("2"));
    }

    @Test
    void aKeyAboveAMessageDoesNotHideTheMessage() throws IOException {
        String key = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n";
        InlinePgp inline = (InlinePgp) layer("Subject: x\n\n" + key + CLEAR_SIGNED);
        assertThat(text(inline.before())).contains("PUBLIC KEY");
    }
}
