package org.sealdesk.crypt.smime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealdesk.crypt.engine.Unwrapped;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.octets.Content;
import org.sealdesk.crypt.verdict.DecryptionOutcome;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Integrity;
import org.sealdesk.crypt.verdict.DecryptionOutcome.Reason;

/** Encryption from and for openssl cms. */
class EncryptionPeerTest {

    private static final byte[] TEXT = "Content-Type: text/plain\r\n\r\nGrüße\r\n".getBytes(StandardCharsets.UTF_8);
    private static OpensslPki pki;

    @BeforeAll
    static void makeKeys() throws IOException {
        pki = new OpensslPki();
        pki.person("ann", "RSA:3072");
        pki.person("bob", "EC:P-256");
        pki.person("cid", "EC:P-384");
        pki.person("dan", "EC:P-521");
        pki.person("zoe", "RSA:3072");
    }

    @AfterAll
    static void closePki() {
        if (pki != null) {
            pki.close();
        }
    }

    private static Desk deskOf(String... people) throws IOException {
        return fill(new Desk(), people);
    }

    private static Desk fill(Desk desk, String... people) throws IOException {
        for (String name : people) {
            desk.take(pki.certificate(name));
            desk.take(pki.secretKey(name));
        }
        return desk;
    }

    private static byte[] encrypt(byte[] content, String options, String... recipients) throws IOException {
        List<String> command = new ArrayList<>(List.of("-encrypt", "-binary", "-outform", "DER"));
        command.addAll(Arrays.asList(options.split(" ")));
        for (String r : recipients) {
            command.addAll(List.of("-recip", r + ".pem"));
            if (options.contains("-oaep")) {
                command.addAll(List.of("-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"));
            }
            if (options.contains("-kdf")) {
                command.addAll(List.of("-keyopt", "ecdh_kdf_md:sha256"));
            }
        }
        command.removeIf(o -> o.equals("-oaep") || o.equals("-kdf"));
        return pki.cms(content, command.toArray(String[]::new));
    }

    private static Unwrapped.Decrypted opened(Unwrapped unwrapped) {
        assertThat(unwrapped).isInstanceOf(Unwrapped.Decrypted.class);
        return (Unwrapped.Decrypted) unwrapped;
    }

    @ParameterizedTest
    @CsvSource({
        "ann,-aes128,NONE",
        "ann,-aes192,NONE",
        "ann,-aes256,NONE",
        "ann,-des3,NONE",
        "ann,-aes256 -stream,NONE",
        "ann,-aes256 -keyid,NONE",
        "ann,-aes256 -oaep,NONE",
        "ann,-aes-128-gcm,PROTECTED",
        "ann,-aes-192-gcm,PROTECTED",
        "ann,-aes-256-gcm,PROTECTED",
        "ann,-aes-256-gcm -oaep,PROTECTED",
        "ann,-aes-256-gcm -stream,PROTECTED",
        "bob,-aes256,NONE",
        "bob,-aes-256-gcm,PROTECTED",
        "bob,-aes256 -keyid,NONE",
        "bob,-aes128 -kdf,NONE",
        "bob,-des3,NONE",
        "cid,-aes256,NONE",
        "dan,-aes-256-gcm,PROTECTED"
    })
    void whatOpensslEncryptsIsOpened(String recipient, String options, Integrity integrity) throws IOException {
        byte[] large = new byte[5 * 1024 * 1024 + 3];
        new Random(9).nextBytes(large);
        try (Desk desk = fill(new Desk(SmimeOptions.DEFAULT, 64 * 1024), recipient)) {
            for (byte[] content : List.of(TEXT, new byte[16], large)) {
                byte[] encrypted = encrypt(content, options, recipient);
                var result = opened(desk.engine.unwrap(Content.of(encrypted), desk.open()));
                assertThat(result.payload().toArray(content.length)).isEqualTo(content);
                assertThat(result.outcome().integrity()).isEqualTo(integrity);
                assertThat(result.outcome().recipients()).hasSize(1);
            }
        }
    }

    @Test
    void oneOfSeveralRecipientsOpensIt() throws IOException {
        byte[] encrypted = encrypt(TEXT, "-aes256", "zoe", "ann", "bob", "cid");
        for (String name : List.of("ann", "bob", "cid")) {
            try (Desk desk = deskOf(name)) {
                var result = opened(desk.engine.unwrap(Content.of(encrypted), desk.open()));
                assertThat(result.payload().toArray(1000)).isEqualTo(TEXT);
                assertThat(result.outcome().recipients()).hasSize(4);
            }
        }
    }

    @Test
    void missingKeysAreNamed() throws IOException {
        try (Desk desk = deskOf("zoe")) {
            var byIssuer = (Unwrapped.NotDecrypted)
                    desk.engine.unwrap(Content.of(encrypt(TEXT, "-aes256", "ann", "bob")), desk.open());
            assertThat(byIssuer.outcome().reason()).isEqualTo(Reason.KEY_MISSING);
            assertThat(byIssuer.outcome().missing())
                    .hasSize(2)
                    .allMatch(m -> m.matches("smime:CN=Issuing,O=Test#[0-9A-F]+"));
            var byKeyId = (Unwrapped.NotDecrypted)
                    desk.engine.unwrap(Content.of(encrypt(TEXT, "-aes256 -keyid", "ann")), desk.open());
            assertThat(byKeyId.outcome().missing()).hasSize(1).allMatch(m -> m.matches("smime:ski:[0-9A-F]{40}"));
        }
    }

