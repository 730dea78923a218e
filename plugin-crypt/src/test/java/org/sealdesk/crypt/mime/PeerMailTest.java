package org.sealdesk.crypt.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealdesk.crypt.mime.Mails.parse;
import static org.sealdesk.crypt.mime.Mails.structure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.api.peers.Gpg;
import org.sealdesk.api.peers.Openssl;
import org.sealdesk.api.peers.Peers;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.policy.Limits;
import org.sealdesk.crypt.verdict.Technology;

/** Other people's programs sign what we build and read what we wrote. */
class PeerMailTest {

    private static final String SIMPLE = """
            Subject: Contract
            From: ann@example.org
            To: bob@example.org
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            """;

    private static final Limits LIMITS = Limits.DEFAULT;

    private static EntityBuilder builder() {
        return new EntityBuilder(new Boundaries(new Random(7)));
    }

    private static OutgoingMessage outgoing(Content mail) throws IOException {
        OutgoingMessage.Split split = OutgoingMessage.split(mail, LIMITS);
        assertThat(split).isInstanceOf(OutgoingMessage.Split.Ready.class);
        return ((OutgoingMessage.Split.Ready) split).message();
    }

    private static Content payload(OutgoingMessage message) throws IOException {
        return new SevenBit(Mails.spill(), LIMITS).entity(message.payload());
    }

