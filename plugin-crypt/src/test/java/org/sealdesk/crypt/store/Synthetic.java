package org.sealdesk.crypt.store;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.sealdesk.crypt.address.MailAddress;
import org.sealdesk.crypt.key.Capability;
import org.sealdesk.crypt.key.Certificate;
import org.sealdesk.crypt.key.CertificateFacts;
import org.sealdesk.crypt.key.ComponentKey;
import org.sealdesk.crypt.key.Fingerprint;
import org.sealdesk.crypt.key.Passphrase;
import org.sealdesk.crypt.key.SecretKeyId;
import org.sealdesk.crypt.key.SecretKeyRecord;
import org.sealdesk.crypt.key.Validity;
import org.sealdesk.crypt.key.X509Facts;
import org.sealdesk.crypt.octets.Octets;
import org.sealdesk.crypt.verdict.TrustLevel;

/** Certificates a store cannot tell from real ones: every identifier follows from a number. */
final class Synthetic {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final int ENCODED_OCTETS = 1200;

    private Synthetic() {}

    static Certificate pgp(int number) {
        return pgp(
                number,
                "Person " + number + " <person" + number + "@example" + number % 1000 + ".org>",
                "person" + number + "@example" + number % 1000 + ".org");
    }

    static Certificate pgp(int number, String name, String... addresses) {
        Fingerprint primary = Fingerprint.of(Fingerprint.Kind.PGP_V4, fingerprint("pgp", number, 20));
        Fingerprint sub = Fingerprint.of(Fingerprint.Kind.PGP_V4, fingerprint("sub", number, 20));
        return pgp(primary, sub, number, name, addresses);
    }

    static Certificate pgp(Fingerprint primary, Fingerprint sub, int number, String name, String... addresses) {
        Validity validity = new Validity(NOW, Optional.of(end(number)));
        return new Certificate(
                primary,
                encoded(number),
                List.of(name),
                addresses(addresses),
                List.of(key(primary, validity, Capability.SIGN), key(sub, validity, Capability.ENCRYPT)),
                validity,
                Optional.empty(),
                Optional.empty());
    }

    private static ComponentKey key(Fingerprint fingerprint, Validity validity, Capability capability) {
        return new ComponentKey(
                fingerprint,
                Octets.of(sha256(fingerprint.value().toArray())),
                "RSA",
                3072,
                "RSA 3072",
                Set.of(capability),
                validity,
                Optional.empty());
    }

    static Certificate x509(int number) {
        return x509(
                number,
                number,
                "CN=Person " + number + ",O=Example",
                "person" + number + "@example" + number % 1000 + ".org");
    }

    /** @param keyNumber certificates with the same one carry the same public key */
    static Certificate x509(int number, int keyNumber, String subject, String... addresses) {
        Fingerprint fingerprint = Fingerprint.of(Fingerprint.Kind.X509, fingerprint("x509", number, 32));
        Validity validity = new Validity(NOW, Optional.of(end(number)));
        Octets identity = publicKeyIdentity(keyNumber);
        X509Facts facts = new X509Facts(
                subject,
                "CN=CA",
                name(subject),
                name("CN=CA"),
                BigInteger.valueOf(1000L + number),
                Octets.of(fingerprint("sha1", number, 20)),
                Optional.of(Octets.of(fingerprint("ski", keyNumber, 20))),
                Optional.empty(),
                hash("new", subject),
                hash("old", subject),
                false);
        ComponentKey key = new ComponentKey(
                fingerprint, identity, "EC", 256, "P-256", Set.of(Capability.SIGN), validity, Optional.empty());
        return new Certificate(
                fingerprint,
                encoded(number),
                List.of(subject),
                addresses(addresses),
                List.of(key),
                validity,
                Optional.empty(),
                Optional.of(facts));
    }

    static Octets publicKeyIdentity(int keyNumber) {
        return Octets.of(fingerprint("spki", keyNumber, 32));
    }

    static Octets name(String text) {
        return Octets.of(text.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String form, String subject) {
        byte[] digest = sha256((form + subject).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, 4);
    }

    static Instant end(int number) {
        return NOW.plus(Duration.ofDays(1 + number % 1000));
    }

    static CertificateFacts facts() {
        return CertificateFacts.added(CertificateFacts.Source.ADMINISTRATOR, TrustLevel.CONFIRMED, NOW);
    }

    static SecretKeyRecord secret(SecretKeyId id, String octets, String passphrase) {
        return new SecretKeyRecord(
                id, octets.getBytes(StandardCharsets.UTF_8), Passphrase.of(passphrase.toCharArray()));
    }

    static MailAddress address(String text) {
        return MailAddress.parse(text).orElseThrow();
    }

    private static Set<MailAddress> addresses(String... addresses) {
        return Set.copyOf(Arrays.stream(addresses).map(Synthetic::address).toList());
    }

    private static Octets encoded(int number) {
        byte[] encoded = new byte[ENCODED_OCTETS];
        new Random(number).nextBytes(encoded);
        return Octets.of(encoded);
    }

    private static byte[] fingerprint(String kind, int number, int octets) {
        byte[] seed = (kind + number).getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(sha256(seed), octets);
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(ByteBuffer.wrap(octets).array());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