    @Test
    void lockedStoreIsSaid() throws IOException {
        try (Desk desk = deskOf("ann")) {
            desk.lock();
            var result = (Unwrapped.NotDecrypted)
                    desk.engine.unwrap(Content.of(encrypt(TEXT, "-aes256", "ann")), desk.open());
            assertThat(result.outcome().reason()).isEqualTo(Reason.STORE_LOCKED);
        }
    }

    @Test
    void expiredOwnCertificateStillOpens() throws IOException {
        try (Desk desk = deskOf("ann")) {
            desk.travelTo(desk.at().plus(Duration.ofDays(4_000)));
            opened(desk.engine.unwrap(Content.of(encrypt(TEXT, "-aes256", "ann")), desk.open()));
        }
    }

    @Test
    void passwordRecipientsAreUnsupported() throws IOException {
        try (Desk desk = deskOf("ann")) {
            byte[] encrypted =
                    pki.cms(TEXT, "-encrypt", "-binary", "-outform", "DER", "-aes256", "-pwri_password", "secret");
            var result = (Unwrapped.NotDecrypted) desk.engine.unwrap(Content.of(encrypted), desk.open());
            assertThat(result.outcome().reason()).isEqualTo(Reason.UNSUPPORTED);
        }
    }

    @Test
    void compressedDataIsInflated() throws IOException {
        byte[] compressible = "line\r\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        try (Desk desk = deskOf("ann")) {
            var probe = pki.openssl().run(compressible, "cms", "-compress", "-binary", "-outform", "DER");
            org.junit.jupiter.api.Assumptions.assumeTrue(probe.status() == 0, "this openssl has no zlib");
            var result = desk.engine.unwrap(Content.of(probe.out()), desk.open());
            assertThat(((Unwrapped.Compressed) result).payload().toArray(1 << 20))
                    .isEqualTo(compressible);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ann,PKCS1,AES_256_CBC", "ann,OAEP,AES_256_CBC", "ann,PKCS1,AES_256_GCM", "ann,OAEP,AES_256_GCM",
        "bob,PKCS1,AES_256_CBC", "bob,PKCS1,AES_256_GCM", "cid,PKCS1,AES_256_CBC", "dan,PKCS1,AES_256_GCM"
    })
    void whatWeEncryptIsOpenedByOpenssl(
            String recipient, SmimeOptions.KeyTransport transport, SmimeOptions.ContentCipher cipher) throws Exception {
        byte[] large = new byte[5 * 1024 * 1024 + 5];
        new Random(10).nextBytes(large);
        SmimeOptions options = SmimeOptions.DEFAULT.withKeyTransport(transport).withContentCipher(cipher);
        try (Desk desk = fill(new Desk(options), recipient)) {
            Certificate to = desk.takeOne(pki.certificate(recipient));
            for (byte[] content : List.of(TEXT, new byte[0], new byte[32], large)) {
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                var made = desk.engine.encrypt(Content.of(content), List.of(to), Optional.empty(), desk.seal(), out);
                byte[] decrypted = pki.cms(
                        out.toByteArray(),
                        "-decrypt",
                        "-inform",
                        "DER",
                        "-binary",
                        "-recip",
                        recipient + ".pem",
                        "-inkey",
                        recipient + ".key");
                assertThat(decrypted).isEqualTo(content);
                var back = opened(desk.engine.unwrap(Content.of(out.toByteArray()), desk.open()));
                assertThat(back.payload().toArray(content.length)).isEqualTo(content);
                assertThat(made.authenticated()).isEqualTo(cipher == SmimeOptions.ContentCipher.AES_256_GCM);
            }
        }
    }

    @Test
    void everyRecipientOfOursOpensItWithOpenssl() throws Exception {
        try (Desk desk = deskOf("ann", "bob", "cid", "dan")) {
            List<Certificate> all = new ArrayList<>();
            for (String name : List.of("ann", "bob", "cid", "dan")) {
                all.add(desk.takeOne(pki.certificate(name)));
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            desk.engine.encrypt(Content.of(TEXT), all, Optional.empty(), desk.seal(), out);
            for (String name : List.of("ann", "bob", "cid", "dan")) {
                assertThat(pki.cms(
                                out.toByteArray(),
                                "-decrypt",
                                "-inform",
                                "DER",
                                "-binary",
                                "-recip",
                                name + ".pem",
                                "-inkey",
                                name + ".key"))
                        .isEqualTo(TEXT);
            }
        }
    }

    @Test
    void allDamageToAnAuthenticatedContentLooksTheSame() throws IOException {
        byte[] encrypted = encrypt(TEXT, "-aes-256-gcm", "ann");
        try (Desk desk = deskOf("ann")) {
            List<DecryptionOutcome> outcomes = new ArrayList<>();
            Random random = new Random(11);
            for (int i = 0; i < 60; i++) {
                byte[] damaged = encrypted.clone();
                // The last hundred octets are content and tag.
                damaged[damaged.length - 1 - random.nextInt(TEXT.length + 14)] ^= (byte) (1 << random.nextInt(8));
                var result = desk.engine.unwrap(Content.of(damaged), desk.open());
                if (result instanceof Unwrapped.NotDecrypted failed) {
                    outcomes.add(failed.outcome());
                } else {
                    assertThat(result).isNotInstanceOf(Unwrapped.Decrypted.class);
                }
            }
            assertThat(outcomes).hasSizeGreaterThan(50);
            assertThat(outcomes.stream()
                            .map(o -> ((DecryptionOutcome.Failed) o).detail())
                            .distinct())
                    .hasSize(1);
        }
    }
}