    private static void newCertificate(Openssl openssl) throws IOException {
        openssl.run(
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-keyout",
                        "key.pem",
                        "-out",
                        "cert.pem",
                        "-days",
                        "36500",
                        "-subj",
                        "/CN=Ann",
                        "-addext",
                        "subjectAltName=email:ann@example.org",
                        "-addext",
                        "keyUsage=digitalSignature,keyEncipherment",
                        "-addext",
                        "extendedKeyUsage=emailProtection")
                .ok();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "simple\n",
                "no newline at the end",
                "From the start\n-- \ntrailing \t\n",
                "gr\u00fc\u00dfe\n.\n..\n\n\n",
                "very long line very long line very long line very long line very long line very long line very long l\n",
            })
    void opensslVerifiesTheMessageWeBuildAroundItsSignature(String body) throws IOException {
        try (Openssl openssl = Peers.requireOpenssl()) {
            newCertificate(openssl);
            OutgoingMessage message = outgoing(Mails.crlf(SIMPLE + body));
            Content payload = payload(message);
            openssl.file("payload", payload.toArray(100_000));
            byte[] der = openssl.run(
                            "cms",
                            "-sign",
                            "-binary",
                            "-in",
                            "payload",
                            "-signer",
                            "cert.pem",
                            "-inkey",
                            "key.pem",
                            "-outform",
                            "DER")
                    .ok()
                    .out();
            Content mail = OutgoingMessage.message(
                    message.transport(),
                    builder().multipartSigned(payload, Content.of(der), Technology.SMIME, "sha-256"));
            openssl.file("mail", mail.toArray(100_000));
            byte[] verified = openssl.run("cms", "-verify", "-in", "mail", "-CAfile", "cert.pem")
                    .ok()
                    .out();
            assertThat(verified).isEqualTo(payload.toArray(100_000));

            RootLayer.MultipartSigned read =
                    (RootLayer.MultipartSigned) structure(parse(mail)).layer();
            assertThat(read.signed().toArray(100_000)).isEqualTo(payload.toArray(100_000));
            assertThat(read.signature().toArray(100_000)).isEqualTo(der);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-text", "-crlfeol"})
    void whatWeCutFromAMailThatOpensslSignedIsWhatItSigned(String option) throws IOException {
        try (Openssl openssl = Peers.requireOpenssl()) {
            newCertificate(openssl);
            openssl.file("text", "Content-Type: text/plain\n\nhello\n\n".getBytes(StandardCharsets.US_ASCII));
            byte[] mail = openssl.run(
                            "cms",
                            "-sign",
                            option,
                            "-in",
                            "text",
                            "-signer",
                            "cert.pem",
                            "-inkey",
                            "key.pem",
                            "-subject",
                            "signed")
                    .ok()
                    .out();
            RootLayer.MultipartSigned read = (RootLayer.MultipartSigned)
                    structure(parse(Content.of(mail))).layer();
            openssl.file("signed", read.signed().toArray(100_000));
            openssl.file("signature", read.signature().toArray(100_000));
            openssl.run(
                            "cms",
                            "-verify",
                            "-binary",
                            "-inform",
                            "DER",
                            "-in",
                            "signature",
                            "-content",
                            "signed",
                            "-CAfile",
                            "cert.pem")
                    .ok();
        }
    }

    @Test
    void opensslOpensTheCmsMessageWeBuildAndWeReadTheOneItBuilds() throws IOException {
        try (Openssl openssl = Peers.requireOpenssl()) {
            newCertificate(openssl);
            OutgoingMessage message = outgoing(Mails.crlf(SIMPLE + "secret\n"));
            openssl.file("payload", payload(message).toArray(100_000));
            byte[] der = openssl.run(
                            "cms", "-encrypt", "-binary", "-aes256", "-in", "payload", "-outform", "DER", "cert.pem")
                    .ok()
                    .out();
            Content mail = OutgoingMessage.message(
                    message.transport(), builder().cms(Content.of(der), SmimeType.ENVELOPED_DATA));
            openssl.file("mail", mail.toArray(100_000));
            byte[] opened = openssl.run("cms", "-decrypt", "-in", "mail", "-inkey", "key.pem", "-recip", "cert.pem")
                    .ok()
                    .out();
            assertThat(opened).isEqualTo(payload(message).toArray(100_000));

            byte[] theirs = openssl.run("cms", "-encrypt", "-aes256", "-in", "payload", "cert.pem")
                    .ok()
                    .out();
            RootLayer.CmsWrapped read =
                    (RootLayer.CmsWrapped) structure(parse(Content.of(theirs))).layer();
            assertThat(read.smimeType()).contains("enveloped-data");
            openssl.file("cms", read.cms().toArray(100_000));
            openssl.run("cms", "-decrypt", "-inform", "DER", "-in", "cms", "-inkey", "key.pem", "-recip", "cert.pem")
                    .ok();
        }
    }

    @Test
    void gpgVerifiesAndDecryptsThePartsWeCutFromTheMessagesWeBuild() throws IOException {
        try (Gpg gpg = Peers.requireGpg()) {
            String key = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "");
            OutgoingMessage message = outgoing(Mails.crlf(SIMPLE + "gr\u00fc\u00dfe \n-- \nAnn\n"));
            Content payload = payload(message);
            byte[] signature = gpg.run(payload.toArray(100_000), "--armor", "--detach-sign", "-u", key)
                    .ok()
                    .out();
            Content signed = OutgoingMessage.message(
                    message.transport(),
                    builder().multipartSigned(payload, Content.of(signature), Technology.OPENPGP, "pgp-sha512"));
            // A mail store that keeps lines with LF only.
            Content stored = Mails.octets(Mails.text(signed).replace("\r\n", "\n"));
            for (Content mail : new Content[] {signed, stored}) {
                RootLayer.MultipartSigned read =
                        (RootLayer.MultipartSigned) structure(parse(mail)).layer();
                gpg.file("signed", read.signed().toArray(100_000));
                gpg.file("signature", read.signature().toArray(100_000));
                gpg.run("--verify", gpg.home() + "/signature", gpg.home() + "/signed")
                        .ok();
            }

            byte[] armoured = gpg.run(payload.toArray(100_000), "--armor", "--encrypt", "-r", key)
                    .ok()
                    .out();
            Content encrypted =
                    OutgoingMessage.message(message.transport(), builder().pgpEncrypted(Content.of(armoured)));
            RootLayer.PgpEncrypted read =
                    (RootLayer.PgpEncrypted) structure(parse(encrypted)).layer();
            byte[] opened = gpg.run(read.ciphertext().toArray(100_000), "--decrypt")
                    .ok()
                    .out();
            assertThat(opened).isEqualTo(payload.toArray(100_000));
        }
    }

    @Test
    void gpgReadsTheInlineBlockWeCut() throws IOException {
        try (Gpg gpg = Peers.requireGpg()) {
            String key = gpg.newKey("Ann <ann@example.org>", "ed25519", "cv25519", "");
            byte[] clear = gpg.run("hello\n- dash\n".getBytes(StandardCharsets.US_ASCII), "--clear-sign", "-u", key)
                    .ok()
                    .out();
            Content mail =
                    Mails.crlf("Subject: x\n\nintro\n" + new String(clear, StandardCharsets.US_ASCII) + "outro\n");
            RootLayer.InlinePgp inline =
                    (RootLayer.InlinePgp) structure(parse(mail)).layer();
            gpg.run(inline.block().toArray(100_000), "--verify").ok();
        }
    }
}
