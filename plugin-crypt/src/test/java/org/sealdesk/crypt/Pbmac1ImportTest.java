package org.sealdesk.crypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealdesk.crypt.intake.ImportedItem;
import org.sealdesk.crypt.smime.OpensslPki;

/** PKCS#12 files of OpenSSL whose MAC is a PBMAC1 that the JDK computed (RFC 9579). */
@DisplayName("RFC 9579: PKCS#12 with PBMAC1")
class Pbmac1ImportTest {

    private static final String PASSWORD = "größer als 8";
    private static final byte[] SALT = "sixteen octets!!".getBytes(StandardCharsets.US_ASCII);
    private static final String LOCKED = "x509-private-key failed ";

    private static OpensslPki pki;
    private static byte[] original = new byte[0];
    private static Instant now = Instant.MIN;

    @BeforeAll
    static void makeFile() throws IOException {
        pki = new OpensslPki();
        pki.person("ann", "EC:P-256");
        pki.run(
                "pkcs12",
                "-export",
                "-in",
                "ann.pem",
                "-inkey",
                "ann.key",
                "-passout",
                "pass:" + PASSWORD,
                "-out",
                "p12");
        original = pki.openssl().read("p12");
        now = Instant.now().plus(Duration.ofMinutes(5));
    }

    @AfterAll
    static void close() {
        if (pki != null) {
            pki.close();
        }
    }

    /** What the MAC says about itself. */
    private record Stated(long iterations, long keyOctets, String digest) {

        static final Stated USUAL = new Stated(10_000, 32, "SHA256");

        AlgorithmIdentifier prf() {
            return new AlgorithmIdentifier(
                    digest.equals("SHA512")
                            ? PKCSObjectIdentifiers.id_hmacWithSHA512
                            : PKCSObjectIdentifiers.id_hmacWithSHA256,
                    DERNull.INSTANCE);
        }

        AlgorithmIdentifier algorithm() {
            DERSequence derivation = new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
                new DEROctetString(SALT),
                new ASN1Integer(BigInteger.valueOf(iterations)),
                new ASN1Integer(BigInteger.valueOf(keyOctets)),
                prf()
            });
            DERSequence parameters =
                    new DERSequence(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBKDF2, derivation), prf());
            return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1, parameters);
        }

        byte[] mac(byte[] content) throws GeneralSecurityException {
            PBEKeySpec spec =
                    new PBEKeySpec(PASSWORD.toCharArray(), SALT, Math.toIntExact(iterations), (int) keyOctets * 8);
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmac" + digest)
                    .generateSecret(spec)
                    .getEncoded();
            Mac mac = Mac.getInstance("Hmac" + digest);
            mac.init(new SecretKeySpec(key, "Hmac" + digest));
            return mac.doFinal(content);
        }
    }

    private static byte[] content() {
        ContentInfo safe =
                ContentInfo.getInstance(ASN1Sequence.getInstance(original).getObjectAt(1));
        return ASN1OctetString.getInstance(safe.getContent()).getOctets();
    }

    /** The file of OpenSSL with another MAC. */
    private static byte[] withMac(Stated stated, byte[] mac) throws IOException {
        ASN1Sequence pfx = ASN1Sequence.getInstance(original);
        // Of the older fields RFC 9579 says that nobody looks at them.
        DERSequence macData = new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
            new DigestInfo(stated.algorithm(), mac),
            new DEROctetString("NOT USED".getBytes(StandardCharsets.US_ASCII)),
            new ASN1Integer(1)
        });
        return new DERSequence(
                        new org.bouncycastle.asn1.ASN1Encodable[] {pfx.getObjectAt(0), pfx.getObjectAt(1), macData})
                .getEncoded(ASN1Encoding.DER);
    }

    private static List<String> answers(byte[] file, String... passwords) {
        try (ImportDesk desk = new ImportDesk(now)) {
            return desk.answers(file, passwords);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 32, SHA256", "10000, 32, SHA256", "10000, 128, SHA512", "600000, 20, SHA256"})
    void theRightPasswordOpensIt(long iterations, long keyOctets, String digest) throws Exception {
        Stated stated = new Stated(iterations, keyOctets, digest);

        assertThat(answers(withMac(stated, stated.mac(content())), "falsch", PASSWORD))
                .containsExactlyInAnyOrder("x509-certificate added ok", "x509-private-key added ok");
    }

    @Test
    void noPasswordAndAWrongOneAreToldApart() throws Exception {
        byte[] file = withMac(Stated.USUAL, Stated.USUAL.mac(content()));

        assertThat(answers(file)).containsExactly(LOCKED + "password.needed");
        assertThat(answers(file, "falsch")).containsExactly(LOCKED + "password.wrong");
    }

    @Test
    void aMacThatDoesNotFitOpensNothingEvenWithTheRightPassword() throws Exception {
        byte[] mac = Stated.USUAL.mac(content());
        mac[0] ^= 1;

        assertThat(answers(withMac(Stated.USUAL, mac), PASSWORD)).containsExactly(LOCKED + "password.wrong");
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000_001, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, -1})
    void moreIterationsThanAreDoneAreRefusedBeforeTheFirst(long iterations) throws Exception {
        Stated hostile = new Stated(iterations, 32, "SHA256");

        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.take(withMac(hostile, new byte[32]), PASSWORD).items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.code()).isEqualTo("limit"))
                    .extracting(ImportedItem::reason)
                    .asString()
                    .contains(iterations + " iterations", "at most 2000000");
        }
    }

    /** Each block of the key costs all iterations again. */
    @ParameterizedTest
    @ValueSource(longs = {129, 100_000_000, Integer.MAX_VALUE, Long.MAX_VALUE, -1})
    void aKeyLongerThanAnyMacNeedsIsRefusedBeforeItIsDerived(long keyOctets) throws Exception {
        Stated hostile = new Stated(10_000, keyOctets, "SHA256");

        try (ImportDesk desk = new ImportDesk(now)) {
            assertThat(desk.take(withMac(hostile, new byte[32]), PASSWORD).items())
                    .singleElement()
                    .satisfies(item -> assertThat(item.code()).isEqualTo("limit"))
                    .extracting(ImportedItem::reason)
                    .asString()
                    .contains("a key of " + keyOctets + " octets", "at most 128");
        }
    }
}
